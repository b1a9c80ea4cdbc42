/** Is an answer the right page? */
import type { FailureKind } from '../../model/failure.ts';
import type { ExpectedPage, LoadTarget } from '../seams.ts';
import { ENDING_BYTES, type RawAnswer } from './answer.ts';
import { type Endpoint, endpoint } from './engine.ts';

export interface PageCheck {
  /** Whether the body of the request about to be sent has to be kept. */
  keepsBody(requestsSent: number): boolean;
  /** What is wrong with a complete answer, or null. */
  fault(answer: RawAnswer): FailureKind | null;
}

/** One answer in this many is compared in full; powers of two come on top, so that short steps have some too. */
const FULL_COMPARISON_EVERY = 4_096;

/** Where a target's requests go, and what its answers are searched for. */
export function endpointOf({ address, port, request, expected }: LoadTarget): Endpoint {
  return endpoint(address, port, request, expected.body === null ? expected.text : null);
}

/**
 * With an exact page, every answer's length and last bytes are compared and a few answers in full; with a text, every
 * answer has to hold it (the connection searches as it reads); with neither, a complete answer with a status of 2xx is
 * right.
 */
export function checkPage(expected: ExpectedPage): PageCheck {
  // A copy: what came over a channel is a buffer of another make, and would cost the comparison its compiled code.
  const body = expected.body === null ? null : Buffer.from(expected.body);
  const ending = body?.subarray(Math.max(0, body.length - ENDING_BYTES));
  return {
    keepsBody: (sent) => body !== null && (sent % FULL_COMPARISON_EVERY === 0 || (sent & (sent - 1)) === 0),
    fault: (answer) => {
      if (answer.status < 200 || answer.status > 299) return `status-${answer.status}`;
      if (body !== null && ending !== undefined) {
        if (answer.bodyBytes !== body.length) return 'wrong-page';
        if (ending.compare(answer.ending, 0, answer.endingBytes) !== 0) return 'wrong-page';
        if (answer.chunks.length > 0 && !Buffer.concat(answer.chunks).equals(body)) return 'wrong-page';
      }
      return answer.holdsText ? null : 'wrong-page';
    },
  };
}
