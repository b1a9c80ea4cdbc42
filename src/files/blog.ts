import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { PostInFull, PostLine, PostSummary, Visit } from '../contract/rows.ts';

/** The rows that pages are made of, read from a database as a target should read them. */
export interface Blog {
  /**
   * What `GET /` reads.
   * @param session value of the `session` cookie, or null
   * @param now in whole seconds of UTC
   */
  visit(session: string | null, now: number): Visit;
  /** What `GET /posts` reads: all published posts, the newest first. */
  posts(): readonly PostLine[];
  /** What `GET /posts/:slug` reads: null where there is none, or it is not published. */
  post(slug: string): PostInFull | null;
  close(): void;
}

/**
 * Opens a blog's database for reading.
 * @throws Error where the file is none
 */
export function openBlog(path: string): Blog {
  const database = new DatabaseSync(path, { readOnly: true });
  const readerOf = database.prepare(
    'SELECT display_name FROM users JOIN sessions ON user_id = users.id WHERE sessions.id = ? AND expires_at > ?',
  );
  const newest = database.prepare(
    'SELECT slug, title, excerpt, created_at FROM posts WHERE published = 1 ORDER BY created_at DESC LIMIT 3',
  );
  const all = database.prepare(
    'SELECT slug, title, created_at FROM posts WHERE published = 1 ORDER BY created_at DESC',
  );
  const one = database.prepare(
    `SELECT title, excerpt, body_html, posts.created_at, display_name AS author
     FROM posts JOIN users ON users.id = user_id WHERE slug = ? AND published = 1`,
  );
  return {
    visit(session, now) {
      const row = session === null ? undefined : readerOf.get(session, now);
      return {
        reader: row === undefined ? null : text(row, 'display_name'),
        posts: newest.all().map(summary),
      };
    },
    posts: () => all.all().map(line),
    post(slug) {
      const row = one.get(slug);
      return row === undefined
        ? null
        : {
            title: text(row, 'title'),
            excerpt: text(row, 'excerpt'),
            body_html: text(row, 'body_html'),
            created_at: Number(row['created_at']),
            author: text(row, 'author'),
          };
    },
    close: () => database.close(),
  };
}

type Row = Readonly<Record<string, SQLOutputValue>>;

const line = (row: Row): PostLine => ({
  slug: text(row, 'slug'),
  title: text(row, 'title'),
  created_at: Number(row['created_at']),
});

const summary = (row: Row): PostSummary => ({ ...line(row), excerpt: text(row, 'excerpt') });

const text = (row: Row, column: string): string => String(row[column]);
