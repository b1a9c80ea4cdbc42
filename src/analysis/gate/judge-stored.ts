/**
 * A run against older ones of the same machine and plan. Whole runs differ by more than their rounds do, so the unit here
 * is the run: the figure of the next one, if nothing has changed, lies in a prediction interval around the older ones.
 */
import { type Bracketed, logRatio } from '../statistics/bracketed.ts';
import { expOf, type Interval } from '../statistics/interval.ts';
import { FOUND, smallestGap } from '../statistics/power.ts';
import { meanAndSpread, predictionInterval } from '../statistics/student-interval.ts';
import type { DropVerdict } from './judge-drop.ts';

/** With fewer the interval is too wide to say anything. */
export const LEAST_STORED = 6;

/** Each side of the interval leaves out 5 %. */
const CONFIDENCE = 0.9;

export interface StoredQuestion {
  /** The share that may be lost, 0 … 1. */
  readonly maxDrop: number;
  /** The figure, better higher: one of each stored run, above 0; of this run; of the fresh rounds, null where there are none. */
  readonly stored: readonly Bracketed[];
  readonly now: Bracketed;
  readonly again: Bracketed | null;
}

export interface StoredVerdict extends DropVerdict {
  /** The smallest loss that would have been found four times in five, 0 … 1; null where that is not known. */
  readonly smallestDrop: number | null;
}

export function judgeStored({ maxDrop, stored, now, again }: StoredQuestion): StoredVerdict {
  const margin = Math.log1p(-maxDrop);
  if (stored.length < LEAST_STORED)
    return { verdict: 'cannot-tell', why: 'too-few-rounds', interval: null, smallestDrop: null };
  const expected = expectedOf(stored);
  const reach = reachOf(stored, now);
  const left = leftOf(now, expected);
  const told = (verdict: DropVerdict['verdict'], why: DropVerdict['why']): StoredVerdict => ({
    verdict,
    why,
    interval: expOf({ low: left.low, high: left.high, confidence: CONFIDENCE, assumes: 'log-normal' }),
    smallestDrop: Number.isFinite(reach) ? 1 - Math.exp(margin - reach) : null,
  });
  if (left.low > margin) return told('pass', 'within-margin');
  if (left.high >= margin)
    return told('cannot-tell', Number.isFinite(left.high - left.low) ? 'too-noisy' : 'not-bounded');
  if (again === null) return told('cannot-tell', 'to-be-confirmed');
  return leftOf(again, expected).high < margin
    ? told('fail', 'beyond-margin')
    : told('cannot-tell', 'not-confirmed');
}

/** Where the next run is to be expected: from the low ends of the older brackets to the high ones. */
function expectedOf(stored: readonly Bracketed[]): Pick<Interval, 'low' | 'high'> {
  const predicted = (end: (one: Bracketed) => number) =>
    predictionInterval(
      stored.map((one) => Math.log(end(one))),
      CONFIDENCE,
    );
  const low = predicted((one) => one.low)?.low ?? Number.NaN;
  const high = predicted((one) => one.high)?.high ?? Number.NaN;
  return {
    low: Number.isNaN(low) ? 0 : Math.exp(low),
    high: Number.isNaN(high) ? Number.POSITIVE_INFINITY : Math.exp(high),
  };
}

/** The logarithm of what a figure is of what was to be expected. */
const leftOf = (value: Bracketed, { low, high }: Pick<Interval, 'low' | 'high'>): Bracketed =>
  logRatio({ base: { estimate: value.estimate, low, high }, head: value });

/** How far below the older runs a run has to lie to be found, both times, with brackets as wide as these: as a logarithm. */
function reachOf(stored: readonly Bracketed[], now: Bracketed): number {
  const { spread } = meanAndSpread(stored.map(({ estimate }) => Math.log(estimate)));
  // A gap g of single runs is to their mean what g / √(1 + 1/k) would be to the mean of k.
  const gap =
    smallestGap(stored.length, (1 - CONFIDENCE) / 2, Math.sqrt(FOUND)) * Math.sqrt(stored.length + 1);
  const below = meanAndSpread(stored.map(({ estimate, low }) => Math.log(estimate / low))).mean;
  return gap * spread + below + Math.log(now.high / now.estimate);
}
