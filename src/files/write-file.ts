import { appendFileSync, closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { errorCode, systemReason } from './read-json.ts';
import { proveWritable } from './runs.ts';

/**
 * Writes a file that takes the place of an older one only when it is whole.
 * @throws the system's error where the disk refuses; the older one stands then
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Proves that a file can be written, before the work begins whose result it is to hold. Its folder is made where it
 * is missing.
 * @param asked how messages name where the path comes from, e.g. `--junit`
 * @throws UsageError where it cannot
 */
export function proveFile(path: string, asked: string): void {
  const hint = 'Name another file.';
  const reason = whyNotReplaced(path);
  if (reason !== null) throw new UsageError(`${asked}: cannot write to ${path}: ${reason}`, hint);
  proveWritable(dirname(path), asked, hint);
}

/** Why what is at a path cannot be written over, as the end of a sentence; null: it can, or nothing is there. */
function whyNotReplaced(path: string): string | null {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return 'it is a folder';
    if (!found.isFile()) return 'it is a pipe or a device';
    // A file that is protected is not replaced, although its folder would allow that.
    closeSync(openSync(path, 'r+'));
    return null;
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? null : systemReason(error);
  }
}

/**
 * Writes a file of a report.
 * @throws UsageError where the disk refuses
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  try {
    replaceFile(path, content);
  } catch (error) {
    throw new UsageError(
      `Cannot write ${path}: ${systemReason(error)}`,
      'Name another folder with --out <dir>.',
    );
  }
}

/**
 * Adds to a file that others write to as well.
 * @throws UsageError where the disk refuses
 */
export function appendText(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    throw new UsageError(`Cannot write ${path}: ${systemReason(error)}`);
  }
}
