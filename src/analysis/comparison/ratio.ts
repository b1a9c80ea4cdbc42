/** Ratios of two readings, with the bound and the interval that follow from theirs. */
import type { Bound, Interval, Ratio } from '../../model/comparison.ts';
import type { Reading } from './reading.ts';

/**
 * Divides one reading by another.
 * @param unevenCpus whether the two were served unevenly by CPUs that they shared with the generator
 * @returns null where no ratio may be claimed
 */
export function ratioOf(one: Reading, other: Reading, unevenCpus: boolean): Ratio | null {
  const bound = boundOf(one.bound, other.bound);
  if (bound === null || one.reach === null || other.reach === null) return null;
  if (!isPositive(one.value) || !isPositive(other.value)) return null;
  const isExact = one.interval === null && other.interval === null;
  const interval = divided(one.reach, other.reach);
  return {
    value: one.value / other.value,
    bound,
    interval: isExact ? null : interval,
    clear: isClear(interval, one, other),
    unevenCpus,
    doubtful: one.doubtful || other.doubtful,
  };
}

/** Whether the interval does not hold 1: an end at 1 is no part of it where it comes from a rate that failed. */
function isClear([lowest, highest]: Interval, one: Reading, other: Reading): boolean {
  const lowestIsOut = one.excludes === 'lower' || other.excludes === 'upper';
  const highestIsOut = one.excludes === 'upper' || other.excludes === 'lower';
  if (lowest > 1 || (lowestIsOut && lowest === 1)) return true;
  return highest !== null && (highest < 1 || (highestIsOut && highest === 1));
}

const isPositive = (value: number | null): value is number =>
  value !== null && value > 0 && Number.isFinite(value);

/** Null where nothing can be said: both are only known to be at least, or at most, what they are. */
function boundOf(one: Bound, other: Bound): Bound | null {
  const turned = { exact: 'exact', 'at-least': 'at-most', 'at-most': 'at-least' } as const;
  const below = turned[other];
  if (one === 'exact') return below;
  return below === 'exact' || below === one ? one : null;
}

/** The least and the most that one could be of the other. */
function divided([oneLow, oneHigh]: Interval, [otherLow, otherHigh]: Interval): Interval {
  const lowest = otherHigh === null ? 0 : oneLow / otherHigh;
  const highest = oneHigh === null || otherLow === 0 ? null : oneHigh / otherLow;
  return [lowest, highest];
}
