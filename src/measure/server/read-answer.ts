/** What the answer to a request says about a server: ready, not ready yet, or never to be. */
import type { Answer } from '../../contract/answer.ts';
import { decoded, isUnpacked } from '../../contract/decoded.ts';
import { statusHint } from '../../model/status-hint.ts';
import { describeFault, quoted } from '../load/answer-parser.ts';
import type { Ending, Wanted } from '../load/caller.ts';
import type { Connection } from '../load/connection.ts';
import type { JudgePage } from '../seams.ts';
import type { StartFailure } from './explain-failure.ts';

export type Readiness =
  | { readonly kind: 'right' }
  /** Waiting would not change it. `sentence` follows the name of the server. */
  | { readonly kind: 'never'; readonly reason: StartFailure; readonly sentence: string }
  | {
      readonly kind: 'not-yet';
      /** The end of a sentence. */
      readonly says: string;
      /** What to do, if it stays so for some seconds; null where a server may well say so while it starts. */
      readonly hint: string | null;
      /** Whether it may be another protocol that is spoken. */
      readonly isStrange: boolean;
    };

/** What was asked, and when its answer is right. */
export interface Question {
  readonly wanted: Wanted;
  readonly judge: JudgePage;
}

/** A stream tells that it never ends by its type; other answers of unknown length are given time. */
const endlessTypes = /^(text\/event-stream|multipart\/x-mixed-replace)\b/i;
const endlessAfterMs = { bySteadyBytes: 3_000, bySilence: 5_000 } as const;
/** Bytes that came within this time are still coming. */
const steadyMs = 1_000;

const named = ({ method, path }: Wanted) => `${method} ${path}`;
const notYet = (says: string, hint: string | null = null, isStrange = false): Readiness => ({
  kind: 'not-yet',
  says,
  hint,
  isStrange,
});
const never = (reason: StartFailure, sentence: string): Readiness => ({ kind: 'never', reason, sentence });

/** Reads what a request came to. */
export function readEnding({ wanted, judge }: Question, ending: Ending): Readiness {
  switch (ending.kind) {
    case 'unreachable':
      return notYet('the connection was closed as soon as it was made', null, true);
    case 'broken':
      return readBroken({ wanted, judge }, ending);
    case 'answered':
      return ending.surplus ? tooMuch(wanted, ending) : readAnswer(wanted, ending.answer, judge);
  }
}

function readBroken(
  { wanted, judge }: Question,
  { code, answer, opening, malformed }: Extract<Ending, { kind: 'broken' }>,
): Readiness {
  if (code === 'malformed') return notHttp(wanted, opening, malformed);
  if (answer === null) {
    if (opening.length > 0) return endsWithCr(opening) ? crAlone(wanted) : notHttp(wanted, opening, null);
    return notYet(`the connection was closed before ${named(wanted)} was answered`, null, true);
  }
  const announced = answer.headers['content-length'];
  const got = answer.body.length;
  // Whoever takes any answer has more to say of this one than that it broke off.
  if (judge({ ...answer, brokenOff: code }) === null) return { kind: 'right' };
  const says = `the answer to ${named(wanted)} broke off after ${got} bytes${announced === undefined ? '' : ` of ${announced}`}`;
  return notYet(
    says,
    answer.headers['transfer-encoding'] === undefined
      ? 'Is its Content-Length right?'
      : 'It comes in chunks: does it send the last one, of size 0?',
  );
}

function notHttp(wanted: Wanted, opening: Buffer, malformed: Error | null): Readiness {
  const line = opening.toString('latin1');
  if (line.startsWith('HTTP/1.')) {
    const fault = malformed === null ? 'with headers that break off' : describeFault(malformed);
    const what = fault ?? 'with headers that cannot be read';
    return never('not-http', `answers ${named(wanted)} ${what}: look at it with curl -v.`);
  }
  return notYet(`${named(wanted)} was answered with what is not HTTP: ${quoted(line)}`, speakHttp, true);
}

/** Whether lines end with CR, where HTTP wants CR and LF. */
const endsWithCr = (opening: Buffer) => /^HTTP\/1\.\d \d{3}[^\n]*\r[^\n]/.test(opening.toString('latin1'));

const crAlone = (wanted: Wanted): Readiness =>
  never(
    'not-http',
    `ends the lines of its answer to ${named(wanted)} with CR alone: HTTP ends them with CR and LF.`,
  );

const speakHttp = 'bench measures HTTP/1.1: is this the right port?';

/**
 * A server that went on to its next answer, though this one is not over by its own account.
 * @param bytes that came before
 */
