import { type Agent, request } from 'node:http';
import type { Answer } from '../../contract/answer.ts';
import type { MeasuredRequest } from '../../model/target.ts';

export type { Answer };

/** More than any page: what is longer is no page, and need not fit into memory. */
const longestBody = 64 * 2 ** 20;

/**
 * Sends one request and takes the whole answer. Asks for an uncompressed one, as the generator does. In the answer, a
 * header that came twice is joined.
 * @param agent whose connections are used; unless given, the request has a connection of its own
 * @returns the answer; one that ended early says so
 * @throws the system's error, or an Error that says how the answer was not one
 */
export function fetchPage(
  where: { readonly address: string; readonly port: number },
  wanted: Pick<MeasuredRequest, 'method' | 'path' | 'headers' | 'body'>,
  signal: AbortSignal,
  agent: Agent | false = false,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { address, port } = where;
    const { method, path, body } = wanted;
    const headers = { 'Accept-Encoding': 'identity', ...wanted.headers };
    const sent = request({ host: address, port, method, path, headers, agent, signal }, (answer) => {
      const parts: Buffer[] = [];
      let length = 0;
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        length += part.length;
        if (length > longestBody) sent.destroy(new Error(`answers with more than ${longestBody} bytes`));
      });
      const taken = (): Answer => ({
        status: answer.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(answer.headersDistinct).map(([name, values]) => [name, values?.join(', ') ?? '']),
        ),
        body: Buffer.concat(parts),
      });
      answer.on('error', (error) => {
        if (signal.aborted || length > longestBody) reject(error);
        else resolve({ ...taken(), brokenOff: error.message });
      });
      answer.on('end', () => resolve(taken()));
    });
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}
