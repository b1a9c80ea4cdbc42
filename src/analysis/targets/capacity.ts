/** The highest rate that meets an objective, in one round and over all of them. */
import type { Capacity, CapacityOverRounds, RoundCapacity, Verdict } from '../../model/analysis.ts';
import type { Bracketed } from '../statistics/bracketed.ts';
import { endsOf, finiteOrNull } from '../statistics/interval.ts';
import { medianInterval } from '../statistics/median-interval.ts';

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
  const failedAtPerSecond = finiteOrNull(failedAt);
  if (!Number.isFinite(passed)) return { objective, kind: 'none', ratePerSecond: null, failedAtPerSecond };
  const kind = failedAtPerSecond === null ? 'at-least' : 'value';
  return { objective, kind, ratePerSecond: passed, failedAtPerSecond };
}

/**
 * The median of the rounds' capacities, with its own bracket, and its interval, to the ends of the brackets. Of an even
 * number of rounds the lower one of the two in the middle, which was really measured, speaks. A round in which nothing
 * passed and nothing failed says nothing, so it is left out unless all are like that.
 */
export function capacityOverRounds(objective: string, all: readonly RoundCapacity[]): CapacityOverRounds {
  const known = all.filter(
    ({ ratePerSecond, failedAtPerSecond }) => (ratePerSecond ?? failedAtPerSecond) !== null,
  );
  const rounds = known.length > 0 ? known : all;
  const ascending = rounds.toSorted(
    (a, b) => rateOf(a) - rateOf(b) || Number(a.kind === 'at-least') - Number(b.kind === 'at-least'),
  );
  const middle = ascending[Math.ceil(ascending.length / 2) - 1];
  const { round: _, ...median } = { round: 0, ...(middle ?? capacityOf(objective, [])) };
  const interval = medianInterval(rounds.map(bracketOf));
  return {
    ...median,
    rounds,
    interval: interval && endsOf(interval),
    confidence: interval?.confidence ?? null,
  };
}

/**
 * What a capacity may lie between; 0 where no rate was met. Where a search saw no rate that mostly passed, or failed, on
 * one side of the knee, the search's own 95 % interval ends that side.
 */
export function bracketOf({ ratePerSecond, failedAtPerSecond, searched }: Capacity): Bracketed {
  const estimate = ratePerSecond ?? 0;
  const [low, high] = searched?.interval ?? [null, null];
  return {
    estimate,
    low: Math.min(estimate, searched?.passedPerSecond ?? low ?? estimate),
    high: failedAtPerSecond ?? high ?? Number.POSITIVE_INFINITY,
  };
}

const rateOf = (capacity: Capacity) => capacity.ratePerSecond ?? 0;
