import { readFileSync } from 'node:fs';
import { problemsOf, type Static, type TSchema } from '../model/schema.ts';
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

/**
 * Reads a JSON file that a person wrote.
 * @param shown how messages name the file
 * @throws UsageError where it cannot be read, is not JSON, or does not fit the schema: with field and reason
 */
export function readJson<S extends TSchema>(path: string, schema: S, shown: string): Static<S> {
  const text = decodeText(readBytes(path, shown), shown);
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
 * @throws UsageError where it cannot be read
 */
export function readBytes(path: string, shown: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${shown} cannot be read: ${systemReason(error)}`);
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
