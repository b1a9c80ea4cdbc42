/** The highest rate that meets an objective, in one round and over all of them. */
import type { Capacity, CapacityOverRounds, Verdict } from '../model/analysis.ts';
import { formatRate } from '../model/rate.ts';

/** What a step said about one objective. */
export interface Decision {
  readonly ratePerSecond: number;
  readonly verdict: Verdict;
}

/**
 * The highest pass with no fail below it, and the lowest fail above it. Undecided rates neither make nor break it.
 * @param decisions in the order of measuring; where a rate was measured twice, the later one counts
 */
export function capacityOf(objective: string, decisions: readonly Decision[]): Capacity {
  const latest = new Map(decisions.map(({ ratePerSecond, verdict }) => [ratePerSecond, verdict]));
  const ratesThat = (wanted: Verdict) =>
    [...latest].flatMap(([rate, verdict]) => (verdict === wanted ? [rate] : []));
  const failedAt = Math.min(...ratesThat('fail'));
  const passed = Math.max(...ratesThat('pass').filter((rate) => rate < failedAt));
  const failedAtPerSecond = Number.isFinite(failedAt) ? failedAt : null;
  if (!Number.isFinite(passed)) return { objective, kind: 'none', ratePerSecond: null, failedAtPerSecond };
  const kind = failedAtPerSecond === null ? 'at-least' : 'value';
  return { objective, kind, ratePerSecond: passed, failedAtPerSecond };
}

/**
 * The median of the rounds' capacities, with its own bracket, and their interval. Of an even number of rounds the
 * lower one of the two in the middle, which was really measured, speaks.
 */
export function capacityOverRounds(objective: string, rounds: readonly Capacity[]): CapacityOverRounds {
  const ascending = rounds.toSorted(
    (a, b) => rateOf(a) - rateOf(b) || Number(a.kind === 'at-least') - Number(b.kind === 'at-least'),
  );
  const lowest = ascending[0];
  const highest = ascending.at(-1);
  const median = ascending[Math.ceil(ascending.length / 2) - 1] ?? capacityOf(objective, []);
  return {
    ...median,
    rounds,
    interval:
      ascending.length < 2 || lowest === undefined || highest === undefined
        ? null
        : [rateOf(lowest), rateOf(highest)],
  };
}

/**
 * A capacity in words: `1,995/s (fails at 2,512/s)`.
 * @param highestTried the highest rate that was tried, where it is known: says how far "at least" reaches
 */
export function describeCapacity(capacity: Capacity, highestTried?: number): string {
  const { kind, ratePerSecond, failedAtPerSecond } = capacity;
  if (kind === 'none' || ratePerSecond === null) {
    return failedAtPerSecond === null
      ? 'not known: no rate passed, and none surely failed'
      : `none: fails already at ${formatRate(failedAtPerSecond)}/s`;
  }
  const rate = `${formatRate(ratePerSecond)}/s`;
  if (failedAtPerSecond !== null) return `${rate} (fails at ${formatRate(failedAtPerSecond)}/s)`;
  if (highestTried === undefined) return `≥ ${rate}, no rate failed`;
  return highestTried > ratePerSecond
    ? `≥ ${rate} (undecided above it, up to ${formatRate(highestTried)}/s)`
    : `≥ ${rate}, the highest rate tried`;
}

const rateOf = (capacity: Capacity) => capacity.ratePerSecond ?? 0;
