/** What vegeta's records call a success, and what their words for a failure mean. */
import type { FailureKind } from '../model/failure.ts';
import type { VegetaRecord } from './vegeta-record.ts';

/** Go's words, the more telling first: a time-out while connecting also says that it is one. */
const meanings: readonly (readonly [RegExp, FailureKind])[] = [
  [/cannot assign requested address/, 'no-port'],
  [/too many open files/, 'no-descriptor'],
  [/dial .*(i\/o timeout|connection timed out)|TLS handshake timeout/, 'timeout-connect'],
  [/Client\.Timeout|deadline exceeded|timeout/i, 'timeout-answer'],
  [/connection refused|no route to host|unreachable/, 'refused'],
  [/connection reset|broken pipe/, 'reset'],
  [/EOF|closed (idle )?connection|connection closed/, 'closed'],
  [/malformed|bad Content-Length|invalid/i, 'wrong-page'],
];

/**
 * Why a request failed, or null for a success. Redirects are failures here as they are with our own generator: the page
 * is what was asked for.
 */
export function failureOf({ code, error }: Pick<VegetaRecord, 'code' | 'error'>): FailureKind | null {
  if (code !== 0 && (code < 200 || code > 299)) return `status-${code}`;
  if (code !== 0 && error === '') return null;
  return meanings.find(([words]) => words.test(error))?.[1] ?? 'other';
}

/** Kinds of which nothing was ever written into a socket. */
export const neverSent: readonly string[] = [
  'refused',
  'timeout-connect',
  'no-port',
  'no-descriptor',
  'no-record',
];
