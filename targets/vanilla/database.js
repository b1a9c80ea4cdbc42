import { DatabaseSync } from 'node:sqlite';

/** What the connection is set to: every server of the comparison reads with the same small cache. */
const settings = { journal_mode: 'delete', page_size: 4096, cache_size: -2000, mmap_size: 0 };

/** Opens the blog for reading and prepares every query once. */
export function openBlog(path) {
  if (!path) throw new Error('BLOG_DB is not set: it names the SQLite file of the blog.');
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec('PRAGMA cache_size = -2000; PRAGMA mmap_size = 0');
  for (const [name, wanted] of Object.entries(settings)) {
    const found = database.prepare(`PRAGMA ${name}`).get()[name];
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

  return {
    /** The display name of a session's user, or null where the session is unknown or has expired. */
    readerOf(sessionId) {
      const found = session.get(sessionId, nowSeconds());
      return found ? displayName.get(found.user_id).display_name : null;
    },
    newestPosts: () => newest.all(),
    allPosts: () => all.all(),
    post: (slug) => one.get(slug),
    account: (username) => account.get(username),
    sessionOf: (userId) => sessionOf.get(userId, nowSeconds())?.id,
    close: () => database.close(),
  };
}

const nowSeconds = () => Math.floor(Date.now() / 1000);
