/**
 * The median over rounds and its interval, from order statistics: whatever the distribution, the k-th lowest and the
 * k-th highest of n independent values hold their median with 1 − 2·P(X < k), X binomial with n and ½
 * (G. J. Hahn and W. Q. Meeker, Statistical Intervals, 1991, section 5.2).
 */
import { atMost } from '../judging/binomial.ts';
import type { Bracketed } from './bracketed.ts';
import type { Interval } from './interval.ts';

/** How surely the k-th lowest and k-th highest of n hold the median: 1 − 2^(1−n) for the lowest and the highest. */
export const confidenceOfRank = (n: number, k: number): number => 1 - 2 * atMost(k - 1, n, 0.5);

/** The middle value, or the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  const half = ascending.length / 2;
  return ((ascending[Math.ceil(half) - 1] ?? Number.NaN) + (ascending[Math.floor(half)] ?? Number.NaN)) / 2;
}

/**
 * The narrowest such interval of at least the wanted confidence; lowest to highest, with the confidence that this
 * has, where the rounds are too few. It reaches to the ends of the rounds' brackets.
 * @returns null with fewer than two rounds
 */
export function medianInterval(rounds: readonly Bracketed[], wanted = 0.95): Interval | null {
  const n = rounds.length;
  if (n < 2) return null;
  let k = 1;
  while (k + 1 <= n / 2 && confidenceOfRank(n, k + 1) >= wanted) k++;
  const lows = rounds.map(({ low }) => low).toSorted((a, b) => a - b);
  const highs = rounds.map(({ high }) => high).toSorted((a, b) => b - a);
  return {
    low: lows[k - 1] ?? Number.NaN,
    high: highs[k - 1] ?? Number.NaN,
    confidence: confidenceOfRank(n, k),
    assumes: null,
  };
}
