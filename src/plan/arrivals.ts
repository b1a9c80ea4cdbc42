/**
 * When the requests of a step are due. Every thread that needs the schedule streams its own copy from the same
 * seed, in constant memory, so nothing has to be handed over.
 */
import { Random } from '../model/random.ts';

/** Successive arrivals of one step. */
export interface Arrivals {
  /** The next arrival in milliseconds after the step's start, never before the one before it; Infinity after the last. */
  next(): number;
}

/**
 * Arrivals of a step of `n` at `ratePerSecond`, all within its window of `n / ratePerSecond`.
 * @param kind constant: one every `1 / ratePerSecond`, the first at 0; poisson: uniform times over the window, in order
 * @param seed used by poisson only; the same seed gives the same times
 */
export function arrivals(
  kind: 'constant' | 'poisson',
  n: number,
  ratePerSecond: number,
  seed: number,
): Arrivals {
  return kind === 'constant'
    ? new ConstantArrivals(n, ratePerSecond)
    : new PoissonArrivals(n, ratePerSecond, seed);
}

class ConstantArrivals implements Arrivals {
  #k = 0;
  readonly #n: number;
  readonly #ratePerSecond: number;

  constructor(n: number, ratePerSecond: number) {
    this.#n = n;
    this.#ratePerSecond = ratePerSecond;
  }

  next(): number {
    if (this.#k >= this.#n) return Number.POSITIVE_INFINITY;
    // Computed from k each time: adding up an interval would drift.
    const due = (this.#k * 1_000) / this.#ratePerSecond;
    this.#k += 1;
    return due;
  }
}

/**
 * A Poisson process that is known to have had n arrivals in a window is n independent uniform times. They come out
 * in ascending order without a sort: with m of them left, the share of the window that stays empty before the next
 * one is the m-th root of a uniform number (J. L. Bentley and J. B. Saxe, "Generating Sorted Lists of Random
 * Numbers", ACM TOMS 6(3), 1980, https://doi.org/10.1145/355900.355907). Logarithms keep the product exact.
 */
class PoissonArrivals implements Arrivals {
  #left: number;
  #lnOfRest = 0;
  #lastMs = 0;
  readonly #windowMs: number;
  readonly #random: Random;

  constructor(n: number, ratePerSecond: number, seed: number) {
    this.#left = n;
    this.#windowMs = (n * 1_000) / ratePerSecond;
    this.#random = new Random(seed);
  }

  next(): number {
    if (this.#left <= 0) return Number.POSITIVE_INFINITY;
    this.#lnOfRest += Math.log(this.#random.between0And1()) / this.#left;
    this.#left -= 1;
    const due = -Math.expm1(this.#lnOfRest) * this.#windowMs;
    // Rounding alone could turn two neighbours round or touch the window's end.
    if (due > this.#lastMs) this.#lastMs = Math.min(due, this.#windowMs);
    return this.#lastMs;
  }
}
