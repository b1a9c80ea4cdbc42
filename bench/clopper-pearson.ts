import { atLeast, atMost } from '../src/analysis/judging/binomial.ts';
import { whereRising } from '../src/analysis/statistics/distributions.ts';
import type { Interval } from '../src/analysis/statistics/interval.ts';

/**
 * The exact interval of a share that was seen `k` times in `n`: both ends are where seeing so few, or so many, would have
 * had half of 1 − confidence (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934,
 * https://doi.org/10.1093/biomet/26.4.404). At least the stated confidence, often more.
 */
export function clopperPearson(k: number, n: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: k === 0 ? 0 : whereRising((p) => atLeast(k, n, p), tail, [0, 1]),
    high: k === n ? 1 : whereRising((p) => -atMost(k, n, p), -tail, [0, 1]),
    confidence,
    assumes: null,
  };
}
