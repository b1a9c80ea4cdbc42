/** Small files through which the kernel talks: a file that is missing or forbidden is "not available", not an error. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Reads a kernel file; null where it is missing, forbidden or its process is gone. */
export type ReadFile = (path: string) => string | null;

/** The text of a kernel file, or null. */
export const readKernelFile: ReadFile = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/** Writes a kernel file; null when it worked, else why it did not, as one sentence without a full stop. */
export function writeKernelFile(path: string, text: string): string | null {
  try {
    writeFileSync(path, text);
    return null;
  } catch (error) {
    return `${path} cannot be written (${errorCode(error)})`;
  }
}

/** The names in a kernel folder; empty where it is missing or forbidden. */
export function listKernelFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** The number that is a file's whole text; null for `max`, for no number and for no text. */
export function wholeNumber(text: string | null): number | null {
  return text !== null && /^\s*\d+\s*$/.test(text) ? Number(text) : null;
}

/** The number behind a key in a file of `key value` lines, or null. */
export function keyedNumber(text: string | null, key: string): number | null {
  for (const line of text?.split('\n') ?? []) {
    const [name, value] = line.trim().split(/\s+/);
    if (name === key || name === `${key}:`) return wholeNumber(value ?? null);
  }
  return null;
}

/** The code of a system error, e.g. `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : String(error);
}