export function wentOn(
  { wanted }: Question,
  length: string | null,
  transfer: string | null,
  bytes: number,
): Readiness {
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

function tooMuch(wanted: Wanted, { answer, bodyBytes }: Extract<Ending, { kind: 'answered' }>): Readiness {
  const length = answer.headers['content-length'] ?? bodyBytes;
  const what =
    wanted.method === 'HEAD'
      ? 'an answer to HEAD has no body'
      : answer.status === 204
        ? 'an answer with status 204 has no body'
        : `its Content-Length is ${length}`;
  return never(
    'wrong-length',
    `sends more than it may in answer to ${named(wanted)}: ${what}, and more bytes came. The length counts bytes, not characters.`,
  );
}

/** Whether an answer comes otherwise than as it is or in chunks, which nobody may do unasked (RFC 9112 section 7.4). */
const isOddTransfer = (transfer: string) => !/^((chunked|identity)\b[,\s]*)*$/i.test(transfer);

const oddTransfer = (wanted: Wanted, transfer: string): Readiness =>
  never(
    'not-http',
    `sends its answer to ${named(wanted)} with Transfer-Encoding: ${transfer}, though that was not asked for: turn it off, or compress by Content-Encoding.`,
  );

function readAnswer(wanted: Wanted, answer: Answer, judge: JudgePage): Readiness {
  const { status, headers } = answer;
  if (status < 200 || status > 299) {
    const where = headers['location'] === undefined ? '' : ` and leads to ${headers['location']}`;
    const says = `${named(wanted)} was answered with status ${status}${where}${saying(answer)}`;
    return notYet(says, status < 500 ? (statusHint(status) ?? 'Ask it with curl -i.') : null, status === 400);
  }
  const transfer = headers['transfer-encoding'] ?? '';
  if (isOddTransfer(transfer)) return oddTransfer(wanted, transfer);
  const why = judge(answer);
  if (why === null) return { kind: 'right' };
  const encoding = headers['content-encoding'];
  const plain = encoding === undefined ? null : judge({ ...answer, body: decoded(answer), headers: {} });
  return encoding !== undefined && (plain === null || !isUnpacked(encoding))
    ? never(
        'wrong-page',
        `compresses its answer to ${named(wanted)} (${encoding}), though none was asked for, so the text in "expect" is not found in it. Turn compression off, or leave "expect" out.`,
      )
    : never('wrong-page', `answers ${named(wanted)} with the wrong page: ${why}.`);
}

/**
 * Reads an answer that is not complete yet.
 * @param askedForMs how long ago it was asked for
 */
export function readOpen(
  { wanted }: Question,
  connection: Connection,
  askedForMs: number,
  silentMs: number,
): Readiness {
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
    return answer.status > 0
      ? notYet(`${asked} was answered with status ${answer.status}, which announces an answer, and none came`)
      : notYet(`the head of the answer to ${asked} is not complete`, null, true);
  }
  const transfer = headerOf(connection, 'transfer-encoding') ?? '';
  if (isOddTransfer(transfer)) return oddTransfer(wanted, transfer);
  const announced = headerOf(connection, 'content-length');
  if (announced !== null) {
    return silentMs < steadyMs
      ? notYet(`the answer to ${asked} has ${announced} bytes, and they are still coming`)
      : notYet(`the answer to ${asked} came to ${answer.bodyBytes} bytes of ${announced}, and no more`);
  }
  const afterMs = silentMs < steadyMs ? endlessAfterMs.bySteadyBytes : endlessAfterMs.bySilence;
  const isStream = endlessTypes.test(headerOf(connection, 'content-type') ?? '');
  return isStream || askedForMs >= afterMs
    ? never(
        'endless',
        `gives ${asked} an answer that does not end (${answer.bodyBytes} bytes in ${(askedForMs / 1_000).toFixed(0)} s): measure a path whose answers do.`,
      )
    : notYet(`the answer to ${asked} has not ended`);
}

/** The beginning of what a refusal says in words, for people to read; empty where it says nothing. */
function saying(answer: Answer): string {
  const text = decoded(answer).subarray(0, 4_096).toString();
  const words = text.replaceAll(/<(style|script|title)\b.*?<\/\1>|<[^>]*>/gis, ' ').replaceAll(/\s+/g, ' ');
  // What a server sends must not move a terminal's cursor.
  const shown = words.replaceAll(/[\x00-\x1f\x7f-\x9f\ufffd]+/g, '').trim();
  return shown === ''
    ? ''
    : `, saying ${JSON.stringify(shown.length > 80 ? `${shown.slice(0, 79)}…` : shown)}`;
}

/** A header of the answer that comes, or null. */
export function headerOf({ answer: { headers } }: Connection, name: string): string | null {
  const at = headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name);
  return at < 0 ? null : (headers[at + 1] ?? '');
}
