/**
 * Two targets by the ratios of the same rounds. Only the primary figures get a word, tested exactly and corrected for
 * how many they are; everything else has its interval and no word.
 */
import { logRatio, type Pair } from '../statistics/bracketed.ts';
import { holm } from '../statistics/holm.ts';
import { expOf, type Interval } from '../statistics/interval.ts';
import { median } from '../statistics/median-interval.ts';
import { roundsNeeded } from '../statistics/power.ts';
import { signFlipInterval, signFlipP } from '../statistics/sign-flip.ts';
import { meanAndSpread, studentInterval } from '../statistics/student-interval.ts';

/** One primary figure of two targets. */
export interface PairedFigure {
  readonly better: 'higher' | 'lower';
  /** One of each round that has both. */
  readonly rounds: readonly Pair[];
}

export type Word = 'better' | 'worse' | 'undecided';

/** How many rounds a word would take; `most` is null where no number may do. */
export interface RoundsRange {
  readonly least: number;
  readonly most: number | null;
}

const DOUBT = 0.05;

/** Of each figure, in order: does head do better than base? */
export function wordsOf(figures: readonly PairedFigure[]): readonly Word[] {
  const adjusted = holm(figures.map(({ rounds }) => signFlipP(rounds.map(logRatio))));
  return figures.map(({ rounds, better }, i) => {
    if ((adjusted[i] ?? 1) > DOUBT) return 'undecided';
    const sum = rounds.map(logRatio).reduce((total, { estimate }) => total + estimate, 0);
    return sum > 0 === (better === 'higher') ? 'better' : 'worse';
  });
}

/** The median of head ÷ base over the rounds; NaN without rounds. */
export const medianRatio = (rounds: readonly Pair[]): number =>
  Math.exp(median(rounds.map(logRatio).map(({ estimate }) => estimate)));

/**
 * The interval of head ÷ base: exact where the rounds are enough, else by Student's t.
 * @returns null with fewer than two rounds, or where a figure is 0 or not bounded
 */
export function ratioInterval(rounds: readonly Pair[], confidence = 0.95): Interval | null {
  const logs = rounds.map(logRatio);
  return expOf(signFlipInterval(logs, confidence) ?? studentInterval(logs, confidence));
}

/**
 * How many rounds would decide, from the largest difference that is likely (80 % interval of the mean) to the smallest.
 * @param words how many primary figures there are
 * @returns null where the rounds do not say, or no thousand of them would do
 */
export const roundsForWord = (rounds: readonly Pair[], words: number): RoundsRange | null =>
  roundsToFind(
    rounds.map((pair) => logRatio(pair).estimate),
    DOUBT / 2 / words,
  );

/**
 * How many rounds find that their mean is not 0, four times in five, each way from the largest that is likely.
 * @param estimates logarithms, one a round
 * @param tail one-sided probability of a false alarm
 * @returns null where the rounds do not say, or no thousand of them would do
 */
export function roundsToFind(estimates: readonly number[], tail: number): RoundsRange | null {
  const logs = estimates.map((estimate) => ({ estimate, low: estimate, high: estimate }));
  const likely = studentInterval(logs, 0.8);
  const { spread } = meanAndSpread(estimates);
  if (likely === null || spread === 0) return null;
  const [near = 0, far = 0] = [Math.abs(likely.low), Math.abs(likely.high)].toSorted((a, b) => a - b);
  const least = roundsNeeded(far / spread, tail);
  const mayBeNone = likely.low < 0 && likely.high > 0;
  return least === null ? null : { least, most: mayBeNone ? null : roundsNeeded(near / spread, tail) };
}
