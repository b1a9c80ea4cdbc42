import { readFileSync, statSync } from 'node:fs';
import { problemsOf, type Static, type TSchema } from '../model/schema.ts';
import { formatMemory } from '../model/size.ts';
import { UsageError } from '../model/usage-error.ts';
import { decodeText } from './decode-text.ts';

/** What the system calls an error, e.g. `ENOENT`; null for an error that is not the system's. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Why a file or folder cannot be used, in words. */
export function systemReason(error: unknown): string {
  const code = errorCode(error);
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    ENOTDIR: 'part of its path is a file, not a folder',
    EISDIR: 'it is a folder',
    EEXIST: 'a file of that name is in the way',
    EACCES: 'there is no permission',
    EPERM: 'there is no permission',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ENAMETOOLONG: 'its name is too long',
  };
  return known[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
}

/** More than is written by hand. */
const MOST_WRITTEN_BYTES = 4 * 2 ** 20;

/**
 * Reads a JSON file that a person wrote.
 * @param shown how messages name the file
 * @throws UsageError where it cannot be read, is not JSON, or does not fit the schema: with field and reason
 */
export function readJson<S extends TSchema>(path: string, schema: S, shown: string): Static<S> {
  const text = decodeText(readBytes(path, shown, MOST_WRITTEN_BYTES), shown);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${shown} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      'JSON has no comments and no comma after the last member.',
    );
  }
  return fit(value, schema, shown);
}

/**
 * Reads the named file.
 * @param mostBytes beyond which it is not read: what is parsed takes many times the memory
 * @throws UsageError where it cannot be read, or is no file that ends: reading a pipe or a device may never end
 */
export function readBytes(path: string, shown: string, mostBytes: number): Buffer {
  const bytes = readWhole(path, mostBytes);
  if (typeof bytes !== 'string') return bytes;
  throw new UsageError(`${shown} cannot be read: ${bytes}`);
}

/** The bytes, or why not, as the end of a sentence. */
function readWhole(path: string, mostBytes: number): Buffer | string {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return 'it is a folder';
    if (!found.isFile()) return 'it is a pipe or a device';
    if (found.size > mostBytes)
      return `it has ${formatMemory(found.size)}, and ${formatMemory(mostBytes)} at most are read`;
    return readFileSync(path);
  } catch (error) {
    return systemReason(error);
  }
}

/**
 * Takes a value for what a schema says it is.
 * @throws UsageError with field and reason where it is not
 */
export function fit<S extends TSchema>(value: unknown, schema: S, shown: string): Static<S> {
  const [first, ...others] = problemsOf(schema, value);
  if (first === undefined) return value as Static<S>;
  const field = first.where === '' ? 'the document' : `"${first.where}"`;
  const more = others.length === 0 ? '' : ` (and ${others.length} more such)`;
  throw new UsageError(`${shown}: ${field} ${first.what}${more}`);
}
