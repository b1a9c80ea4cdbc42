/**
 * The gate: did a figure get worse by more than is allowed? Fail and pass are one-sided, with 5 % of doubt at most; with
 * five rounds that takes every one of them. A fail has to be found twice, in two sets of fresh rounds that are never
 * pooled: one look alone at 1 in 32 would cry wolf once a month.
 */
import { logRatio, type Pair } from '../statistics/bracketed.ts';
import { expOf, type Interval } from '../statistics/interval.ts';
import { FOUND, smallestGap } from '../statistics/power.ts';
import { signFlipInterval } from '../statistics/sign-flip.ts';
import { meanAndSpread, studentInterval } from '../statistics/student-interval.ts';

export interface DropQuestion {
  readonly better: 'higher' | 'lower';
  /** The share that may be lost, 0 … 1: of a figure that is better higher head ÷ base ≥ 1 − maxDrop, of another base ÷ head. */
  readonly maxDrop: number;
  /** What just meets it passes too. */
  readonly orEqual?: boolean;
  readonly first: readonly Pair[];
  /** Fresh rounds that were measured because the first ones failed; null where there are none. */
  readonly second: readonly Pair[] | null;
  /** What forbids a verdict, whatever the figures say. */
  readonly unfit: Unfit | null;
}

export type Unfit =
  | 'not-measured'
  | 'generator-limited'
  | 'host-limited'
  | 'host-not-as-configured'
  | 'other-request';

export type Why =
  | 'beyond-margin'
  | 'within-margin'
  | 'too-few-rounds'
  | 'not-bounded'
  | 'too-noisy'
  | 'to-be-confirmed'
  | 'not-confirmed'
  | Unfit;

export interface DropVerdict {
  readonly verdict: 'fail' | 'pass' | 'cannot-tell';
  readonly why: Why;
  /** Of what is left, 1 meaning no loss, in the first rounds; null with fewer than two, or where nothing bounds it. */
  readonly interval: Interval | null;
}

/** Each side of the interval leaves out 5 %. */
const CONFIDENCE = 0.9;
export const LEAST_ROUNDS = 5;

export function judgeDrop(question: DropQuestion): DropVerdict {
  const { better, maxDrop, orEqual = false, first, second, unfit } = question;
  const margin = Math.log1p(-maxDrop);
  const logs = lossesOf(better, first);
  const interval = signFlipInterval(logs, CONFIDENCE);
  const told = (verdict: DropVerdict['verdict'], why: Why): DropVerdict => ({
    verdict,
    why,
    interval: expOf(interval ?? studentInterval(logs, CONFIDENCE)),
  });
  if (unfit !== null) return told('cannot-tell', unfit);
  if (first.length < LEAST_ROUNDS || interval === null) return told('cannot-tell', 'too-few-rounds');
  if (interval.low > margin || (orEqual && interval.low === margin)) return told('pass', 'within-margin');
  if (interval.high >= margin) {
    return told('cannot-tell', Number.isFinite(interval.high - interval.low) ? 'too-noisy' : 'not-bounded');
  }
  if (second === null) return told('cannot-tell', 'to-be-confirmed');
  const again = signFlipInterval(lossesOf(better, second), CONFIDENCE);
  if (again === null) return told('cannot-tell', 'to-be-confirmed');
  return again.high < margin ? told('fail', 'beyond-margin') : told('cannot-tell', 'not-confirmed');
}

/** Logarithms of what is left, below 0 where something was lost. */
export const lossesOf = (better: DropQuestion['better'], pairs: readonly Pair[]) =>
  pairs.map(({ base, head }) => logRatio(better === 'higher' ? { base, head } : { base: head, head: base }));

/**
 * The smallest loss that so many rounds, spread as they are, find four times in five. Both sets have to find it, so each
 * has to with the root of 80 %.
 * @returns 0 … 1, beyond the allowed one; null where the rounds are too few or not bounded
 */
export function smallestDrop({ better, maxDrop, first }: DropQuestion): number | null {
  if (first.length < LEAST_ROUNDS) return null;
  const logs = lossesOf(better, first);
  const { spread } = meanAndSpread(logs.map(({ estimate }) => estimate));
  const width = meanAndSpread(logs.map(({ estimate, high }) => high - estimate)).mean;
  // The spread of a few values comes out too small on average, by this much (c4 of quality control, to 1 in 400).
  const trueSpread = spread / (1 - 1 / (4 * (first.length - 1)));
  // Equal brackets meet exactly at no loss, and what only meets the margin is not beyond it.
  const tie = maxDrop === 0 ? width / 2 : 0;
  const gap = smallestGap(first.length, (1 - CONFIDENCE) / 2, Math.sqrt(FOUND));
  const reach = gap * trueSpread + width + tie;
  return Number.isFinite(reach) ? 1 - Math.exp(Math.log1p(-maxDrop) - reach) : null;
}
