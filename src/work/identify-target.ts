/** What a target is made of, as one name: it changes when anything changes that its figures may depend on. */
import { relative } from 'node:path';
import {
  type BuildFacts,
  buildEnvironment,
  contentHash,
  digestFiles,
  markFiles,
  type ReadFiles,
} from '../files/content-hash.ts';
import { listInputs } from '../files/list-inputs.ts';
import { knownFiles } from '../measure/server/known-files.ts';
import { isKnownTool } from '../measure/server/known-tools.ts';
import { type ToolContext, toolVersions } from '../measure/server/versions.ts';
import type { RequirementCheck } from '../model/requirement-check.ts';
import type { Target } from '../model/target.ts';

/** Versions by name: of what the target requires, as it was found, and of the known tools that build and start it. */
export async function versionsOf(
  { requires, build, start }: Target,
  checks: readonly RequirementCheck[],
  tools: ToolContext,
): Promise<Record<string, string>> {
  const required = requires.flatMap((requirement, at) => {
    const version = checks[at]?.version ?? null;
    return 'tool' in requirement && version !== null ? [[requirement.tool, version] as const] : [];
  });
  const found = Object.fromEntries(required);
  const programs = [...build.map(({ run }) => run[0] ?? ''), start[0] ?? ''];
  const others = programs.filter((program) => isKnownTool(program) && !Object.hasOwn(found, program));
  return { ...found, ...(await toolVersions(others, tools)) };
}

/** What a build depends on besides files. */
export function factsOf(
  { build, root, buildEnv }: Target,
  versions: Readonly<Record<string, string>>,
  env: ToolContext['env'],
): BuildFacts {
  return {
    commands: build.map((command) => ({ ...command, cwd: relative(root, command.cwd) })),
    tools: versions,
    environment: buildEnvironment(env, buildEnv),
    platform: process.platform,
    arch: process.arch,
  };
}

/** What a target is built from; paths relative to its root. */
export async function inputsOf(target: Target, tools: ToolContext) {
  return listInputs(target, target.inputs === null ? await knownFiles(tools) : null);
}

/** The digests of what a target is built from, and what of it could not be read; paths relative to its root. */
export async function digestInputs(target: Target, tools: ToolContext): Promise<ReadFiles> {
  const { files, unreadable } = await inputsOf(target, tools);
  const read = await digestFiles(target.root, files);
  return { ...read, unreadable: [...unreadable.map((folder) => `${folder}/`), ...read.unreadable] };
}

/** All that a copy of a target needs: a server's own file may lie beside what it is built from. */
export async function copiedFiles(
  target: Target,
  inputs: Iterable<string>,
  tools: ToolContext,
): Promise<string[]> {
  const own = await listInputs({ ...target, inputs: null }, await knownFiles(tools));
  return [...new Set([...inputs, ...own.files])];
}

/**
 * The identity of a target that is not built: from path, size and time of change of its declared inputs, else of
 * the files that git tracks. None of them is read. Null where git tracks none: which files are the program is unknown.
 */
export async function identityUnbuilt(
  target: Target,
  facts: BuildFacts,
  tools: ToolContext,
): Promise<string | null> {
  const tracked = target.inputs === null ? ((await knownFiles(tools))?.tracked ?? []) : [];
  if (target.inputs === null && tracked.length === 0) return null;
  const { files } = await listInputs(target, { tracked, fresh: [] });
  return contentHash(await markFiles(target.root, files), facts);
}
