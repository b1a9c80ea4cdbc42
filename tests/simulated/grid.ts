/** What a sweep over a grid of ten rates a decade finds of a simulated server in the time of a search. */
import { capacityOf, type Decision } from '../../src/analysis/targets/capacity.ts';
import { gridRate } from '../../src/model/rate.ts';
import { sizeStep } from '../../src/plan/size-steps.ts';
import { defaultPace } from '../../src/plan/wishes.ts';
import { firstEstimateOf, type Searched, settings, truth } from './search.ts';
import { type Kind, simulatedServer } from './servers.ts';

const PER_DECADE = 10;

/** Goes up from a quarter of the first estimate, which no user knows, until its time is over. */
export function searchGrid(
  kind: Kind,
  capacity: number,
  seed: number,
  budgetMs: number = settings.budgetMs,
): Pick<Searched, 'found' | 'ms' | 'right'> {
  const server = simulatedServer(kind, capacity, seed * 4);
  const first = Math.round(Math.log10(firstEstimateOf(capacity, seed) / 4) * PER_DECADE);
  const decisions: Decision[] = [];
  let ms = 0;
  for (let i = first; ms < budgetMs; i++) {
    const { ratePerSecond, windowMs } = sizeStep(gridRate(i, PER_DECADE), defaultPace);
    const seen = server.step(ratePerSecond, windowMs, ms);
    const verdict = seen.generatorLimited ? 'undecided' : seen.passed ? 'pass' : 'fail';
    decisions.push({ ratePerSecond, verdict });
    ms += windowMs + settings.restMs;
  }
  const { kind: of, ratePerSecond, failedAtPerSecond } = capacityOf('', decisions);
  return {
    found: {
      kind: of,
      ratePerSecond,
      bracket: { passedPerSecond: ratePerSecond, failedPerSecond: failedAtPerSecond },
      interval: { lowPerSecond: ratePerSecond, highPerSecond: failedAtPerSecond },
    },
    ms,
    right: truth(kind, capacity, seed * 4),
  };
}
