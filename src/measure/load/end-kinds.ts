/** What the end of a connection means for the request on it. */
import type { FailureKind } from '../../model/failure.ts';
import type { EndCode } from './connection.ts';

/** What an attempt to connect failed of, by errno. */
export function refusedKind(code: EndCode): FailureKind {
  switch (code) {
    case 'EADDRNOTAVAIL':
      return 'no-port';
    case 'EMFILE':
    case 'ENFILE':
      return 'no-descriptor';
    case 'ETIMEDOUT':
      return 'timeout-connect';
    case 'ECONNRESET':
      return 'reset';
    default:
      return 'refused';
  }
}

/** What an established connection broke of. */
export function brokenKind(code: EndCode): FailureKind {
  if (code === 'end') return 'closed';
  return code === 'malformed' ? 'wrong-page' : 'reset';
}
