/** What the answer to a request says about a server: ready, not ready yet, or never to be. */
import type { Answer } from '../../contract/answer.ts';
import { decoded } from '../../contract/decoded.ts';
import { statusHint } from '../../model/status-hint.ts';
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
      return notYet('nothing listens there');
    case 'broken':
      return readBroken({ wanted, judge }, ending);
    case 'answered':
      return ending.surplus ? tooMuch(wanted, ending) : readAnswer(wanted, ending.answer, judge);
  }
}

function readBroken(
  { wanted, judge }: Question,
  { code, answer, opening }: Extract<Ending, { kind: 'broken' }>,
): Readiness {
  if (code === 'malformed') return notHttp(wanted, opening);
  if (answer === null) {
    return notYet(`the connection was closed before ${named(wanted)} was answered`, null, true);
  }
  const announced = answer.headers['content-length'];
  const got = answer.body.length;
  // Whoever takes any answer has more to say of this one than that it broke off.
  if (judge({ ...answer, brokenOff: code }) === null) return { kind: 'right' };
  const says = `the answer to ${named(wanted)} broke off after ${got} bytes${announced === undefined ? '' : ` of ${announced}`}`;
  return notYet(says, 'Is its Content-Length right?');
}

function notHttp(wanted: Wanted, opening: Buffer): Readiness {
  const line = opening.toString('latin1');
  if (line.startsWith('HTTP/1.')) {
    const text = `answers ${named(wanted)} with headers that cannot be read: look at it with curl -v.`;
    return never('not-http', text);
  }
  return notYet(`${named(wanted)} was answered with what is not HTTP: ${shown(line)}`, speakHttp, true);
}

const speakHttp = 'bench measures HTTP/1.1: is this the right port?';

/** Untrusted bytes, in one line. */
const shown = (text: string) => JSON.stringify(text.slice(0, 40).replaceAll(/[^\x20-\x7e]+/g, '.'));

/** @param bytes that came before the server went on to its next answer */
export function tooFew({ wanted }: Question, announced: string, bytes: number): Readiness {
  return never(
    'wrong-length',
    `announces ${announced} bytes in answer to ${named(wanted)} and sends ${bytes}: its Content-Length is wrong.`,
  );
}

function tooMuch(wanted: Wanted, { answer, bodyBytes }: Extract<Ending, { kind: 'answered' }>): Readiness {
  const what =
    wanted.method === 'HEAD'
      ? 'an answer to HEAD has no body'
      : `its Content-Length is ${answer.headers['content-length'] ?? bodyBytes}`;
  return never(
    'wrong-length',
    `sends more than it may in answer to ${named(wanted)}: ${what}, and more bytes came. The length counts bytes, not characters.`,
  );
}

function readAnswer(wanted: Wanted, answer: Answer, judge: JudgePage): Readiness {
  const { status, headers } = answer;
  if (status < 200 || status > 299) {
    const where = headers['location'] === undefined ? '' : ` and leads to ${headers['location']}`;
    const says = `${named(wanted)} was answered with status ${status}${where}`;
    return notYet(says, status < 500 ? (statusHint(status) ?? '') : null, status === 400);
  }
  const why = judge(answer);
  if (why === null) return { kind: 'right' };
  const encoding = headers['content-encoding'];
  const plain = encoding === undefined ? null : judge({ ...answer, body: decoded(answer), headers: {} });
  return encoding !== undefined && plain === null
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
    const text = opening.toString('latin1');
    if (text === '') return notYet(`${asked} was taken and not answered`, null, true);
    return /^HTTP\/1\.\d \d{3}[^\n]*\r[^\n]/.test(text)
      ? never(
          'not-http',
          `ends the lines of its answer to ${asked} with CR alone: HTTP ends them with CR and LF.`,
        )
      : notYet(`the head of the answer to ${asked} is not complete`, null, true);
  }
  const announced = headerOf(connection, 'content-length');
  if (announced !== null) {
    return notYet(`the answer to ${asked} came to ${answer.bodyBytes} bytes of ${announced}, and no more`);
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

/** A header of the answer that comes, or null. */
export function headerOf({ answer: { headers } }: Connection, name: string): string | null {
  const at = headers.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name);
  return at < 0 ? null : (headers[at + 1] ?? '');
}
