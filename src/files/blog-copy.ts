/** A copy of the blog's database that may be changed, in a folder of its own. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hashOf } from './database.ts';
import { orNotSaved } from './or-not-saved.ts';

/** How long a write waits for readers to finish. */
const patienceMs = 2_000;

/**
 * Copies a blog's database.
 * @throws NotSaved where there is no room for it
 * @returns its absolute path; its SHA-256; the names of files beside it; and what changes the title of the newest
 *   published post, publishes the newest draft, and removes the copy with its folder. Changes throw where somebody keeps
 *   the database locked.
 */
export function copyBlog(path: string) {
  const folder = orNotSaved(tmpdir(), () => mkdtempSync(join(tmpdir(), 'framebench-blog-')));
  const databasePath = join(folder, 'blog.sqlite');
  try {
    orNotSaved(folder, () => copyFileSync(path, databasePath));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const change = (statement: string) => {
    const database = new DatabaseSync(databasePath, { timeout: patienceMs });
    try {
      database.exec(statement);
    } finally {
      database.close();
    }
  };
  const newest = (published: 0 | 1) =>
    `id = (SELECT id FROM posts WHERE published = ${published} ORDER BY created_at DESC LIMIT 1)`;
  return {
    databasePath,
    hash: () => hashOf(databasePath),
    filesBeside: () => readdirSync(folder).filter((name) => name !== basename(databasePath)),
    changeTitle: () => change(`UPDATE posts SET title = 'A title of a moment ago' WHERE ${newest(1)}`),
    publish: () => change(`UPDATE posts SET published = 1 WHERE ${newest(0)}`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
