/** What a page makes a browser fetch, by following its links as a browser does: each file once, from the same server. */
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Answer } from '../../contract/answer.ts';
import { type BrowserLink, linksOfPage, linksOfScript } from '../../contract/browser-links.ts';
import { decoded } from '../../contract/decoded.ts';
import type { BrowserFile } from '../../model/verification.ts';
import { authority } from '../load/request-bytes.ts';
import { ask, type SocketAddress } from './ask.ts';

const compress = promisify(brotliCompress);

/** More than any page needs: a server that answers every name with a module would never end. */
const mostFiles = 500;

export interface WeighedPage {
  /** The page first, then the others in the order in which they are named. */
  readonly files: readonly BrowserFile[];
  /** What could not be fetched, one sentence each; then the files are not all. */
  readonly missing: readonly string[];
}

/** A file as it was fetched. */
interface Fetched {
  readonly url: string;
  readonly kind: BrowserFile['kind'];
  readonly body: Buffer;
}

/**
 * @param path of the page
 * @param answer the page, as this server has given it
 * @param mostBytes of all files before they are compressed: compressing takes a second or two for each million
 * @throws the signal's reason when it is aborted before all files are there
 */
export async function weighPage(
  server: SocketAddress,
  path: string,
  answer: Answer,
  signal: AbortSignal,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<WeighedPage> {
  const { fetched, missing } = await fetchFiles(server, path, answer, signal, mostBytes);
  const files: BrowserFile[] = [];
  for (const file of fetched) files.push(await weigh(file));
  return { files, missing };
}

async function fetchFiles(
  server: SocketAddress,
  path: string,
  answer: Answer,
  signal: AbortSignal,
  mostBytes: number,
): Promise<{ readonly fetched: readonly Fetched[]; readonly missing: readonly string[] }> {
  const { origin, href: url } = new URL(`http://${authority(server)}${path}`);
  const body = decoded(answer);
  let bytes = body.length;
  if (bytes > mostBytes) return { fetched: [], missing: ['the page is too large'] };
  const fetched: Fetched[] = [{ url: path, kind: 'html', body }];
  const missing: string[] = [];
  const seen = new Set([url]);
  const left: BrowserLink[] = linksOfPage(body.toString('utf8'), url);
  for (let link = left.shift(); link !== undefined; link = left.shift()) {
    if (seen.has(link.url)) continue;
    seen.add(link.url);
    const place = new URL(link.url);
    const name = `${place.pathname}${place.search}`;
    if (place.origin !== origin) missing.push(`the page needs ${link.url}, which is on another server`);
    else if (seen.size > mostFiles)
      return { fetched, missing: [...missing, 'the page needs too many files'] };
    else {
      const file = await ask(server, { method: 'GET', path: name, headers: {}, body: null }, signal);
      const why = typeof file === 'string' ? file : whyUseless(file);
      if (typeof file === 'string' || why !== null) {
        if (link.certain) missing.push(`the page needs ${name}: ${why}`);
        continue;
      }
      const kind = kindOf(file, name);
      const content = decoded(file);
      bytes += content.length;
      if (bytes > mostBytes) return { fetched, missing: [...missing, 'the page needs too much'] };
      fetched.push({ url: name, kind, body: content });
      if (kind === 'js') left.push(...linksOfScript(content.toString('utf8'), link.url));
    }
  }
  return { fetched, missing };
}

/** The bytes of all files. */
export function sumOf(files: readonly BrowserFile[]): Pick<BrowserFile, 'bytes' | 'brotliBytes'> {
  const sum = (figure: (file: BrowserFile) => number) =>
    files.reduce((total, file) => total + figure(file), 0);
  return { bytes: sum(({ bytes }) => bytes), brotliBytes: sum(({ brotliBytes }) => brotliBytes) };
}

function whyUseless({ status, brokenOff }: Answer): string | null {
  if (brokenOff !== undefined) return `the answer broke off: ${brokenOff}`;
  return status === 200 ? null : `it is answered with status ${status}`;
}

function kindOf({ headers }: Answer, name: string): BrowserFile['kind'] {
  const type = headers['content-type'] ?? '';
  if (/javascript|ecmascript/i.test(type)) return 'js';
  if (/text\/css/i.test(type)) return 'css';
  if (/application\/wasm/i.test(type)) return 'wasm';
  const ending = /\.(m?js|css|wasm)(?:\?|$)/.exec(name)?.[1];
  return ending === undefined ? 'other' : ending === 'mjs' ? 'js' : (ending as 'js' | 'css' | 'wasm');
}

async function weigh({ url, kind, body }: Fetched): Promise<BrowserFile> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    [constants.BROTLI_PARAM_MODE]:
      kind === 'wasm' ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT,
  };
  const brotliBytes = (await compress(body, { params })).length;
  return { url, kind, bytes: body.length, brotliBytes };
}
