/**
 * Reads the HDR exchange form "V2 compressed", as base64. The histogram library's reader believes what stands there: a
 * few bytes can say that 2⁵⁰ ranges are empty, and keep it busy for years. Nothing here takes longer than its bytes.
 * https://github.com/HdrHistogram/HdrHistogram/blob/master/src/main/java/org/HdrHistogram/AbstractHistogram.java,
 * `fillBufferFromCountsArray` and `valueFromIndex`.
 */
import { inflateSync } from 'node:zlib';

/** The second digit tells the size of a word, and 1 that it varies. */
const COMPRESSED = 0x1c849314;
const PLAIN = 0x1c849313;
const HEADER_BYTES = 40;
/** Unpacked: six times what a histogram with three digits can need. */
const MOST_BYTES = 2 ** 20;
/** Counts are kept in 32 bits. */
const MOST_COUNTED = 2 ** 31 - 1;

/** How often a value was counted. */
export interface Counted {
  /** The smallest value of its range. */
  readonly value: number;
  readonly count: number;
}

/**
 * Everything that was counted, ascending.
 * @throws Error where the text is no such histogram, or an impossible one
 */
export function readCounted(text: string): readonly Counted[] {
  const bytes = plainBytes(text);
  const digits = bytes.readInt32BE(12);
  const lowest = Number(bytes.readBigInt64BE(16));
  const payload = bytes.subarray(HEADER_BYTES, HEADER_BYTES + bytes.readInt32BE(4));
  if (bytes.readInt32BE(0) !== PLAIN || digits < 0 || digits > 5 || lowest < 1) throw new Error('no header');
  const valueAt = layout(digits, lowest);
  const counted: Counted[] = [];
  let index = 0;
  let sum = 0;
  for (let at = 0; at < payload.length; ) {
    const word = readWord(payload, at);
    at = word.end;
    // A negative number counts ranges that are empty.
    if (word.value < 0) index -= word.value;
    else {
      sum += word.value;
      if (word.value > 0) counted.push({ value: valueAt(index), count: word.value });
      index += 1;
    }
  }
  if (sum > MOST_COUNTED) throw new Error('more was counted than can be');
  return counted;
}

function plainBytes(text: string): Buffer {
  const packed = Buffer.from(text, 'base64');
  if (packed.readInt32BE(0) !== COMPRESSED) throw new Error('no HDR V2 compressed');
  return inflateSync(packed.subarray(8, 8 + packed.readInt32BE(4)), { maxOutputLength: MOST_BYTES });
}

/** Little-endian base 128 with a sign in the lowest bit (ZigZag); the ninth byte holds eight bits. */
function readWord(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let raw = 0;
  let at = start;
  for (let more = true; more; at++) {
    const byte = bytes.readUInt8(at);
    const last = at - start === 8;
    raw += (last ? byte : byte & 0x7f) * 2 ** (7 * (at - start));
    more = !last && byte >= 0x80;
  }
  return { value: raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2, end: at };
}

/** Ranges are one unit wide at first; then each doubling of the value is divided into the same number of them. */
function layout(digits: number, lowest: number): (index: number) => number {
  const unit = 2 ** Math.floor(Math.log2(lowest));
  const half = 2 ** (Math.max(1, Math.ceil(Math.log2(2 * 10 ** digits))) - 1);
  return (index) => {
    const doublings = Math.max(0, Math.floor(index / half) - 1);
    return (index - doublings * half) * 2 ** doublings * unit;
  };
}
