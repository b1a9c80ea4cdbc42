import { hash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BlogRows } from '../contract/rows.ts';
import { shortHash } from './content-hash.ts';
import { builtInTargetsFolder } from './folders.ts';
import { makeFolder } from './make-folder.ts';
import { orNotSaved } from './or-not-saved.ts';

/** Where the contract's schema is. */
const schemaPath = join(builtInTargetsFolder, 'contract', 'schema.sql');

/**
 * The blog's database as a file, found again by its contents. It is made anew each time and compared, so that a file
 * that some server has written to is replaced.
 * @param rows what it is to hold
 * @param folder where such files are kept; made where it is missing
 * @returns its absolute path
 * @throws NotSaved where the folder takes no file
 */
export function provideDatabase(rows: BlogRows, folder: string): string {
  const schema = readFileSync(schemaPath, 'utf8');
  // Another version of SQLite may lay the same rows out differently, and writes its version into the file.
  const contents = JSON.stringify([process.versions['sqlite'], schema, rows]);
  const path = join(folder, `blog-${shortHash(contents)}.sqlite`);
  const unfinished = `${path}.${process.pid}`;
  return orNotSaved(folder, () => {
    makeFolder(folder);
    rmSync(unfinished, { force: true });
    try {
      writeDatabase(unfinished, schema, rows);
      if (!existsSync(path) || hashOf(path) !== hashOf(unfinished)) renameSync(unfinished, path);
    } finally {
      rmSync(unfinished, { force: true });
    }
    return path;
  });
}

/** The SHA-256 of a file, in hexadecimal: tells whether anything wrote to it. */
export const hashOf = (path: string): string => hash('sha256', readFileSync(path));

/** One transaction in a fixed order, and nothing that depends on time or chance: the same rows give the same bytes. */
function writeDatabase(path: string, schema: string, rows: BlogRows): void {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA page_size = 4096; PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = NONE');
    database.exec('PRAGMA synchronous = OFF; BEGIN');
    database.exec(schema);
    insert(database, 'users', ['id', 'username', 'display_name', 'password_hash', 'created_at'], rows.users);
    insert(
      database,
      'posts',
      ['id', 'user_id', 'slug', 'title', 'excerpt', 'body_html', 'published', 'created_at'],
      rows.posts,
    );
    insert(database, 'sessions', ['id', 'user_id', 'expires_at'], rows.sessions);
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

function insert<Column extends string>(
  database: DatabaseSync,
  table: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string | number>>[],
): void {
  const places = columns.map(() => '?').join(', ');
  const statement = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
  for (const row of rows) statement.run(...columns.map((column) => row[column]));
}
