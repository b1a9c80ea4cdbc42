/** The blog that a target is verified on: a copy of its own, which is changed while the server runs. */
import type { OtherPage } from '../../contract/other-pages.ts';
import type { PostSummary } from '../../contract/rows.ts';
import type { State } from '../../contract/states.ts';

export interface VerifiedBlog {
  /** The contract's stylesheet. */
  readonly style: Buffer;
  /** The nine states of the front page, as the database is now. */
  states(): readonly State[];
  /** The other pages, as the database is now. */
  otherPages(): readonly OtherPage[];
  /** The posts on the front page, as the database is now. */
  newestPosts(): readonly PostSummary[];
  /** SHA-256 of the database, in hexadecimal. */
  hash(): Promise<string>;
  /** Names of files that stand beside the database, where there should be none. */
  filesBeside(): Promise<readonly string[]>;
  /**
   * Gives the newest published post another title, or publishes the newest post that is not published.
   * @returns why it could not be done, e.g. because the server keeps the database locked; null: it was done
   */
  change(what: BlogChange): Promise<string | null>;
}

export type BlogChange = 'title' | 'publish';
