import { relative } from 'node:path';
import { beginBuild, findBuild, keepBuild } from '../files/build-cache.ts';
import { openBuildLog } from '../files/build-log.ts';
import {
  type BuildFacts,
  buildEnvironment,
  contentHash,
  type Digests,
  digestFiles,
} from '../files/content-hash.ts';
import { copiedTarget, makeCopy, needsCopy } from '../files/copy-target.ts';
import { dependencyVersions } from '../files/dependency-versions.ts';
import { buildToolsFolder } from '../files/folders.ts';
import { listInputs } from '../files/list-inputs.ts';
import { lockFolders } from '../files/lock-folders.ts';
import { buildTarget } from '../measure/server/build.ts';
import { toolEnvironment } from '../measure/server/environment.ts';
import { knownFiles } from '../measure/server/known-files.ts';
import { checkRequirements, missingTools } from '../measure/server/requirements.ts';
import { type ToolSurroundings, toolVersions } from '../measure/server/versions.ts';
import type { TargetFailure, TargetRecord } from '../model/run.ts';
import type { Target } from '../model/target.ts';

/** Watches builds; each that begins also ends. */
export interface BuildWatcher {
  begin(label: string, logPath: string): void;
  /** Another process builds in this folder, and this one waits for it. */
  wait(label: string, folder: string): void;
  /** A line of output, hostile as all output is. */
  line(text: string): void;
  /** @param build null where there was nothing to build */
  end(label: string, build: TargetRecord['build'], failure: TargetFailure | null): void;
}

export interface Preparation {
  /** The user's own. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the folder for what can be made again. */
  readonly cache: string;
  /** Absolute path of the folder for build logs; made where a log is written. */
  readonly logs: string;
  readonly signal: AbortSignal;
  readonly watcher: BuildWatcher;
}

/** A target that can be started, or why it cannot. */
export interface PreparedTarget {
  /** Where it was built: in the cache folder where its own must not be written to. */
  readonly target: Target;
  /** Of what the build depends on; null where a tool is missing, so that nobody knows. */
  readonly contentHash: string | null;
  readonly versions: Readonly<Record<string, string>>;
  /** With the duration of the original build; null where nothing is built. */
  readonly build: TargetRecord['build'];
  readonly failure: TargetFailure | null;
}

/**
 * Makes sure that a target's tools are there and that it is built. A build of the same content is not made again.
 * @throws the signal's reason when aborted; a half-made build is not taken for a whole one afterwards
 */
export async function prepareTarget(declared: Target, preparation: Preparation): Promise<PreparedTarget> {
  const { env, cache, signal, watcher } = preparation;
  const tools: ToolSurroundings = { env: toolEnvironment(env), cwd: declared.path, signal };
  const failed = (failure: TargetFailure, known: Partial<PreparedTarget> = {}): PreparedTarget => {
    watcher.end(declared.label, null, failure);
    return { target: declared, contentHash: null, versions: {}, build: null, ...known, failure };
  };
  const missing = missingTools(await checkRequirements(declared, tools));
  if (missing !== null) return failed(missing);

  const toolsUsed = await toolVersions(toolNames(declared), tools);
  const facts = factsOf(declared, toolsUsed, env);
  const before = await digestInputs(declared, tools);
  const hash = contentHash(before, facts);
  const versions = { ...toolsUsed, ...(await dependencyVersions(declared.path)) };
  const known = { contentHash: hash, versions };
  if (declared.build.length === 0) {
    watcher.end(declared.label, null, null);
    return { target: declared, ...known, build: null, failure: null };
  }

  const copied = await needsCopy(declared);
  const target = copied ? copiedTarget(declared, cache) : declared;
  if (target === null) return failed(noCopy(declared), known);
  const lock = await lockFolders(cache, buildFolders(target), signal, (folder) =>
    watcher.wait(declared.label, folder),
  );
  try {
    const made = await provideBuild({ declared, target, copied, hash, before, facts, tools }, preparation);
    if ('reason' in made) return failed(made, { target, ...known });
    watcher.end(declared.label, made, null);
    return { target, ...known, build: made, failure: null };
  } finally {
    lock.release();
  }
}

