/**
 * A run against older ones of the same machine and plan. Whole runs differ by more than their rounds do, so the unit here
 * is the run: the figure of the next one, if nothing has changed, lies in a prediction interval around the older ones.
 */
import type { Interval } from '../statistics/interval.ts';
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
  /** The figure, better higher: one of each stored run; of this run; of the fresh rounds, null where there are none. */
  readonly stored: readonly number[];
  readonly now: number;
  readonly again: number | null;
}

export interface StoredVerdict extends DropVerdict {
  /** The smallest loss that would have been found four times in five, 0 … 1. */
  readonly smallestDrop: number | null;
}

export function judgeStored({ maxDrop, stored, now, again }: StoredQuestion): StoredVerdict {
  const margin = Math.log1p(-maxDrop);
  const logs = stored.map(Math.log);
  const predicted = stored.length < LEAST_STORED ? null : predictionInterval(logs, CONFIDENCE);
  if (predicted === null)
    return { verdict: 'cannot-tell', why: 'too-few-rounds', interval: null, smallestDrop: null };
  const told = (verdict: DropVerdict['verdict'], why: DropVerdict['why']): StoredVerdict => ({
    verdict,
    why,
    interval: ratioTo(predicted, now),
    smallestDrop: 1 - Math.exp(margin - reachOf(logs)),
  });
  const { low, high } = ratioTo(predicted, now);
  if (Math.log(low) > margin) return told('pass', 'within-margin');
  if (Math.log(high) >= margin) return told('cannot-tell', 'too-noisy');
  if (again === null) return told('cannot-tell', 'to-be-confirmed');
  return Math.log(ratioTo(predicted, again).high) < margin
    ? told('fail', 'beyond-margin')
    : told('cannot-tell', 'not-confirmed');
}

/** What a figure is of what was to be expected. */
const ratioTo = (predicted: Interval, value: number): Interval => ({
  ...predicted,
  low: value / Math.exp(predicted.high),
  high: value / Math.exp(predicted.low),
});

/** How far below the older runs a run has to lie to be found, both times: as a logarithm. */
function reachOf(logs: readonly number[]): number {
  const { spread } = meanAndSpread(logs);
  // A gap g of single runs is to their mean what g / √(1 + 1/k) would be to the mean of k.
  const gap = smallestGap(logs.length, (1 - CONFIDENCE) / 2, Math.sqrt(FOUND)) * Math.sqrt(logs.length + 1);
  return gap * spread;
}
