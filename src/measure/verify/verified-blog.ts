/** The blog that a target is verified on: a copy of its own, which is changed while the server runs. */
import type { OtherPage } from '../../contract/other-pages.ts';
import type { PostSummary } from '../../contract/rows.ts';
import type { State } from '../../contract/states.ts';

export interface VerifiedBlog {
  readonly databasePath: string;
  /** The contract's stylesheet. */
  readonly style: Buffer;
  /** The nine states of the front page, as the database is now. */
  states(): readonly State[];
  /** The other pages, as the database is now. */
  otherPages(): readonly OtherPage[];
  /** The posts on the front page, as the database is now. */
  newestPosts(): readonly PostSummary[];
  /** SHA-256 of the database, in hexadecimal. */
  hash(): string;
  /** Names of files that stand beside the database, where there should be none. */
  filesBeside(): readonly string[];
  /**
   * Gives the newest published post another title.
   * @throws Error where the server keeps the database locked
   */
  changeTitle(): void;
  /**
   * Publishes the newest post that is not published.
   * @throws Error where the server keeps the database locked
   */
  publish(): void;
}
