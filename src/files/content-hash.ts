/** Names for contents: equal exactly when what a build depends on is equal. */
import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';

/** SHA-256 of each file, or its mark, by path; a link counts by where it points to. */
export type Digests = ReadonlyMap<string, string>;

/** What a build depends on besides files. */
export interface BuildFacts {
  /** Commands with their folders relative to the root. */
  readonly commands: readonly { readonly run: readonly string[]; readonly cwd: string }[];
  /** Versions of the tools by name. */
  readonly tools: Readonly<Record<string, string>>;
  /** Variables that compilers obey. */
  readonly environment: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly arch: string;
}

/** Digests by path, and the files that could not be read. */
export interface ReadFiles {
  readonly digests: Digests;
  readonly unreadable: readonly string[];
}

/**
 * Reads files in streams, so that their size does not matter to memory.
 * @param files paths relative to the root, as `listInputs` gives them
 */
export async function digestFiles(root: string, files: readonly string[]): Promise<ReadFiles> {
  const digests = new Map<string, string>();
  const unreadable: string[] = [];
  for (const file of files) {
    const digest = await digestFile(join(root, file)).catch(() => null);
    if (digest === null) unreadable.push(file);
    else digests.set(file, digest);
  }
  return { digests, unreadable };
}

async function digestFile(path: string): Promise<string> {
  const stat = await lstat(path);
  const kind = stat.isSymbolicLink() ? 'link' : stat.mode & 0o100 ? 'program' : 'file';
  const digest = createHash('sha256').update(`${kind}\n`);
  if (kind === 'link') digest.update(await readlink(path));
  else for await (const chunk of createReadStream(path)) digest.update(chunk);
  return digest.digest('hex');
}

/**
 * What tells a changed file without reading it: its size and the time of its last change.
 * @param files paths relative to the root; those that are gone are left out
 */
export async function markFiles(root: string, files: readonly string[]): Promise<Digests> {
  const marks = new Map<string, string>();
  for (const file of files) {
    const stat = await lstat(join(root, file)).catch(() => null);
    if (stat !== null) marks.set(file, `${stat.size} ${stat.mtimeMs}`);
  }
  return marks;
}

/** One name for a build's files and facts, 64 hexadecimal digits. The order of either does not matter. */
export function contentHash(digests: Digests, facts: BuildFacts): string {
  const { commands, tools, environment, platform, arch } = facts;
  const whole = [1, sorted(digests), commands, sorted(tools), sorted(environment), platform, arch];
  return hash('sha256', JSON.stringify(whole));
}

/** A name for a text, 16 hexadecimal digits. */
export const shortHash = (text: string): string => hash('sha256', text).slice(0, 16);

function sorted(entries: Digests | Readonly<Record<string, string>>): [string, string][] {
  const pairs = entries instanceof Map ? [...entries] : Object.entries(entries as Record<string, string>);
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const compilerVariables =
  /^(CARGO_(BUILD|PROFILE|ENCODED|TARGET)_.*|RUSTFLAGS|RUSTUP_TOOLCHAIN|CC|CXX|(C|CXX|LD|GO)FLAGS|GO(OS|ARCH|EXPERIMENT)|CGO_.*|NODE_ENV|NODE_OPTIONS)$/;

/**
 * The part of a build's environment that changes what is built.
 * @param declared names of variables that the target builds into what it makes; `*` stands for any ending
 */
export function buildEnvironment(
  env: Readonly<Record<string, string>>,
  declared: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => compilerVariables.test(name) || declared.some((pattern) => matchesGlob(name, pattern)),
    ),
  );
}
