/** What a block measures next, given what it has measured so far. Resuming a block asks the same question. */
import {
  type Next,
  type PlannedRate,
  type StepOutcome,
  type Visit,
  wasMeasured,
} from '../model/next-step.ts';
import { type Block, type Plan, ratesOf } from '../model/plan.ts';
import { rateKey } from '../model/rate.ts';
import { doubtfulRate } from './doubtful-rate.ts';
import { reasonToStop } from './early-stop.ts';
import type { FirstEstimate } from './search/first-estimate.ts';
import { nextTrial } from './search/next-trial.ts';
import { type SearchSettings, searchesOf } from './search/settings.ts';

/** How the rates of a block are chosen. */
export type Strategy = Grid | Searches;

interface Searches {
  readonly kind: 'search';
  readonly searches: readonly SearchSettings[];
  /** Measured first, on a server that has not been overloaded yet. None in a first round until all is searched. */
  readonly fixedRates: readonly PlannedRate[];
}

interface Grid {
  readonly kind: 'grid';
  /** In the order of measuring. */
  readonly rates: readonly PlannedRate[];
  /** Leave the remaining rates out once going on would only repeat failure; for rates that ascend. */
  readonly earlyStop: boolean;
}

/**
 * The strategy that a plan has for a block.
 * @param fixedRates as far as they are chosen
 */
export function strategyOf(plan: Plan, block: Block, fixedRates: readonly PlannedRate[]): Strategy {
  return plan.search === undefined
    ? { kind: 'grid', rates: ratesOf(plan, block), earlyStop: plan.earlyStop && plan.order === 'up' }
    : { kind: 'search', searches: searchesOf(plan), fixedRates };
}

/**
 * @param visits of this block, in the order of measuring
 * @param estimate from the warm-up of the first server; null: none has been warmed up
 */
export function nextStep(strategy: Strategy, visits: readonly Visit[], estimate: FirstEstimate | null): Next {
  return strategy.kind === 'grid' ? nextOfGrid(strategy, visits) : nextOfSearches(strategy, visits, estimate);
}

const plainStep = { kind: 'step', objective: null, fresh: false, pauseMs: 0, endAfterLate: null } as const;

/**
 * Every rate of the grid in its order, each measured or left out; then, one after the other, those whose result is
 * worth measuring once more.
 */
function nextOfGrid({ rates, earlyStop }: Grid, visits: readonly Visit[]): Next {
  const visited = new Set(visits.map(({ ratePerSecond }) => rateKey(ratePerSecond)));
  const rate = rates.find(({ ratePerSecond }) => !visited.has(rateKey(ratePerSecond)));
  if (rate !== undefined) {
    const reason = earlyStop ? reasonToStop(visits) : null;
    if (reason !== null) return { kind: 'skip', ratePerSecond: rate.ratePerSecond, reason };
    return { ...plainStep, rate, purpose: 'grid' };
  }
  const doubtful = doubtfulRate(visits);
  const again = rates.find(
    ({ ratePerSecond }) => doubtful !== null && rateKey(ratePerSecond) === rateKey(doubtful),
  );
  return again === undefined
    ? { kind: 'end', reason: null }
    : { ...plainStep, rate: again, purpose: 'again' };
}

/** The fixed rates, then one search after the other; each decides from its own steps. */
function nextOfSearches(
  { searches, fixedRates }: Searches,
  visits: readonly Visit[],
  estimate: FirstEstimate | null,
): Next {
  if (estimate === null) return { kind: 'warm-up' };
  const outcomes = visits.filter(wasMeasured);
  const open = fixedRates.find((rate) => isOpen(rate, outcomes));
  if (open !== undefined) return { ...plainStep, rate: open, purpose: 'fixed' };
  for (const settings of searches) {
    const own = outcomes.filter(({ objective }) => objective === settings.objective);
    const next = nextTrial(settings, estimate, own);
    if (next.kind !== 'end') return next;
  }
  return { kind: 'end', reason: null };
}

/** What the generator or the machine spoilt is measured once more. */
function isOpen({ ratePerSecond }: PlannedRate, outcomes: readonly StepOutcome[]): boolean {
  const here = outcomes.filter(
    (one) => one.objective === null && rateKey(one.ratePerSecond) === rateKey(ratePerSecond),
  );
  return here.length < 2 && here.every(({ validity }) => validity !== 'valid');
}
