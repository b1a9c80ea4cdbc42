import { openDatabase } from './database.server';

/** A post as a card shows it. Times are UTC seconds. */
export interface PostSummary {
  slug: string;
  title: string;
  excerpt: string;
  created_at: number;
}

/** A post as the list of all posts shows it. */
export type PostLine = Omit<PostSummary, 'excerpt'>;

/** A post as its own page shows it. */
export interface PostInFull {
  title: string;
  excerpt: string;
  body_html: string;
  created_at: number;
  author: string;
}

// One connection for the life of the process, and every statement is prepared once on it.
const database = openDatabase();

const sessionById = database.prepare('SELECT user_id FROM sessions WHERE id = ? AND expires_at > ?');

const displayNameById = database.prepare('SELECT display_name FROM users WHERE id = ?');

const newestPosts = database.prepare(`
  SELECT slug, title, excerpt, created_at FROM posts
  WHERE published = 1 ORDER BY created_at DESC LIMIT 3`);

const allPosts = database.prepare(`
  SELECT slug, title, created_at FROM posts
  WHERE published = 1 ORDER BY created_at DESC`);

const postBySlug = database.prepare(`
  SELECT posts.title, posts.excerpt, posts.body_html, posts.created_at, users.display_name AS author
  FROM posts JOIN users ON users.id = posts.user_id
  WHERE posts.slug = ? AND posts.published = 1`);

const accountByUsername = database.prepare('SELECT id, password_hash FROM users WHERE username = ?');

const sessionByUser = database.prepare('SELECT id FROM sessions WHERE user_id = ? AND expires_at > ?');

const now = () => Math.floor(Date.now() / 1_000);

/** The display name of a session's user, or null where the session is unknown or has expired: two queries, or one. */
export function readerOf(sessionId: string): string | null {
  const session = sessionById.get(sessionId, now()) as { user_id: number } | undefined;
  if (session === undefined) return null;
  const user = displayNameById.get(session.user_id) as { display_name: string } | undefined;
  return user?.display_name ?? null;
}

/** The three newest published posts. */
export const listNewestPosts = () => newestPosts.all() as unknown as PostSummary[];

/** All published posts, the newest first. */
export const listAllPosts = () => allPosts.all() as unknown as PostLine[];

/** A published post, or undefined. */
export const findPost = (slug: string) => postBySlug.get(slug) as PostInFull | undefined;

/** What is needed to check a password, or undefined for a username that nobody has. */
export const findAccount = (username: string) =>
  accountByUsername.get(username) as { id: number; password_hash: string } | undefined;

/** The id of a user's session that has not expired, or undefined. */
export const findSessionOf = (userId: number) =>
  (sessionByUser.get(userId, now()) as { id: string } | undefined)?.id;