interface Wanted {
  readonly declared: Target;
  /** Where it is built. */
  readonly target: Target;
  readonly copied: boolean;
  readonly hash: string;
  readonly before: Digests;
  readonly facts: BuildFacts;
  readonly tools: ToolSurroundings;
}

/** Finds the build of this content, or makes it. */
async function provideBuild(
  { declared, target, copied, hash, before, facts, tools }: Wanted,
  preparation: Preparation,
): Promise<NonNullable<TargetRecord['build']> | TargetFailure> {
  const { cache } = preparation;
  const found = await findBuild(cache, target, hash);
  if (found !== null) return { ...found, cached: true };

  const standing = await beginBuild(cache, target);
  if (copied) await makeCopy(declared.root, target.root, await copiedFiles(declared, before, tools));
  const { durationMs, incremental, failure } = await buildLogged(target, tools.env, preparation);
  if (failure !== null) return failure;
  const after = copied ? before : await digestInputs(target, tools);
  await keepBuild(cache, target, {
    before: standing,
    hashes: [hash, ...grownHash(before, after, facts)],
    inputs: [...before.keys()].map((file) => `${target.root}/${file}`),
    durationMs,
    incremental,
  });
  return { durationMs, incremental, cached: false };
}

/** All that a build may write to: two builds that share one of them are made one after the other. */
const buildFolders = ({ path, build }: Target): string[] => [path, ...build.map(({ cwd }) => cwd)];

async function buildLogged(
  target: Target,
  env: Readonly<Record<string, string>>,
  { cache, logs, signal, watcher }: Preparation,
): ReturnType<typeof buildTarget> {
  const log = openBuildLog(logs, target.label);
  try {
    watcher.begin(target.label, log.path);
    return await buildTarget({
      target,
      cache: buildToolsFolder(cache, target.name),
      log,
      env,
      signal,
      onLine: (line) => watcher.line(line),
    });
  } finally {
    log.close();
  }
}

/** Programs that are found on the PATH: what a target requires, builds with and starts with. */
function toolNames({ requires, build, start }: Target): string[] {
  const required = requires.flatMap((requirement) => ('tool' in requirement ? [requirement.tool] : []));
  const programs = [...build.map(({ run }) => run[0] ?? ''), start[0] ?? ''];
  return [
    ...new Set([...required, ...programs.filter((program) => program !== '' && !program.includes('/'))]),
  ];
}

function factsOf(
  { build, root }: Target,
  tools: Readonly<Record<string, string>>,
  env: Preparation['env'],
): BuildFacts {
  return {
    commands: build.map((command) => ({ ...command, cwd: relative(root, command.cwd) })),
    tools,
    environment: buildEnvironment(env),
    platform: process.platform,
    arch: process.arch,
  };
}

async function digestInputs(target: Target, tools: ToolSurroundings): Promise<Digests> {
  const listed = target.inputs === null ? await knownFiles(tools) : null;
  return digestFiles(target.root, await listInputs(target, listed));
}

/** Inputs alone need not be enough to start: a server's own file may lie beside what it is built from. */
async function copiedFiles(target: Target, inputs: Digests, tools: ToolSurroundings): Promise<string[]> {
  const own = await listInputs({ ...target, inputs: null }, await knownFiles(tools));
  return [...new Set([...inputs.keys(), ...own])];
}

/** A build may add files that nobody ignores, a first lockfile for one. What it was made from is still the same. */
function grownHash(before: Digests, after: Digests, facts: BuildFacts): string[] {
  const unchanged = [...before].every(([file, digest]) => after.get(file) === digest);
  return unchanged && after.size > before.size ? [contentHash(after, facts)] : [];
}

function noCopy({ path }: Target): TargetFailure {
  return {
    reason: 'build-failed',
    detail: `${path} cannot be built in place, and a copy would lack a folder outside of its root that "build" names. Set "root" in target.json to a folder that holds them all.`,
  };
}
