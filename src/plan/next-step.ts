/** What a block measures next, given what it has measured so far. Resuming a block asks the same question. */
import type { Next, PlannedRate, Visit } from '../model/next-step.ts';
import { type Block, type Plan, ratesOf } from '../model/plan.ts';
import { rateKey } from '../model/rate.ts';
import { doubtfulRate } from './doubtful-rate.ts';
import { reasonToStop } from './early-stop.ts';

/** How the rates of a block are chosen. */
export interface Strategy {
  readonly kind: 'grid';
  /** In the order of measuring. */
  readonly rates: readonly PlannedRate[];
  /** Leave the remaining rates out once going on would only repeat failure; for rates that ascend. */
  readonly earlyStop: boolean;
}

/** The strategy that a plan has for a block. */
export function strategyOf(plan: Plan, block: Block): Strategy {
  return { kind: 'grid', rates: ratesOf(plan, block), earlyStop: plan.earlyStop && plan.order === 'up' };
}

/**
 * Every rate of the grid in its order, each measured or left out; then, one after the other, those whose result is
 * worth measuring once more.
 * @param visits of this block, in the order of measuring
 */
export function nextStep({ rates, earlyStop }: Strategy, visits: readonly Visit[]): Next {
  const visited = new Set(visits.map(({ ratePerSecond }) => rateKey(ratePerSecond)));
  const rate = rates.find(({ ratePerSecond }) => !visited.has(rateKey(ratePerSecond)));
  if (rate !== undefined) {
    const reason = earlyStop ? reasonToStop(visits) : null;
    if (reason !== null) return { kind: 'skip', ratePerSecond: rate.ratePerSecond, reason };
    return { kind: 'step', rate, purpose: 'grid', fresh: false };
  }
  const doubtful = doubtfulRate(visits);
  const again = rates.find(
    ({ ratePerSecond }) => doubtful !== null && rateKey(ratePerSecond) === rateKey(doubtful),
  );
  if (again !== undefined) return { kind: 'step', rate: again, purpose: 'again', fresh: false };
  return { kind: 'end', reason: null };
}
