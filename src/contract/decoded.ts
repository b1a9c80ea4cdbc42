import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Answer } from './answer.ts';

const unpackers: ReadonlyMap<
  string,
  (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer
> = new Map([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['deflate', inflateSync],
]);

/** A few bytes can stand for gigabytes of the same letter; no page has so many. */
const MOST_BYTES = 64 * 2 ** 20;

/** Whether what an encoding compressed can be unpacked here. */
export const isUnpacked = (encoding: string): boolean => unpackers.has(encoding.toLowerCase());

/** A body as it is without what it was compressed with; one that cannot be unpacked, or is too long, as it came. */
export function decoded({ headers, body }: Pick<Answer, 'headers' | 'body'>): Buffer {
  const unpack = unpackers.get((headers['content-encoding'] ?? '').toLowerCase());
  if (unpack === undefined) return body;
  try {
    return unpack(body, { maxOutputLength: MOST_BYTES });
  } catch {
    return body;
  }
}
