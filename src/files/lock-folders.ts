/**
 * One at a time in a folder, among all processes of a user. What locks is SQLite's own lock on an empty file in the
 * cache folder: the system takes it back when its holder ends in whatever way, so no lock is ever left behind.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { shortHash } from './content-hash.ts';
import { makeFolder } from './make-folder.ts';

export interface FolderLock {
  /** May be called again. */
  release(): void;
}

const pollMs = 100;

/**
 * Waits until no other process holds any of these folders, and takes them.
 * @param folders absolute
 * @param onWait called once with the folder, where another process holds it
 * @throws the signal's reason when aborted, holding nothing then; the system's error where the cache cannot be written to
 */
export async function lockFolders(
  cache: string,
  folders: readonly string[],
  signal: AbortSignal,
  onWait: (folder: string) => void,
): Promise<FolderLock> {
  const held: DatabaseSync[] = [];
  const release = () => {
    for (const lock of held.splice(0)) lock.close();
  };
  const locks = join(cache, 'locks');
  makeFolder(locks);
  try {
    // All take them in the same order, so that no two wait for each other.
    for (const folder of [...new Set(folders)].toSorted()) {
      const path = join(locks, `${shortHash(folder)}.lock`);
      held.push(await waitForLock(path, pollMs, signal, () => onWait(folder)));
    }
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

/**
 * A lock that closing gives back.
 * @param onWait called once, where another process holds it; what it throws ends the wait
 * @throws an AbortError when aborted
 */
export async function waitForLock(
  path: string,
  pollMs: number,
  signal: AbortSignal,
  onWait: () => void,
): Promise<DatabaseSync> {
  let lock = tryLock(path);
  if (lock === null) onWait();
  while (lock === null) {
    await wait(pollMs, undefined, { signal });
    lock = tryLock(path);
  }
  return lock;
}

/** A lock that closing gives back; null where another process holds it. Nothing is ever written to the file. */
function tryLock(path: string): DatabaseSync | null {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/** https://www.sqlite.org/rescode.html#busy; extended codes hold it in their lowest byte. */
function isBusy(error: unknown): boolean {
  const sqliteBusy = 5;
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === sqliteBusy;
}
