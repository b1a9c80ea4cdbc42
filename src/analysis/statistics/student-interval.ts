/** Student's t on logarithms, for where rounds are too few for an interval without assumptions. */
import type { Bracketed } from './bracketed.ts';
import { studentQuantile } from './distributions.ts';
import type { Interval } from './interval.ts';

/** Mean and standard deviation (n − 1). The deviation of one value is NaN. */
export function meanAndSpread(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / (values.length - 1)) };
}

/**
 * The interval of the mean of logarithms: mean ± t·s/√n, each end moved out by the mean width of the brackets on its
 * side.
 * @param logs ratios or figures as natural logarithms, one a round
 * @returns null with fewer than two rounds, or where a figure is 0 or not bounded
 */
export function studentInterval(logs: readonly Bracketed[], confidence = 0.95): Interval | null {
  const n = logs.length;
  const { mean, spread } = meanAndSpread(logs.map(({ estimate }) => estimate));
  const reach = n < 2 ? Number.NaN : (studentQuantile((1 + confidence) / 2, n - 1) * spread) / Math.sqrt(n);
  const low = mean - reach - meanAndSpread(logs.map((log) => log.estimate - log.low)).mean;
  const high = mean + reach + meanAndSpread(logs.map((log) => log.high - log.estimate)).mean;
  return Number.isFinite(high - low) ? { low, high, confidence, assumes: 'log-normal' } : null;
}

/**
 * The interval of the difference of two means of logarithms that are not paired: B. L. Welch, The Generalization of
 * "Student's" Problem, Biometrika 34, 1947, https://doi.org/10.1093/biomet/34.1-2.28, the degrees of freedom rounded down.
 * Brackets move its ends out as they do those of pairs.
 * @returns null where one has fewer than two rounds, or a figure is 0 or not bounded
 */
export function welchInterval(
  base: readonly Bracketed[],
  head: readonly Bracketed[],
  confidence = 0.95,
): Interval | null {
  if (Math.min(base.length, head.length) < 2) return null;
  const [one, other] = [base, head].map((logs) => {
    const { mean, spread } = meanAndSpread(logs.map(({ estimate }) => estimate));
    const width = (of: (log: Bracketed) => number) => meanAndSpread(logs.map(of)).mean;
    const below = width(({ estimate, low }) => estimate - low);
    const above = width(({ estimate, high }) => high - estimate);
    return { mean, below, above, square: spread ** 2 / logs.length, df: logs.length - 1 };
  });
  if (one === undefined || other === undefined) return null;
  const square = one.square + other.square;
  const df = square === 0 ? 1 : square ** 2 / (one.square ** 2 / one.df + other.square ** 2 / other.df);
  const reach = studentQuantile((1 + confidence) / 2, Math.max(1, Math.floor(df))) * Math.sqrt(square);
  const low = other.mean - one.mean - reach - other.below - one.above;
  const high = other.mean - one.mean + reach + other.above + one.below;
  return Number.isFinite(high - low) ? { low, high, confidence, assumes: 'log-normal' } : null;
}

/**
 * Where the next figure of the same kind lies, from k older ones: mean ± t·s·√(1 + 1/k)
 * (G. J. Hahn and W. Q. Meeker, Statistical Intervals, 1991, section 4.7).
 * @param logs natural logarithms of k older figures
 * @returns null with fewer than two
 */
export function predictionInterval(logs: readonly number[], confidence = 0.95): Interval | null {
  const k = logs.length;
  if (k < 2) return null;
  const { mean, spread } = meanAndSpread(logs);
  const reach = studentQuantile((1 + confidence) / 2, k - 1) * spread * Math.sqrt(1 + 1 / k);
  return { low: mean - reach, high: mean + reach, confidence, assumes: 'log-normal' };
}
