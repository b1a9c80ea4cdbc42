/** What an answer that is over, whole or not, says about a server. */
import type { Answer } from '../../contract/answer.ts';
import { decoded, isUnpacked } from '../../contract/decoded.ts';
import { statusHint } from '../../model/status-hint.ts';
import { describeFault, quoted } from '../load/answer-parser.ts';
import type { Ending, Wanted } from '../load/caller.ts';
import type { JudgePage } from '../seams.ts';
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

/** Reads what a request came to. */
export function readEnding({ wanted, judge }: Question, ending: Ending): Reading {
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
): Reading {
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

function notHttp(wanted: Wanted, opening: Buffer, malformed: Error | null): Reading {
  const line = opening.toString('latin1');
  if (line.startsWith('HTTP/1.')) {
    const fault = malformed === null ? 'with headers that break off' : describeFault(malformed);
    const what = fault ?? 'with headers that cannot be read';
    return never('not-http', `answers ${named(wanted)} ${what}: look at it with curl -v.`);
  }
  return notYet(`${named(wanted)} was answered with what is not HTTP: ${quoted(line)}`, speakHttp, true);
}

const speakHttp = 'bench measures HTTP/1.1: is this the right port?';

function tooMuch(wanted: Wanted, { answer, bodyBytes }: Extract<Ending, { kind: 'answered' }>): Reading {
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

/** What to do about a refusal, by more than its status; null where no more is known. */
function hintOn(method: string, location = ''): string | null {
  if (/^https:/i.test(location))
    return 'It leads to TLS: turn that off, or say that a proxy has seen to it, with a header like X-Forwarded-Proto: https.';
  return method === method.toUpperCase() ? null : 'Servers take methods as they are written: in capitals.';
}

/** About an error of the server's own. */
const itFails = 'Is a database, a variable or another service missing? See its log.';

function readAnswer(wanted: Wanted, answer: Answer, judge: JudgePage): Reading {
  const { status, headers } = answer;
  if (status < 200 || status > 299) {
    const where = headers['location'] === undefined ? '' : ` and leads to ${headers['location']}`;
    const says = `${named(wanted)} was answered with status ${status}${where}${saying(answer)}`;
    if (status >= 500) return notYet(says, null, false, statusHint(status) ?? itFails);
    return notYet(
      says,
      hintOn(wanted.method, headers['location']) ?? statusHint(status) ?? 'Ask it with curl -i.',
      status === 400,
    );
  }
  const transfer = headers['transfer-encoding'] ?? '';
  if (isOddTransfer(transfer)) return oddTransfer(wanted, transfer);
  const why = judge(answer);
  if (why === null) return { kind: 'right' };
  const encoding = headers['content-encoding'];
  const plain = encoding === undefined ? null : judge({ ...answer, body: decoded(answer), headers: {} });
  return encoding !== undefined && (plain === null || !isUnpacked(encoding))
    ? never('wrong-page', `compresses its answer to ${named(wanted)} (${encoding}), ${whyNotFound(wanted)}`)
    : never('wrong-page', `answers ${named(wanted)} with the wrong page: ${why}.`);
}

/** The text is looked for in the bytes as they come, for unpacking them would take the time of the load. */
function whyNotFound({ headers }: Wanted): string {
  const notFound = 'so the text in "expect" is not found in it.';
  return Object.entries(headers).some(
    ([name, value]) => /^accept-encoding$/i.test(name) && value !== 'identity',
  )
    ? `as Accept-Encoding allows, ${notFound} Leave out one of the two.`
    : `though none was asked for, ${notFound} Turn compression off, or leave "expect" out.`;
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
