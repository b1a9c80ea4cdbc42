/** A copy of the blog's database that may be changed, in a folder of its own. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hashOf } from './database.ts';

export interface BlogCopy {
  /** Absolute. */
  readonly databasePath: string;
  /** SHA-256, in hexadecimal. */
  hash(): string;
  /** Names of files that stand beside it: journals, and whatever else a server leaves there. */
  filesBeside(): readonly string[];
  /**
   * Gives the newest published post another title.
   * @throws Error where somebody keeps the database locked
   */
  changeTitle(): void;
  /**
   * Publishes the newest post that is not published.
   * @throws Error where somebody keeps the database locked
   */
  publish(): void;
  /** Removes it with its folder. */
  remove(): void;
}

/** How long is waited for somebody who reads to be done. */
const patienceMs = 2_000;

/** @param path of the database to copy */
export function copyBlog(path: string): BlogCopy {
  const folder = mkdtempSync(join(tmpdir(), 'framebench-blog-'));
  const databasePath = join(folder, 'blog.sqlite');
  copyFileSync(path, databasePath);
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
