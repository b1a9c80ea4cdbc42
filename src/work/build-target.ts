import { writeSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { beginBuild, findBuild, keepBuild, madeBefore } from '../files/build-cache.ts';
import { openBuildLog } from '../files/build-log.ts';
import { type BuildFacts, contentHash, type Digests, type ReadFiles } from '../files/content-hash.ts';
import { copiedTarget, makeCopy, needsCopy } from '../files/copy-target.ts';
import { dependencyVersions } from '../files/dependency-versions.ts';
import { buildToolsFolder } from '../files/folders.ts';
import { lockFolders } from '../files/lock-folders.ts';
import { runBuild } from '../measure/server/build.ts';
import { developmentVariable, environmentFor } from '../measure/server/environment.ts';
import { checkRequirements, missingTools } from '../measure/server/requirements.ts';
import type { ToolContext } from '../measure/server/versions.ts';
import { type BuiltTarget, unbuilt } from '../model/built-target.ts';
import type { BuildEvent } from '../model/event.ts';
import type { TargetFailure, TargetRecord } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { copiedFiles, digestInputs, factsOf, identityUnbuilt, versionsOf } from './identify-target.ts';

export interface BuildOrder {
  /** The user's own. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the folder for what can be made again. */
  readonly cache: string;
  /** Absolute path of the folder for build logs; made where a log is written. */
  readonly logs: string;
  readonly signal: AbortSignal;
  /** Receives every event. */
  readonly show: (event: BuildEvent) => void;
}

/**
 * Makes sure that a target's tools are there and that it is built. A build of the same content is not made again.
 * @throws the signal's reason when aborted; a half-made build is not taken for a whole one afterwards
 */
export async function buildTarget(declared: Target, order: BuildOrder): Promise<BuiltTarget> {
  const { env, cache, signal, show } = order;
  const { label } = declared;
  const tools: ToolContext = { env: environmentFor(declared, env), cwd: declared.path, signal };
  const unknown = {
    ...unbuilt(declared, null),
    development: developmentVariable({ ...tools.env, ...declared.env }),
  };
  const failed = (failure: TargetFailure, known: Partial<BuiltTarget> = {}): BuiltTarget => {
    show({ kind: 'target-failed', label, failure });
    return { ...unknown, ...known, failure };
  };
  const checks = await checkRequirements(declared, tools);
  const missing = missingTools(checks);
  if (missing !== null) return failed(missing);

  const toolsUsed = await versionsOf(declared, checks, tools);
  const facts = factsOf(declared, toolsUsed, tools.env);
  const versions = { ...toolsUsed, ...(await dependencyVersions(declared.path)) };
  if (declared.build.length === 0) {
    const identity = await identityUnbuilt(declared, facts, tools);
    show({ kind: 'build-finished', label, build: null });
    return { ...unknown, contentHash: identity, versions, failure: null };
  }
  const copied = await needsCopy(declared);
  const earlier = copied ? [] : await madeBefore(cache, declared);
  const source = withOutputs(declared, earlier);
  const before = await digestInputs(source, tools);
  const hash = contentHash(before.digests, facts);
  const known = { contentHash: hash, versions };

  const target = copied ? copiedTarget(declared, cache) : declared;
  if (target === null) return failed(noCopy(declared), known);
  const lock = await lockFolders(cache, buildFolders(target), signal, (folder) =>
    show({ kind: 'build-waiting', label, folder }),
  );
  try {
    const made = await provideBuild({ declared, source, target, copied, hash, before, facts, tools }, order);
    if ('reason' in made) return failed(made, { target, ...known });
    const { build, contentHash: builtHash } = made;
    show({ kind: 'build-finished', label, build });
    return { ...unknown, target, ...known, contentHash: builtHash, build, failure: null };
  } finally {
    lock.release();
  }
}

interface Wanted {
  readonly declared: Target;
  /** As declared, with all that earlier builds made as output. */
  readonly source: Target;
  /** Where it is built. */
  readonly target: Target;
  readonly copied: boolean;
  readonly hash: string;
  readonly before: ReadFiles;
  readonly facts: BuildFacts;
  readonly tools: ToolContext;
}

interface Made {
  readonly build: NonNullable<TargetRecord['build']>;
  /** Of what lies there once it is built, as the next one finds it: a build may write a lockfile, say. */
  readonly contentHash: string;
}

/** Finds the build of this content, or makes it. */
async function provideBuild(
  { declared, source, target, copied, hash, before, facts, tools }: Wanted,
  order: BuildOrder,
): Promise<Made | TargetFailure> {
  const { cache } = order;
  const found = await findBuild(cache, target, hash);
  if (found !== null) return { build: { ...found, cached: true }, contentHash: hash };

  const standing = await beginBuild(cache, target);
  if (copied)
    await makeCopy(declared.root, target.root, await copiedFiles(declared, before.digests.keys(), tools));
  const { durationMs, incremental, failure } = await buildLogged(target, before, tools.env, order);
  if (failure !== null) return failure;
  const after = copied ? before : await digestInputs(source, tools);
  await keepBuild(cache, target, {
    before: standing,
    hashes: [hash, ...grownHash(before.digests, after.digests, facts)],
    inputs: [...before.digests.keys()].map((file) => `${target.root}/${file}`),
    durationMs,
    incremental,
  });
  const build = { durationMs, incremental, cached: false };
  if (copied) return { build, contentHash: hash };
  const next = withOutputs(declared, await madeBefore(cache, declared));
  return { build, contentHash: contentHash((await digestInputs(next, tools)).digests, facts) };
}

const withOutputs = (target: Target, made: readonly string[]): Target => ({
  ...target,
  outputs: [...target.outputs, ...made.map((path) => relative(target.path, path).replaceAll(sep, '/'))],
});

/** All that a build may write to: two builds that share one of them are made one after the other. */
const buildFolders = ({ path, build }: Target): string[] => [path, ...build.map(({ cwd }) => cwd)];

async function buildLogged(
  target: Target,
  { unreadable }: ReadFiles,
  env: Readonly<Record<string, string>>,
  { cache, logs, signal, show }: BuildOrder,
): ReturnType<typeof runBuild> {
  const { label } = target;
  const log = openBuildLog(logs, label);
  try {
    show({ kind: 'build-started', label, logPath: log.path });
    if (unreadable.length > 0) {
      const line = `not looked at, for there is no permission to read it: ${unreadable.join(', ')}`;
      writeSync(log.descriptor, `${line}\n`);
      show({ kind: 'build-line', label, line });
    }
    return await runBuild({
      target,
      cache: buildToolsFolder(cache, target.name),
      log,
      env,
      signal,
      onLine: (line) => show({ kind: 'build-line', label, line }),
    });
  } finally {
    log.close();
  }
}

/** A build may add files that git does not ignore, a first lockfile for one. What it was made from is still the same. */
function grownHash(before: Digests, after: Digests, facts: BuildFacts): string[] {
  const unchanged = [...before].every(([file, digest]) => after.get(file) === digest);
  return unchanged && after.size > before.size ? [contentHash(after, facts)] : [];
}

/** Why a target cannot be copied. */
export function noCopy({ path }: Target): TargetFailure {
  return {
    reason: 'build-failed',
    detail: `${path} cannot be built in place, and a copy would lack a folder outside of its root that "build" names. Set "root" in target.json to a folder that holds them all.`,
  };
}
