/**
 * Records of what is running, so that the next start can end what a crash left behind. What a record says is up to
 * whoever starts servers; here it is kept, found again and forgotten.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One record that is kept. */
export interface Kept<R> {
  readonly record: R;
  /** Removes the record; once it is gone, does nothing. */
  forget(): void;
}

/** Records of one kind in a folder. */
export interface RecordStore<R> {
  /** Writes a record down, whole or not at all, under a name of its own (letters, digits, `-`). */
  keep(name: string, record: R): Kept<R>;
  /** All records there are; files that are no such record are removed, for they can never be of use. */
  all(): Kept<R>[];
}

/**
 * Opens the records in a folder, which need not exist yet.
 * @param isRecord whether what was found is a record that can be believed
 */
export function openRecords<R>(folder: string, isRecord: (value: unknown) => value is R): RecordStore<R> {
  const kept = (path: string, record: R): Kept<R> => ({
    record,
    forget: () => rmSync(path, { force: true }),
  });
  return {
    keep(name, record) {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${name}.json`);
      const temporary = join(folder, `.${name}.${process.pid}`);
      writeFileSync(temporary, JSON.stringify(record));
      renameSync(temporary, path);
      return kept(path, record);
    },
    all() {
      return namesIn(folder).flatMap((name) => {
        const path = join(folder, name);
        const record = read(path, isRecord);
        if (record !== null) return [kept(path, record)];
        rmSync(path, { force: true });
        return [];
      });
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .toSorted();
  } catch {
    // Nothing was ever kept here.
    return [];
  }
}

function read<R>(path: string, isRecord: (value: unknown) => value is R): R | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
