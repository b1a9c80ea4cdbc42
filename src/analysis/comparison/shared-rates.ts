/**
 * The two rates at which targets are laid side by side: a low one, and one well below every capacity. At the capacity
 * itself nothing can be compared: a server is in one of two states there.
 */
import { rateKey } from '../../model/rate.ts';
import { halfRateOf } from '../../plan/fixed-rates.ts';
import { columnAt } from '../targets/columns.ts';
import { type Contender, commonRates, hasEnough } from './contender.ts';

/** A machine with nothing to do lets its CPUs sleep: below this rate latency says more of the machine than of the server. */
const LOW = 100;
/** Of the lowest capacity. */
const SHARE = 0.5;

/** Of searches only the fixed rates: what was visited beside them was looked at to find a limit. */
function candidates(contenders: readonly Contender[]): readonly number[] {
  const isFixed = ({ run }: Contender, rate: number) =>
    run.plan.search === undefined ||
    (run.fixedRates ?? []).some(({ ratePerSecond }) => rateKey(ratePerSecond) === rateKey(rate));
  return commonRates(contenders).filter((rate) => contenders.every((one) => isFixed(one, rate)));
}

/**
 * The highest rate up to 100/s that all were asked for, at which none fails the objective and p50 rests on enough
 * requests; where there is none, the lowest with enough requests. Null where not even that is there.
 */
export function lowRate(contenders: readonly Contender[], objective: string | null): number | null {
  const told = candidates(contenders).filter((rate) =>
    contenders.every((one) => hasEnough(columnAt(one.analysis, rate), 50)),
  );
  const low = told.findLast((rate) => rate <= LOW * (1 + 1e-9) && noneFails(contenders, rate, objective));
  return low ?? told[0] ?? null;
}

/**
 * The highest rate up to half the lowest capacity at which none fails the objective and p99 rests on enough requests; a
 * search has chosen that half by its first round. Null where there is none.
 */
export function sharedRate(contenders: readonly Contender[], objective: string | null): number | null {
  const halves = contenders.map(({ run, analysis }) =>
    run.plan.search === undefined
      ? (analysis.capacities.find((one) => one.objective === objective)?.ratePerSecond ?? 0) * SHARE
      : (halfRateOf(run) ?? 0),
  );
  const highest = Math.min(...halves) * (1 + 1e-9);
  const rates = candidates(contenders).filter(
    (rate) => rate <= highest && contenders.every((one) => hasEnough(columnAt(one.analysis, rate), 99)),
  );
  return rates.findLast((rate) => noneFails(contenders, rate, objective)) ?? null;
}

const noneFails = (contenders: readonly Contender[], rate: number, objective: string | null): boolean =>
  contenders.every(
    (one) =>
      columnAt(one.analysis, rate)?.verdicts.find((verdict) => verdict.objective === objective)?.verdict !==
      'fail',
  );
