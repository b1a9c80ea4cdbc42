import type { FoundDifference } from '../model/verification.ts';

/** Something in which an answer differs from what it should be; an element is named by its path. */
export type Difference = Omit<FoundDifference, 'where'>;

/** a difference that one sentence describes. */
export const plainDifference = (says: string): Difference => ({
  says,
  path: null,
  wanted: null,
  found: null,
});
