/** Rows of the blog's database, and the parts of them that pages are made of. Times are whole seconds of UTC. */

export interface UserRow {
  readonly id: number;
  readonly username: string;
  readonly display_name: string;
  /** scrypt, as a PHC string. */
  readonly password_hash: string;
  readonly created_at: number;
}

export interface PostRow {
  readonly id: number;
  readonly user_id: number;
  readonly slug: string;
  readonly title: string;
  readonly excerpt: string;
  readonly body_html: string;
  readonly published: 0 | 1;
  readonly created_at: number;
}

export interface SessionRow {
  readonly id: string;
  readonly user_id: number;
  readonly expires_at: number;
}

/** Everything that the database holds. */
export interface BlogRows {
  readonly users: readonly UserRow[];
  readonly posts: readonly PostRow[];
  readonly sessions: readonly SessionRow[];
}

/** What a card on the front page shows of a post. */
export type PostSummary = Pick<PostRow, 'slug' | 'title' | 'excerpt' | 'created_at'>;

/** What a line in the list of all posts shows. */
export type PostLine = Pick<PostRow, 'slug' | 'title' | 'created_at'>;

/** What a post's own page shows; `author` is the display name of its user. */
export type PostInFull = Pick<PostRow, 'title' | 'excerpt' | 'body_html' | 'created_at'> & {
  readonly author: string;
};

/** What one visit of the front page reads: who is there, and the three newest published posts. */
export interface Visit {
  /** Display name of the session's user, or null for an anonymous visitor. */
  readonly reader: string | null;
  readonly posts: readonly PostSummary[];
}
