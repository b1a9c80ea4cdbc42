import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './read-json.ts';

/**
 * Makes a folder with those above it; one that is there is left as it is.
 *
 * Not `mkdirSync` with `recursive`: where a folder exists and yet can hold none (`/proc`, and some network and FUSE
 * file systems), it never returns.
 * @throws the system's error where it cannot be made, or an Error in words where that would mislead
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (!existsSync(parent)) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new Error(`no folder can be made in ${parent}`);
    // Another process may just have made it.
    if (errorCode(error) !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

/** @throws the system's error where it cannot be known, e.g. because a part of the path is a file */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
