/**
 * Latency histograms: microseconds, three significant digits, 1 µs to 120 s.
 * The only file that knows the histogram library, which writes the exchange form. Counting is done here,
 * in the same layout (http://hdrhistogram.org): it happens several times for every request.
 */
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { readCounted } from './histogram-text.ts';

/** The largest value that is kept; longer ones are clamped to it. In microseconds. */
export const HIGHEST_US = 120_000_000;

/** How many ranges it takes to cover that, and how many are there from the start. */
const MOST_RANGES = indexOf(HIGHEST_US) + 1;
const FIRST_LENGTH = 2_048;

/** The HDR exchange form "V2 compressed", as base64; any HdrHistogram library reads it. */
export type HistogramText = string;

/** One range of values with its count. */
export interface Bucket {
  /** Whole microseconds from here … */
  readonly fromUs: number;
  /** … to below here. */
  readonly toUs: number;
  /** A value that stands for the range (its middle), in microseconds. */
  readonly us: number;
  readonly count: number;
}

/** Which of n ascending values is the percentile (0–100): the smallest rank that holds that share, from 1. */
export function rankOf(percentile: number, n: number): number {
  // 99.9 % of 41,000 is 40,959, but 40,959.00000000001 in floating point.
  return Math.min(n, Math.max(1, Math.ceil((percentile * n) / 100 - 1e-7)));
}

/** A growing or finished distribution of microseconds. Its size does not depend on how much was recorded. */
export class Histogram {
  #counts = new Int32Array(FIRST_LENGTH);
  #count = 0;
  #ranks: Ranks | null = null;

  private constructor() {}

  static empty(): Histogram {
    return new Histogram();
  }

  /** @throws Error where the text is no HDR V2 compressed histogram */
  static decode(text: HistogramText): Histogram {
    const histogram = new Histogram();
    for (const { value, count } of countedIn(text))
      histogram.#add(indexOf(Math.min(HIGHEST_US, value)), count);
    return histogram;
  }

  /** The sum of several distributions. */
  static merge(parts: Iterable<Histogram>): Histogram {
    const sum = new Histogram();
    for (const part of parts) {
      const { indices, counts } = part.#rank();
      for (let i = 0; i < indices.length; i++) sum.#add(indices[i] ?? 0, counts[i] ?? 0);
    }
    return sum;
  }

  /**
   * Counts a value, rounded to whole microseconds and clamped to 0 … 120 s.
   * @throws RangeError where it is not a number
   */
  record(us: number): void {
    if (Number.isNaN(us)) throw new RangeError('a latency must be a number');
    this.#add(us <= 0 ? 0 : us >= HIGHEST_US ? indexOf(HIGHEST_US) : indexOf(Math.round(us)), 1);
  }

  get count(): number {
    return this.#count;
  }

  /** The largest value recorded, to the resolution of its range, in microseconds; 0 when empty. */
  get maxUs(): number {
    return this.atRankUs(this.#count) ?? 0;
  }

  /** The mean of the ranges' middles, in microseconds; 0 when empty. */
  get meanUs(): number {
    let sum = 0;
    for (const { us, count } of this.buckets()) sum += us * count;
    return this.#count === 0 ? 0 : sum / this.#count;
  }

  /** The value at a percentile (0–100) of what was recorded, in microseconds; null when empty. */
  percentileUs(percentile: number): number | null {
    return this.atRankUs(rankOf(percentile, this.#count));
  }

  /**
   * The value that is the k-th smallest, k from 1: the largest of its range, as HDR histograms have it.
   * Null where fewer were recorded. Percentiles over all that was scheduled are ranks here, with the failures
   * standing above every success.
   */
  atRankUs(rank: number): number | null {
    if (rank < 1 || rank > this.#count) return null;
    const { indices, upTo } = this.#rank();
    const at = firstWhere(upTo.length, (i) => (upTo[i] ?? 0) >= rank);
    return highestAt(indices[at] ?? 0);
  }

  /** How many values certainly lie below this one: those whose whole range does. */
  countBelow(us: number): number {
    const { indices, upTo } = this.#rank();
    const first = firstWhere(indices.length, (i) => highestAt(indices[i] ?? 0) >= us);
    return upTo[first - 1] ?? 0;
  }

  /** All ranges that hold something, in ascending order. */
  *buckets(): Generator<Bucket> {
    const { indices, counts } = this.#rank();
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] ?? 0;
      const fromUs = lowestAt(index);
      const toUs = lowestAt(index + 1);
      yield { fromUs, toUs, us: fromUs + Math.floor((toUs - fromUs) / 2), count: counts[i] ?? 0 };
    }
  }

  /** Forgets everything, keeping the memory. */
  reset(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#ranks = null;
  }

  encode(): HistogramText {
    const hdr = build({
      bitBucketSize: 32,
      lowestDiscernibleValue: 1,
      highestTrackableValue: HIGHEST_US,
      numberOfSignificantValueDigits: 3,
      useWebAssembly: false,
    });
    for (const { fromUs, count } of this.buckets()) hdr.recordValueWithCount(fromUs, count);
    return encodeIntoCompressedBase64(hdr);
  }

  #add(index: number, count: number): void {
    if (index >= this.#counts.length) this.#grow(index);
    this.#counts[index] = (this.#counts[index] ?? 0) + count;
    this.#count += count;
    this.#ranks = null;
  }

  /** Most distributions end far below the longest latency, so the memory for that is taken when it is needed. */
  #grow(index: number): void {
    const longer = new Int32Array(Math.min(MOST_RANGES, Math.max(index + 1, 2 * this.#counts.length)));
    longer.set(this.#counts);
    this.#counts = longer;
  }

  #rank(): Ranks {
    this.#ranks ??= ranksOf(this.#counts, this.#count);
    return this.#ranks;
  }
}

/** The ranges that hold something, ascending, with their counts and the counts up to and including each. */
interface Ranks {
  readonly indices: readonly number[];
  readonly counts: readonly number[];
  readonly upTo: readonly number[];
}

function ranksOf(all: Int32Array, total: number): Ranks {
  const indices: number[] = [];
  const counts: number[] = [];
  const upTo: number[] = [];
  let seen = 0;
  for (let index = 0; seen < total; index++) {
    const count = all[index] ?? 0;
    if (count === 0) continue;
    seen += count;
    indices.push(index);
    counts.push(count);
    upTo.push(seen);
  }
  return { indices, counts, upTo };
}

/** Ranges are 1 µs wide up to 2,048 µs; above, each doubling of the value is divided into 1,024 of them. */
function indexOf(us: number): number {
  if (us < 2_048) return us;
  const doublings = 21 - Math.clz32(us);
  return (doublings << 10) + (us >>> doublings);
}

/** The smallest value of a range. */
function lowestAt(index: number): number {
  return index < 2_048 ? index : (1_024 + (index & 1_023)) << ((index >>> 10) - 1);
}

/** The largest value of a range. */
function highestAt(index: number): number {
  return Math.min(HIGHEST_US, lowestAt(index + 1) - 1);
}

/** The first of `length` places at which something holds that goes on holding from there; `length` for none. */
function firstWhere(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high; ) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function countedIn(text: HistogramText): ReturnType<typeof readCounted> {
  try {
    return readCounted(text);
  } catch (cause) {
    throw new Error('not a histogram in the form "HdrHistogram V2 compressed, base64"', { cause });
  }
}
