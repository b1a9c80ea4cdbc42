import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { systemReason } from './read-json.ts';

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
