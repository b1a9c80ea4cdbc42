import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Answer } from './answer.ts';

const unpackers: ReadonlyMap<string, (body: Buffer) => Buffer> = new Map([
  ['gzip', gunzipSync],
  ['br', brotliDecompressSync],
  ['deflate', inflateSync],
]);

/** A body as it is without what it was compressed with; one that cannot be unpacked, as it came. */
export function decoded({ headers, body }: Pick<Answer, 'headers' | 'body'>): Buffer {
  const unpack = unpackers.get((headers['content-encoding'] ?? '').toLowerCase());
  if (unpack === undefined) return body;
  try {
    return unpack(body);
  } catch {
    return body;
  }
}
