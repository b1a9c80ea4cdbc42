/** Why a request failed. `shed` is counted separately. The last two are the generator's own shortage, and make a step invalid. */

export const failureKinds = [
  'timeout-connect',
  'timeout-answer',
  'refused',
  'reset',
  'closed',
  'wrong-page',
  'no-port',
  'no-descriptor',
] as const;

/** One of the fixed kinds, or `status-NNN`. */
export type FailureKind = (typeof failureKinds)[number] | `status-${number}`;

/** Kinds that say something about the generator's machine and nothing about the server. */
export const ownFailureKinds: readonly string[] = ['no-port', 'no-descriptor'];

/** Kinds that are an answer that is not right, or none in time: only the server gives them. */
export const isWrongAnswer = (kind: string): boolean =>
  kind === 'wrong-page' || kind === 'timeout-answer' || kind.startsWith('status-');
