import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { UsageError } from '../model/usage-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The package's own folder, which holds `targets/` beside the program, whether that runs as source or compiled. */
export const packageFolder = join(import.meta.dirname, '..', '..');

/** Where the built-in targets are. */
export const builtInTargetsFolder = join(packageFolder, 'targets');

/** Where what can be made again is kept: builds in place of read-only folders, databases. Absolute; may not exist yet. */
export const cacheFolder = (env: Environment): string =>
  join(baseFolder(env, 'XDG_CACHE_HOME', '.cache'), 'framebench');

/**
 * Where a target's build tools keep what spares them work at the next build, for all of its variants: what `{cache}`
 * stands for in build commands. Absolute; may not exist yet.
 */
export const buildToolsFolder = (cache: string, targetName: string): string =>
  join(cache, 'build-tools', targetName);

/** Where records of running servers are kept, so that the next start can end what a crash left. Absolute; may not exist yet. */
export const stateFolder = (env: Environment): string =>
  join(baseFolder(env, 'XDG_STATE_HOME', '.local', 'state'), 'framebench');

/** A relative path in these variables is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/ */
function baseFolder(env: Environment, variable: string, ...otherwise: string[]): string {
  const named = env[variable];
  return named !== undefined && isAbsolute(named) ? named : join(homeFolder(env, variable), ...otherwise);
}

/** @throws UsageError where the user's home is unknown */
function homeFolder(env: Environment, variable: string): string {
  const home = env['HOME'] ?? homeByPasswd();
  if (home !== null && isAbsolute(home)) return home;
  throw new UsageError(
    home === null
      ? 'bench keeps builds and traces of servers in the home folder, and this user has none'
      : `bench keeps builds and traces of servers in the home folder, and HOME is ${JSON.stringify(home)}`,
    `Set HOME, or ${variable}, to the absolute path of a folder that can be written to.`,
  );
}

/** A user without an entry, as in many containers, has no home of this kind either. */
function homeByPasswd(): string | null {
  try {
    return userInfo().homedir;
  } catch {
    return null;
  }
}

/** The nearest file of this name in a folder or one above it, or null. */
export function findUpward(name: string, from: string): string | null {
  for (let folder = from; ; folder = join(folder, '..')) {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    if (join(folder, '..') === folder) return null;
  }
}
