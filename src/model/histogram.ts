/**
 * Latency histograms: microseconds, three significant digits, 1 µs to 120 s.
 * The only file that knows the histogram library.
 */
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as Hdr,
} from 'hdr-histogram-js';

/** The largest value that is kept; longer ones are clamped to it. In microseconds. */
export const HIGHEST_US = 120_000_000;

/** The HDR exchange form "V2 compressed", as base64; any HdrHistogram library reads it. */
export type HistogramText = string;

/** One range of values with its count. */
export interface Bucket {
  /** A value that stands for the range (its middle), in microseconds. */
  readonly us: number;
  readonly count: number;
}

/** A growing or finished distribution of microseconds. Its size does not depend on how much was recorded. */
export class Histogram {
  readonly #hdr: Hdr;

  private constructor(hdr: Hdr) {
    this.#hdr = hdr;
  }

  static empty(): Histogram {
    return new Histogram(
      build({
        bitBucketSize: 32,
        lowestDiscernibleValue: 1,
        highestTrackableValue: HIGHEST_US,
        numberOfSignificantValueDigits: 3,
        useWebAssembly: false,
      }),
    );
  }

  /** @throws Error where the text is no HDR V2 compressed histogram */
  static decode(text: HistogramText): Histogram {
    return new Histogram(decodeFromCompressedBase64(text, 32, false));
  }

  /** The sum of several distributions. */
  static merge(parts: Iterable<Histogram>): Histogram {
    const sum = Histogram.empty();
    for (const part of parts) sum.#hdr.add(part.#hdr);
    return sum;
  }

  /** Counts a value, clamped to 0 … 120 s. */
  record(us: number): void {
    this.#hdr.recordValue(us <= 0 ? 0 : us >= HIGHEST_US ? HIGHEST_US : Math.round(us));
  }

  get count(): number {
    return this.#hdr.totalCount;
  }

  /** The largest value recorded, in microseconds; 0 when empty. */
  get maxUs(): number {
    return this.#hdr.totalCount === 0 ? 0 : this.#hdr.maxValue;
  }

  /** The mean, in microseconds; 0 when empty. */
  get meanUs(): number {
    return this.#hdr.totalCount === 0 ? 0 : this.#hdr.mean;
  }

  /** The value at a percentile (0–100) of what was recorded, in microseconds; null when empty. */
  percentileUs(percentile: number): number | null {
    return this.#hdr.totalCount === 0 ? null : this.#hdr.getValueAtPercentile(percentile);
  }

  /**
   * The value that is the k-th smallest, k from 1; null where fewer were recorded.
   * Percentiles over all that was scheduled are ranks here, with the failures standing above every success.
   */
  atRankUs(rank: number): number | null {
    if (rank > this.count) return null;
    let seen = 0;
    for (const bucket of this.buckets()) {
      seen += bucket.count;
      if (seen >= rank) return bucket.us;
    }
    return null;
  }

  /** All ranges that hold something, in ascending order. */
  *buckets(): Generator<Bucket> {
    const hdr = this.#hdr as unknown as HdrInside;
    let left = this.count;
    for (let i = 0; left > 0; i++) {
      const count = hdr.getCountAtIndex(i);
      if (count === 0) continue;
      left -= count;
      yield { us: hdr.medianEquivalentValue(hdr.valueFromIndex(i)), count };
    }
  }

  /** Forgets everything, keeping the memory. */
  reset(): void {
    this.#hdr.reset();
  }

  encode(): HistogramText {
    return encodeIntoCompressedBase64(this.#hdr);
  }
}

/** What the library has but does not declare for its users; a test leans on it. */
interface HdrInside {
  getCountAtIndex(index: number): number;
  valueFromIndex(index: number): number;
  medianEquivalentValue(value: number): number;
}
