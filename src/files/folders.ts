import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The package's own folder, which holds `targets/` beside the program, whether that runs as source or compiled. */
export const packageFolder = join(import.meta.dirname, '..', '..');

/** Where the built-in targets are. */
export const builtInTargetsFolder = join(packageFolder, 'targets');

/** Where what can be made again is kept: builds in place of read-only folders, databases. Absolute; may not exist yet. */
export const cacheFolder = (env: Environment): string =>
  join(baseFolder(env['XDG_CACHE_HOME'], '.cache'), 'framebench');

/**
 * Where a target's build tools keep what spares them work at the next build, for all of its variants: what `{cache}`
 * stands for in build commands. Absolute; may not exist yet.
 */
export const buildToolsFolder = (cache: string, targetName: string): string =>
  join(cache, 'build-tools', targetName);

/** Where records of running servers are kept, so that the next start can end what a crash left. Absolute; may not exist yet. */
export const stateFolder = (env: Environment): string =>
  join(baseFolder(env['XDG_STATE_HOME'], '.local', 'state'), 'framebench');

/** A relative path in these variables is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/ */
function baseFolder(named: string | undefined, ...otherwise: string[]): string {
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), ...otherwise);
}

/** The nearest file of this name in a folder or one above it, or null. */
export function findUpward(name: string, from: string): string | null {
  for (let folder = from; ; folder = join(folder, '..')) {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    if (join(folder, '..') === folder) return null;
  }
}
