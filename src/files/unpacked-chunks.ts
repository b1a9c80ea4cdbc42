/** The bytes of a file that somebody names, piece by piece, unpacked where it is packed with gzip. */
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UsageError } from '../model/usage-error.ts';
import { errorCode, systemReason } from './read-json.ts';

/** A small file can unpack to any size; this is more than any honest one holds. */
const MOST_UNPACKED = 8 * 2 ** 30;

/**
 * @param shown how messages name the file
 * @throws UsageError where it cannot be read, is damaged, or unpacks to more than 8 GiB
 */
export async function* unpackedChunks(path: string, shown: string): AsyncGenerator<Buffer> {
  const raw = createReadStream(path);
  try {
    let bytes = 0;
    for await (const chunk of unpacked(raw)) {
      bytes += chunk.length;
      if (bytes > MOST_UNPACKED) {
        throw new UsageError(`${shown} unpacks to more than 8 GiB`, 'Split it by hosts and rates.');
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (errorCode(error)?.startsWith('Z_')) {
      throw new UsageError(
        `${shown} is damaged: ${systemReason(error)}`,
        'Copy it anew from where it came from.',
      );
    }
    throw new UsageError(`${shown} cannot be read: ${systemReason(error)}`);
  } finally {
    raw.destroy();
  }
}

async function* unpacked(raw: Readable): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = raw[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const whole = { [Symbol.asyncIterator]: () => rest(first.value, chunks) };
  const [a, b] = first.value;
  if (a !== 0x1f || b !== 0x8b) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip();
  // Whoever reads it is told of its errors.
  pipeline(Readable.from(whole), gunzip, () => undefined);
  yield* gunzip;
}

async function* rest(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await others.next(); next.done !== true; next = await others.next()) yield next.value;
}
