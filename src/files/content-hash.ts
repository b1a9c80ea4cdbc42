/** Names for contents: equal exactly when what a build depends on is equal. */
import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** SHA-256 of each file by its path; a link counts by where it points to. */
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

/** @param files paths relative to the root, as `listInputs` gives them */
export async function digestFiles(root: string, files: readonly string[]): Promise<Digests> {
  const digests = new Map<string, string>();
  for (const file of files) {
    const path = join(root, file);
    const stat = await lstat(path);
    const kind = stat.isSymbolicLink() ? 'link' : stat.mode & 0o100 ? 'program' : 'file';
    const content = kind === 'link' ? await readlink(path) : await readFile(path);
    digests.set(file, createHash('sha256').update(`${kind}\n`).update(content).digest('hex'));
  }
  return digests;
}

/** One name for a build's files and facts, 64 hexadecimal digits. The order of either does not matter. */
export function contentHash(digests: Digests, facts: BuildFacts): string {
  const { commands, tools, environment, platform, arch } = facts;
  const whole = [1, sorted(digests), commands, sorted(tools), sorted(environment), platform, arch];
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex');
}

function sorted(entries: Digests | Readonly<Record<string, string>>): [string, string][] {
  const pairs = entries instanceof Map ? [...entries] : Object.entries(entries as Record<string, string>);
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const compilerVariables =
  /^(CARGO_(BUILD|PROFILE|ENCODED|TARGET)_.*|RUSTFLAGS|RUSTUP_TOOLCHAIN|CC|CXX|(C|CXX|LD|GO)FLAGS|GO(OS|ARCH|EXPERIMENT)|CGO_.*|VITE_.*|LEPTOS_.*)$/;

/** The part of an environment that compilers and bundlers are known to build into what they make. */
export function buildEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && compilerVariables.test(entry[0]),
    ),
  );
}
