/**
 * What a share may be of which only so many trials were seen: the median-unbiased ends of Clopper and Pearson, at the
 * confidence of ½ on each side. The true share lies above the high end, and below the low one, at most every other
 * time, which is what the sign-flip test takes a round for; so rounds without any failure show no more than they hold.
 */
import { atLeast, atMost } from '../judging/binomial.ts';
import type { Bracketed } from './bracketed.ts';

const HALVINGS = 60;

/**
 * @param successes 0 … trials, whole
 * @param trials 1 at least, whole
 */
export const shareBracket = (successes: number, trials: number): Bracketed => ({
  estimate: successes / trials,
  low: successes === 0 ? 0 : whereHalf((p) => atLeast(successes, trials, p)),
  high: successes === trials ? 1 : 1 - whereHalf((p) => atMost(successes, trials, 1 - p)),
});

/** Where a probability that rises with its argument, 0 … 1, reaches ½. */
function whereHalf(rising: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0.5) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
