/** The measured page as a running server gives it: what every answer under load is compared with. */
import type { Answer } from '../../contract/answer.ts';
import { decoded } from '../../contract/decoded.ts';
import { scriptDataBytes } from '../../contract/page-figures.ts';
import type { MeasuredRequest } from '../../model/target.ts';
import type { RunningServer } from '../seams.ts';
import { fetchPage } from '../server/fetch-page.ts';
import type { SeenPage } from '../sweep-input.ts';
import { sumOf, weighPage } from './weigh-page.ts';

/**
 * @param exact whether every answer has to be this page byte for byte, as under a contract; else only what the
 *   request expects has to be in it
 * @throws Error where the server does not answer
 */
export async function seePage(
  server: Pick<RunningServer, 'address' | 'port'>,
  request: MeasuredRequest,
  exact: boolean,
  signal: AbortSignal,
): Promise<SeenPage> {
  const answer = await fetchPage(server, request, signal);
  const { headers, body, brokenOff } = answer;
  if (brokenOff !== undefined) throw new Error(`the answer broke off: ${brokenOff}`);
  return {
    page: {
      bytes: body.length,
      headerBytes: headerBytesOf(answer),
      headers,
      ...(await costOf(server, request, answer, signal)),
    },
    expected: { body: exact ? body : null, text: request.expect },
  };
}

/** As they stand on the wire, with the line before them and the empty one behind them. */
export function headerBytesOf({ headers }: Pick<Answer, 'headers'>): number {
  return Object.entries(headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`),
    'HTTP/1.1 200 OK\r\n\r\n'.length,
  );
}

type Cost = Required<Pick<SeenPage['page'], 'scriptDataBytes' | 'browserBytes' | 'browserBrotliBytes'>>;

/** Only pages make a browser fetch something, and the size of a missing file is unknown. */
async function costOf(
  server: Pick<RunningServer, 'address' | 'port'>,
  { method, path }: MeasuredRequest,
  answer: Answer,
  signal: AbortSignal,
): Promise<Cost> {
  const isPage = method === 'GET' && /^text\/html\b/i.test(answer.headers['content-type'] ?? '');
  if (!isPage) return { scriptDataBytes: null, browserBytes: null, browserBrotliBytes: null };
  const { files, missing } = await weighPage(server, path, answer, signal);
  const sum = missing.length > 0 ? null : sumOf(files);
  return {
    scriptDataBytes: scriptDataBytes(decoded(answer).toString('utf8')),
    browserBytes: sum?.bytes ?? null,
    browserBrotliBytes: sum?.brotliBytes ?? null,
  };
}
