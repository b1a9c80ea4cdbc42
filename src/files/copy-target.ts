/** A copy of a target in the cache folder, for building where its own folder must not or cannot be written to. */
import { access, constants, cp, rm } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Target } from '../model/target.ts';
import { placeName } from './build-cache.ts';
import { errorCode } from './read-json.ts';

/** Whether a target has to be built elsewhere: it came in an installed package, or its folder is read-only. */
export async function needsCopy(target: Pick<Target, 'path' | 'build'>): Promise<boolean> {
  if (target.build.length === 0) return false;
  if (target.path.split(sep).includes('node_modules')) return true;
  for (const folder of [target.path, ...target.build.map(({ cwd }) => cwd)]) {
    const writable = await access(folder, constants.W_OK).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    );
    if (!writable) return true;
  }
  return false;
}

/**
 * The target as it stands in its copy, which need not have been made yet. Only what lies below its root moves.
 * @returns null where a command runs in a folder outside of the root, which no copy holds
 */
export function copiedTarget(target: Target, cache: string): Target | null {
  const root = join(cache, 'targets', `${target.name}-${placeName(target)}`);
  const move = (path: string) => join(root, relative(target.root, path));
  if ([target.path, ...target.build.map(({ cwd }) => cwd)].some((path) => !below(target.root, path)))
    return null;
  return {
    ...target,
    root,
    path: move(target.path),
    build: target.build.map((command) => ({ ...command, cwd: move(command.cwd) })),
  };
}

/**
 * Makes the copy anew, with nothing in it but those of these files that can be read.
 * @param files relative to the root
 */
export async function makeCopy(root: string, copyRoot: string, files: readonly string[]): Promise<void> {
  await rm(copyRoot, { recursive: true, force: true });
  for (const file of files) {
    if (!below(root, join(root, file))) continue;
    try {
      await cp(join(root, file), join(copyRoot, file), { recursive: true, verbatimSymlinks: true });
    } catch (error) {
      if (errorCode(error) !== 'EACCES') throw error;
    }
  }
}

function below(root: string, path: string): boolean {
  const way = relative(root, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}
