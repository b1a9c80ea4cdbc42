import { request } from 'node:http';
import type { MeasuredRequest } from '../../model/target.ts';

export interface Answer {
  readonly status: number;
  /** Names in lower case; a header that came twice is joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** More than any page: what is longer is no page, and need not fit into memory. */
const longestBody = 64 * 2 ** 20;

/**
 * Sends one request on a connection of its own and takes the whole answer. Asks for an uncompressed one, as the
 * generator does.
 * @throws the system's error, or an Error that says how the answer was not one
 */
export function fetchPage(
  where: { readonly address: string; readonly port: number },
  wanted: Pick<MeasuredRequest, 'method' | 'path' | 'headers' | 'body'>,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { address, port } = where;
    const { method, path, body } = wanted;
    const headers = { 'Accept-Encoding': 'identity', ...wanted.headers };
    const sent = request({ host: address, port, method, path, headers, agent: false, signal }, (answer) => {
      const parts: Buffer[] = [];
      let length = 0;
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        length += part.length;
        if (length > longestBody) sent.destroy(new Error(`answers with more than ${longestBody} bytes`));
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(answer.headersDistinct).map(([name, values]) => [name, values?.join(', ') ?? '']),
          ),
          body: Buffer.concat(parts),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}
