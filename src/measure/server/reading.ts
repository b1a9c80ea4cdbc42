/** What an answer, complete or not, says of a server: ready, not ready yet, or never to be. */
import type { Wanted } from '../load/caller.ts';
import type { JudgePage } from '../seams.ts';
import type { StartFailure } from './explain-failure.ts';

export type Reading =
  | { readonly kind: 'right' }
  /** Waiting would not change it. `sentence` follows the name of the server. */
  | { readonly kind: 'never'; readonly reason: StartFailure; readonly sentence: string }
  | {
      readonly kind: 'not-yet';
      /** The end of a sentence. */
      readonly says: string;
      /** What to do, if it stays so for some seconds; null where a server may well say so while it starts. */
      readonly hint: string | null;
      /** What to do, if it stays so until the time is up; null: nobody knows. */
      readonly lateHint: string | null;
      /** Whether it may be another protocol that is spoken. */
      readonly isStrange: boolean;
    };

/** What was asked, and when its answer is right. */
export interface Question {
  readonly wanted: Wanted;
  readonly judge: JudgePage;
}

/** `GET /`, as sentences name what was asked. */
export const named = ({ method, path }: Wanted) => `${method} ${path}`;

/** Not ready, though it may become so. */
export const notYet = (
  says: string,
  hint: string | null = null,
  isStrange = false,
  lateHint: string | null = null,
): Reading => ({ kind: 'not-yet', says, hint, lateHint, isStrange });

/** Not ready, and never to be. */
export const never = (reason: StartFailure, sentence: string): Reading => ({
  kind: 'never',
  reason,
  sentence,
});

/** Whether lines end with CR, where HTTP wants CR and LF. */
export const endsWithCr = (opening: Buffer) =>
  /^HTTP\/1\.\d \d{3}[^\n]*\r[^\n]/.test(opening.toString('latin1'));

/** Lines that no client of HTTP can tell apart. */
export const crAlone = (wanted: Wanted): Reading =>
  never(
    'not-http',
    `ends the lines of its answer to ${named(wanted)} with CR alone: HTTP ends them with CR and LF.`,
  );

/** Whether an answer comes otherwise than as it is or in chunks, which nobody may do unasked (RFC 9112 section 7.4). */
export const isOddTransfer = (transfer: string) => !/^((chunked|identity)\b[,\s]*)*$/i.test(transfer);

/** An answer of which nobody can tell the end, or the text. */
export const oddTransfer = (wanted: Wanted, transfer: string): Reading =>
  never(
    'not-http',
    `sends its answer to ${named(wanted)} with Transfer-Encoding: ${transfer}, though that was not asked for: turn it off, or compress by Content-Encoding.`,
  );
