/**
 * The rates at which every target is measured beside its search: most services live far below their capacity, and two
 * states of one server at its knee are no difference between two servers.
 */
import type { Plan, PlannedRate, Search } from '../model/plan.ts';
import { distinctRates, gridRate } from '../model/rate.ts';
import type { Run } from '../model/run.ts';
import { sizeStep } from './size-steps.ts';

type Sizing = Pick<Plan, 'durationCapMs' | 'minSamples'>;

/**
 * The low rate, unless a capacity lies below it, and the highest point of the lattice up to half the lowest capacity.
 * @param capacities those that were found in the first round, of all targets and objectives, per second
 * @returns ascending; none where no capacity was found
 */
export function chooseFixedRates(
  search: Search,
  sizing: Sizing,
  capacities: readonly number[],
): readonly PlannedRate[] {
  const { fixed, perDecade } = search;
  const lowest = Math.min(...capacities);
  if (fixed === undefined || !Number.isFinite(lowest)) return [];
  const half = gridRate(Math.floor(Math.log10(lowest * fixed.shareOfLowest) * perDecade + 1e-9), perDecade);
  const rates = fixed.lowPerSecond <= lowest ? [fixed.lowPerSecond, half] : [half];
  return distinctRates(rates).map((rate) => sizeStep(rate, { ...sizing, durationMs: fixed.durationMs }));
}

/**
 * Of the rates that a run chose, the one at half the lowest capacity, per second; null: it chose none. Where that lies
 * below the low rate, it is not the highest.
 */
export function halfRateOf({ plan, fixedRates = [] }: Pick<Run, 'plan' | 'fixedRates'>): number | null {
  const rates = fixedRates.map(({ ratePerSecond }) => ratePerSecond);
  return rates.find((rate) => rate !== plan.search?.fixed?.lowPerSecond) ?? rates[0] ?? null;
}

/** About how long a block is at its fixed rates, rests included. */
export function fixedRatesMs({ fixed, restMs }: Pick<Search, 'fixed' | 'restMs'>, sizing: Sizing): number {
  if (fixed === undefined) return 0;
  const { lowPerSecond, durationMs } = fixed;
  return sizeStep(lowPerSecond, { ...sizing, durationMs }).windowMs + durationMs + 2 * restMs;
}
