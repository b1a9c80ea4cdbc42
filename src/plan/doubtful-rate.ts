import { type StepOutcome, type Visit, wasMeasured } from '../model/next-step.ts';
import { rateKey } from '../model/rate.ts';

/** A fail is doubted when at least so many higher rates pass. */
const PASSES_ABOVE = 2;

/**
 * The lowest rate, in requests per second, that failed an objective which at least two higher rates passed: more
 * likely a hiccup than a limit. A rate that was measured twice already has had its second chance. Null: there is none.
 * @param visits of one block, in any order
 */
export function doubtfulRate(visits: readonly Visit[]): number | null {
  const outcomes = visits.filter(wasMeasured);
  const rates = outcomes.filter((one) => isDoubtful(one, outcomes)).map(({ ratePerSecond }) => ratePerSecond);
  return rates.length === 0 ? null : Math.min(...rates);
}

function isDoubtful({ ratePerSecond, verdicts }: StepOutcome, outcomes: readonly StepOutcome[]): boolean {
  if (outcomes.filter((other) => rateKey(other.ratePerSecond) === rateKey(ratePerSecond)).length > 1)
    return false;
  const passesAbove = (objective: number) =>
    outcomes.filter((other) => other.ratePerSecond > ratePerSecond && other.verdicts[objective] === 'pass');
  return verdicts.some((verdict, i) => verdict === 'fail' && passesAbove(i).length >= PASSES_ABOVE);
}
