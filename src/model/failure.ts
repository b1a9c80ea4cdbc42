/** Why a request failed. `shed` is counted separately. The last three are the generator's own want, and make a step void. */

export const failureKinds = [
  'timeout-connect',
  'timeout-answer',
  'refused',
  'reset',
  'closed',
  'wrong-page',
  'other',
  'no-port',
  'no-descriptor',
  'no-record',
] as const;

/**
 * One of the fixed kinds, or `status-NNN`. `other`: another engine named it in words that are not known here; `no-record`:
 * another engine gave no record of it.
 */
export type FailureKind = (typeof failureKinds)[number] | `status-${number}`;

/** Kinds that say something about the generator or its machine and nothing about the server. */
export const ownFailureKinds = [
  'no-port',
  'no-descriptor',
  'no-record',
] as const satisfies readonly FailureKind[];

/**
 * Kinds that only the server gives: an answer that is not right, none in time, or nobody listening. `reset` and `closed`
 * are not among them: a late request may meet a connection that was closed for being idle.
 */
export const isServersOwn = (kind: string): boolean =>
  kind === 'wrong-page' || kind === 'timeout-answer' || kind === 'refused' || kind.startsWith('status-');
