import { DatabaseSync } from 'node:sqlite';

/** What every target's connection has to be set to, so that no target reads from a larger cache than another. */
const pragmas = { journal_mode: 'delete', page_size: 4096, cache_size: -2000, mmap_size: 0 } as const;

/**
 * Opens the blog's database for reading.
 * @throws Error where no database was named, or where SQLite does not take the settings above
 */
export function openDatabase(): DatabaseSync {
  const path = process.env['BLOG_DB'];
  if (!path) throw new Error('BLOG_DB is not set: it names the SQLite file of the blog.');
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec(`PRAGMA cache_size = ${pragmas.cache_size}; PRAGMA mmap_size = ${pragmas.mmap_size}`);
  for (const [name, wanted] of Object.entries(pragmas)) {
    const found = database.prepare(`PRAGMA ${name}`).get()?.[name];
    if (found !== wanted) throw new Error(`${path}: PRAGMA ${name} is ${found}, but has to be ${wanted}.`);
  }
  return database;
}
