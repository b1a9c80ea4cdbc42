/** The measured page as a running server gives it: what every answer under load is compared with. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../../contract/answer.ts';
import { decoded } from '../../contract/decoded.ts';
import { scriptDataBytes } from '../../contract/page-figures.ts';
import type { TargetRecord } from '../../model/run.ts';
import type { MeasuredRequest } from '../../model/target.ts';
import type { RunningServer } from '../seams.ts';
import type { SeenPage } from '../sweep-input.ts';
import { ask } from './ask.ts';
import { sumOf, weighPage } from './weigh-page.ts';

/** Before it is asked once more: what is asked may be costly, or a POST. */
const againAfterMs = 1_000;

/**
 * Looks at the page, and once more where the server does not give it: it was ready a moment ago.
 * @param exact whether every answer has to be this page byte for byte, as under a contract; else only what the
 *   request expects has to be in it
 * @throws the signal's reason when it is aborted
 */
export async function seePage(
  server: Pick<RunningServer, 'address' | 'port'>,
  request: MeasuredRequest,
  exact: boolean,
  signal: AbortSignal,
): Promise<SeenPage> {
  let answer = await askForPage(server, request, signal);
  if (typeof answer === 'string') {
    await wait(againAfterMs, undefined, { signal });
    answer = await askForPage(server, request, signal);
  }
  if (typeof answer === 'string') return { page: answer, expected: { body: null, text: request.expect } };
  const { headers, body } = answer;
  return {
    page: {
      bytes: body.length,
      headerBytes: headerBytesOf(answer),
      headers,
      ...(await costOf(server, request, answer, exact, signal)),
    },
    expected: { body: exact ? body : null, text: request.expect },
  };
}

/** The page, or why there is none, as the end of a sentence. */
async function askForPage(
  server: Pick<RunningServer, 'address' | 'port'>,
  request: MeasuredRequest,
  signal: AbortSignal,
): Promise<Answer | string> {
  const answer = await ask(server, request, signal);
  if (typeof answer === 'string') return answer;
  const { status, brokenOff } = answer;
  if (brokenOff !== undefined) return `the answer broke off: ${brokenOff}`;
  // The ready check took 2xx alone, so this is an error in the page's place.
  return status < 200 || status > 299 ? `it was answered with status ${status}` : answer;
}

/** As they stand on the wire, with the line before them and the empty one behind them. */
export function headerBytesOf({ headers }: Pick<Answer, 'headers'>): number {
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`),
    'HTTP/1.1 200 OK\r\n\r\n'.length,
  );
}

type Cost = Required<
  Pick<NonNullable<TargetRecord['page']>, 'scriptDataBytes' | 'browserBytes' | 'browserBrotliBytes'>
>;

/** What a page of anybody's costs is a figure beside others, and nobody waits for it longer. */
const PATIENCE_MS = 2_000;
const MOST_BYTES = 1e6;

/** Only pages make a browser fetch something, and the size of a missing file is unknown. */
async function costOf(
  server: Pick<RunningServer, 'address' | 'port'>,
  { method, path }: MeasuredRequest,
  answer: Answer,
  exact: boolean,
  signal: AbortSignal,
): Promise<Cost> {
  const unknown: Cost = { scriptDataBytes: null, browserBytes: null, browserBrotliBytes: null };
  const isPage = method === 'GET' && /^text\/html\b/i.test(answer.headers['content-type'] ?? '');
  if (!isPage) return unknown;
  const text = decoded(answer).toString('utf8');
  const ofText = { ...unknown, scriptDataBytes: orNull(() => scriptDataBytes(text)) };
  const patience = exact ? signal : AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const { files, missing } = await weighPage(
      server,
      path,
      answer,
      patience,
      exact ? undefined : MOST_BYTES,
    );
    const sum = missing.length > 0 ? null : sumOf(files);
    return {
      ...ofText,
      browserBytes: sum?.bytes ?? null,
      browserBrotliBytes: sum?.brotliBytes ?? null,
    };
  } catch {
    signal.throwIfAborted();
    return ofText;
  }
}

/** A page may be anything, such as elements in each other by the ten thousand, which cannot be read. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
