/** Something in which an answer differs from what it should be. */
export interface Difference {
  /** A sentence without a full stop; where it is about an element, that is named by its path. */
  readonly says: string;
  /** Path of the element, e.g. `body.page > main#main.main > h1.page-title`; null: it is about the whole answer. */
  readonly path: string | null;
  /** The element or text that is right, as HTML; null: nothing should be there, or the sentence says it all. */
  readonly wanted: string | null;
  /** What is there instead, likewise. */
  readonly found: string | null;
}

/** A difference that one sentence tells in full. */
export const plainDifference = (says: string): Difference => ({
  says,
  path: null,
  wanted: null,
  found: null,
});
