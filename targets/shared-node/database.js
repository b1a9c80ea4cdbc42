/** The blog's database: one connection, read-only, with each query of the contract prepared once. */
import { DatabaseSync } from 'node:sqlite';

/** @typedef {ReturnType<typeof openBlog>} Blog */

/**
 * Who asks for a page: a display name, or null for an anonymous visitor, and a theme.
 * @typedef {{ reader: string | null, theme: 'light' | 'dark' }} Visitor
 */

/**
 * A post as a card shows it. Times are UTC seconds.
 * @typedef {{ slug: string, title: string, excerpt: string, created_at: number }} PostSummary
 */

/**
 * A post as the list of all posts shows it.
 * @typedef {Omit<PostSummary, 'excerpt'>} PostLine
 */

/**
 * A post as its own page shows it.
 * @typedef {{ title: string, excerpt: string, body_html: string, created_at: number, author: string }} Post
 */

/**
 * What a password is checked against.
 * @typedef {{ id: number, password_hash: string }} Account
 */

/** What every connection has to be set to, so that no target reads from a larger cache than another. */
const settings = { journal_mode: 'delete', page_size: 4096, cache_size: -2000, mmap_size: 0 };

/**
 * Opens the blog's database for reading.
 * @param {string | undefined} path of the SQLite file
 * @throws {Error} where no file was named, it cannot be opened, or SQLite does not take the settings
 */
export function openBlog(path) {
  if (!path) throw new Error('BLOG_DB is not set: it names the SQLite file of the blog.');
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec(`PRAGMA cache_size = ${settings.cache_size}; PRAGMA mmap_size = ${settings.mmap_size}`);
  for (const [name, wanted] of Object.entries(settings)) {
    const found = database.prepare(`PRAGMA ${name}`).get()?.[name];
    if (found !== wanted) throw new Error(`${path}: PRAGMA ${name} is ${found}, not ${wanted}.`);
  }

  const session = database.prepare('SELECT user_id FROM sessions WHERE id = ? AND expires_at > ?');
  const displayName = database.prepare('SELECT display_name FROM users WHERE id = ?');
  const newest = database.prepare(
    'SELECT slug, title, excerpt, created_at FROM posts WHERE published = 1 ORDER BY created_at DESC LIMIT 3',
  );
  const all = database.prepare(
    'SELECT slug, title, created_at FROM posts WHERE published = 1 ORDER BY created_at DESC',
  );
  const one = database.prepare(
    `SELECT posts.title, posts.excerpt, posts.body_html, posts.created_at, users.display_name AS author
     FROM posts JOIN users ON users.id = posts.user_id
     WHERE posts.slug = ? AND posts.published = 1`,
  );
  const account = database.prepare('SELECT id, password_hash FROM users WHERE username = ?');
  const sessionOf = database.prepare('SELECT id FROM sessions WHERE user_id = ? AND expires_at > ?');

  /** @param {string} sessionId */
  function readerOf(sessionId) {
    const found = session.get(sessionId, nowSeconds());
    return found === undefined ? null : String(displayName.get(Number(found['user_id']))?.['display_name']);
  }

  return {
    /**
     * Who asks, from the values of the two cookies. Without a session no query is sent.
     * @param {{ session?: string | null | undefined, theme?: string | null | undefined }} cookies
     * @returns {Visitor}
     */
    visitor: (cookies) => ({
      reader: typeof cookies.session === 'string' ? readerOf(cookies.session) : null,
      theme: cookies.theme === 'dark' ? 'dark' : 'light',
    }),

    /** The three newest published posts. */
    newestPosts: () => /** @type {PostSummary[]} */ (/** @type {unknown} */ (newest.all())),

    /** All published posts, the newest first. */
    allPosts: () => /** @type {PostLine[]} */ (/** @type {unknown} */ (all.all())),

    /**
     * A published post, or undefined.
     * @param {string} slug
     */
    post: (slug) => /** @type {Post | undefined} */ (/** @type {unknown} */ (one.get(slug))),

    /**
     * The account of a username, or undefined.
     * @param {string} username
     */
    account: (username) =>
      /** @type {Account | undefined} */ (/** @type {unknown} */ (account.get(username))),

    /**
     * The id of a user's session that has not expired, or undefined.
     * @param {number} userId
     */
    sessionOf: (userId) => /** @type {string | undefined} */ (sessionOf.get(userId, nowSeconds())?.['id']),
  };
}

const nowSeconds = () => Math.floor(Date.now() / 1_000);
