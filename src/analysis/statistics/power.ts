/** What so many rounds can find: the power of the one-sided t test, which that of the sign-flip test comes close to. */
import { normalCdf, studentQuantile, whereRising } from './distributions.ts';

/** How often something is to be found to be called findable. */
export const FOUND = 0.8;
const SLICES = 400;
const MOST_ROUNDS = 1_000;

/**
 * How often `n` rounds find a gap.
 * Noncentral t (N. L. Johnson and S. Kotz, Continuous Univariate Distributions 2, 1970, chapter 31), summed over the
 * distribution of the estimated spread.
 * @param gap true gap in units of the spread between rounds
 * @param tail one-sided probability of a false alarm
 */
export function power(n: number, gap: number, tail: number): number {
  const df = n - 1;
  const critical = studentQuantile(1 - tail, df);
  // The spread as estimated, over the true one: √(χ²/df). Weights by density, summed to 1.
  const most = 1 + 8 / Math.sqrt(2 * df);
  let weights = 0;
  let found = 0;
  for (let i = 0; i < SLICES; i++) {
    const spread = ((i + 0.5) * most) / SLICES;
    const weight = Math.exp((df - 1) * Math.log(spread) - (df * (spread ** 2 - 1)) / 2);
    weights += weight;
    found += weight * normalCdf(gap * Math.sqrt(n) - critical * spread);
  }
  return found / weights;
}

/**
 * How often the sign-flip test finds it. Where its p can only just reach the tail, every round has to lie beyond, which
 * is rarer than what the t test finds.
 */
function signFlipPower(n: number, gap: number, tail: number): number {
  const found = power(n, gap, tail);
  const subsetsBeyond = Math.floor(tail * 2 ** n + 1e-9);
  if (subsetsBeyond < 1) return 0;
  return subsetsBeyond === 1 ? Math.min(found, normalCdf(gap) ** n) : found;
}

/** The smallest gap, in units of the spread, that `n` rounds find with probability `found`. */
export const smallestGap = (n: number, tail: number, found: number = FOUND): number =>
  whereRising((gap) => signFlipPower(n, gap, tail), found, [0, 50]);

/** The fewest rounds that find a gap, of either sign, four times in five; null where not even a thousand do. */
export function roundsNeeded(gap: number, tail: number): number | null {
  const finds = (n: number) => signFlipPower(n, Math.abs(gap), tail) >= FOUND;
  let [low, high] = [2, MOST_ROUNDS];
  if (!finds(high)) return null;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (finds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
