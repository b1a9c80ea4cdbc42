/** The two rates at which targets are laid side by side: a low one, and the highest that all of them bear. */
import { type Contender, columnAt, commonRates, hasEnough } from './contender.ts';

/** A machine with nothing to do lets its CPUs sleep: below this rate latency says more of the machine than of the server. */
const LOW = 100;

/**
 * The highest rate up to 100/s that all were asked for, at which none fails the objective and p50 rests on enough
 * requests; where there is none, the lowest with enough requests. Null where not even that is there.
 */
export function lowRate(contenders: readonly Contender[], objective: string | null): number | null {
  const told = commonRates(contenders).filter((rate) =>
    contenders.every((one) => hasEnough(columnAt(one, rate), 50)),
  );
  const none = (rate: number) => !contenders.some((one) => verdictAt(one, rate, objective) === 'fail');
  return told.findLast((rate) => rate <= LOW * (1 + 1e-9) && none(rate)) ?? told[0] ?? null;
}

/** The highest rate within every capacity at which all meet the objective; null where there is none. */
export function sharedRate(contenders: readonly Contender[], objective: string | null): number | null {
  const within = (one: Contender, rate: number) => {
    const capacity = one.analysis.capacities.find((each) => each.objective === objective)?.ratePerSecond;
    return capacity !== undefined && capacity !== null && rate <= capacity;
  };
  return (
    commonRates(contenders).findLast((rate) =>
      contenders.every((one) => within(one, rate) && verdictAt(one, rate, objective) === 'pass'),
    ) ?? null
  );
}

function verdictAt(contender: Contender, rate: number, objective: string | null) {
  return columnAt(contender, rate)?.verdicts.find((one) => one.objective === objective)?.verdict;
}
