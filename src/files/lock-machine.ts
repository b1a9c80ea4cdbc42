/** One sweep at a time of one user on one machine: two would measure each other. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { stateFolder } from './folders.ts';
import { waitForLock } from './lock-folders.ts';
import { makeFolder } from './make-folder.ts';
import { nameForFile } from './runs.ts';
import { replaceFile } from './write-file.ts';

const pollMs = 500;

/**
 * Takes the machine until it is disposed of, or the process ends in whatever way.
 * @param onWait called once with the other sweep, where it is waited for; null: it is not
 * @throws UsageError that names the other sweep, where it is not waited for; an AbortError when aborted; the
 *   system's error where the state folder cannot be written to
 */
export async function lockMachine(
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  onWait: ((other: string) => void) | null,
): Promise<Disposable> {
  // A home folder may be shared by several machines.
  const path = join(stateFolder(env), `sweep-on-${nameForFile(hostname())}`);
  makeFolder(stateFolder(env));
  const lock = await waitForLock(`${path}.lock`, pollMs, signal, () => {
    const other = `another sweep (process ${holder(`${path}.pid`)})`;
    if (onWait === null) {
      throw new UsageError(
        `This machine is in use by ${other}, and two at once would measure each other`,
        'Wait for its end with --wait, or end it.',
      );
    }
    onWait(other);
  });
  replaceFile(`${path}.pid`, String(process.pid));
  return { [Symbol.dispose]: () => lock.close() };
}

/** Who wrote down that it has the lock. */
function holder(path: string): string {
  try {
    return /^\d+$/.exec(readFileSync(path, 'utf8'))?.[0] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
