/** What an answer that is not complete says about a server. */
import { quoted } from '../load/answer-parser.ts';
import type { Connection } from '../load/connection.ts';
import {
  crAlone,
  endsWithCr,
  isOddTransfer,
  named,
  never,
  notYet,
  oddTransfer,
  type Question,
  type Reading,
} from './reading.ts';

/** As long as the engine waits for an answer unless it is told otherwise: one that ends before can be measured. */
const endlessAfterMs = 10_000;
/** Bytes that came within this time are still coming. */
const steadyMs = 1_000;
/** No server thinks for so long in the middle of its headers, or of a body. */
const stuckMs = { head: 2_000, body: 5_000 } as const;

/**
 * Reads an answer that is not complete yet.
 * @param askedForMs how long ago it was asked for
 */
export function readOpen(
  { wanted }: Question,
  connection: Connection,
  askedForMs: number,
  silentMs: number,
): Reading {
  const { answer, opening } = connection;
  const asked = named(wanted);
  if (answer.status < 200) {
    if (opening.length === 0) return notYet(`${asked} was taken and not answered`, null, true);
    if (endsWithCr(opening)) return crAlone(wanted);
    if (answer.status === 101)
      return never(
        'not-http',
        `goes over to another protocol in answer to ${asked}: bench measures HTTP/1.1.`,
      );
    if (answer.status > 0)
      return notYet(
        `${asked} was answered with status ${answer.status}, which announces an answer, and none came`,
      );
    return silentMs < stuckMs.head
      ? notYet(`the head of the answer to ${asked} is not complete`, null, true)
      : never(
          'not-http',
          `begins its answer to ${asked} with ${quoted(opening.toString('latin1'))} and does not end its headers, which takes an empty line: look at it with curl -v.`,
        );
  }
  const transfer = headerOf(connection, 'transfer-encoding') ?? '';
  if (isOddTransfer(transfer)) return oddTransfer(wanted, transfer);
  const announced = headerOf(connection, 'content-length');
  if (announced !== null) {
    if (silentMs < steadyMs)
      return notYet(`the answer to ${asked} has ${announced} bytes, and they are still coming`);
    const says = `the answer to ${asked} came to ${answer.bodyBytes} bytes of ${announced}, and no more`;
    return silentMs < stuckMs.body
      ? notYet(says)
      : never(
          'wrong-length',
          `is not ready: ${says} for ${stuckMs.body / 1_000} s. Is its Content-Length right?`,
        );
  }
  const afterMs = silentMs < steadyMs ? endlessAfterMs : stuckMs.body;
  return askedForMs >= afterMs
    ? never(
        'endless',
        `gives ${asked} an answer that does not end (${answer.bodyBytes} bytes in ${(askedForMs / 1_000).toFixed(0)} s): measure a path whose answers do.`,
      )
    : notYet(`the answer to ${asked} has not ended`);
}

/**
 * A server that went on to its next answer, though this one is not over by its own account.
 * @param bytes that came before
 */
export function wentOn(
  { wanted }: Question,
  length: string | null,
  transfer: string | null,
  bytes: number,
): Reading {
  const asked = named(wanted);
  return never(
    'wrong-length',
    transfer !== null
      ? `announces a chunk in its answer to ${asked} that is longer than what it sends: the size of a chunk is wrong.`
      : length !== null
        ? `announces ${length} bytes in answer to ${asked} and sends ${bytes}: its Content-Length is wrong.`
        : `gives its answer to ${asked} neither a Content-Length nor chunks, and does not close the connection: nothing tells where it ends.`,
  );
}

/** A header of the answer that comes, or null. */
export function headerOf({ answer: { headers } }: Connection, name: string): string | null {
  const at = headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name);
  return at < 0 ? null : (headers[at + 1] ?? '');
}
