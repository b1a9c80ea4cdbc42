/** What a block measures next, given what it has measured so far. Resuming a block asks the same question. */
import { type Next, type PlannedRate, type Visit, wasMeasured } from '../model/next-step.ts';
import { type Block, type Plan, ratesOf } from '../model/plan.ts';
import { rateKey } from '../model/rate.ts';
import { doubtfulRate } from './doubtful-rate.ts';
import { reasonToStop } from './early-stop.ts';
import { nextTrial } from './search/next-trial.ts';
import { type SearchSettings, searchesOf } from './search/settings.ts';

/** How the rates of a block are chosen. */
export type Strategy = Grid | { readonly kind: 'search'; readonly searches: readonly SearchSettings[] };

interface Grid {
  readonly kind: 'grid';
  /** In the order of measuring. */
  readonly rates: readonly PlannedRate[];
  /** Leave the remaining rates out once going on would only repeat failure; for rates that ascend. */
  readonly earlyStop: boolean;
}

/** The strategy that a plan has for a block. */
export function strategyOf(plan: Plan, block: Block): Strategy {
  return plan.search === undefined
    ? { kind: 'grid', rates: ratesOf(plan, block), earlyStop: plan.earlyStop && plan.order === 'up' }
    : { kind: 'search', searches: searchesOf(plan) };
}

/**
 * @param visits of this block, in the order of measuring
 * @param closedLoopPerSecond what the first server answered in its warm-up; null: none has been warmed up
 */
export function nextStep(
  strategy: Strategy,
  visits: readonly Visit[],
  closedLoopPerSecond: number | null,
): Next {
  return strategy.kind === 'grid'
    ? nextOfGrid(strategy, visits)
    : nextOfSearches(strategy.searches, visits, closedLoopPerSecond);
}

/**
 * Every rate of the grid in its order, each measured or left out; then, one after the other, those whose result is
 * worth measuring once more.
 */
function nextOfGrid({ rates, earlyStop }: Grid, visits: readonly Visit[]): Next {
  const step = { kind: 'step', objective: null, fresh: false, endAfterLate: null } as const;
  const visited = new Set(visits.map(({ ratePerSecond }) => rateKey(ratePerSecond)));
  const rate = rates.find(({ ratePerSecond }) => !visited.has(rateKey(ratePerSecond)));
  if (rate !== undefined) {
    const reason = earlyStop ? reasonToStop(visits) : null;
    if (reason !== null) return { kind: 'skip', ratePerSecond: rate.ratePerSecond, reason };
    return { ...step, rate, purpose: 'grid' };
  }
  const doubtful = doubtfulRate(visits);
  const again = rates.find(
    ({ ratePerSecond }) => doubtful !== null && rateKey(ratePerSecond) === rateKey(doubtful),
  );
  return again === undefined ? { kind: 'end', reason: null } : { ...step, rate: again, purpose: 'again' };
}

/** One search after the other; each decides from its own steps. */
function nextOfSearches(
  searches: readonly SearchSettings[],
  visits: readonly Visit[],
  closedLoopPerSecond: number | null,
): Next {
  if (closedLoopPerSecond === null) return { kind: 'warm-up' };
  const outcomes = visits.filter(wasMeasured);
  for (const settings of searches) {
    const own = outcomes.filter(({ objective }) => objective === settings.objective);
    const next = nextTrial(settings, closedLoopPerSecond, own);
    if (next.kind !== 'end') return next;
  }
  return { kind: 'end', reason: null };
}
