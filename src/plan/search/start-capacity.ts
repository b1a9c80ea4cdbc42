/** The capacity of one start of a server, as a search found it. The next start may settle elsewhere. */
import type { StepOutcome } from '../../model/next-step.ts';
import { gridRate } from '../../model/rate.ts';
import { byServer, ends, spoiltInARow, trialsOf } from './evidence.ts';
import { lowestPlace } from './lattice.ts';
import { MOST_SPOILT } from './next-trial.ts';
import { posteriorOf } from './posterior.ts';
import type { SearchSettings } from './settings.ts';

export interface StartCapacity {
  /**
   * none: the lowest rate of all failed; below: all that was tried failed, and time or servers were used up before the
   * lowest rate; at-least: the highest rate that was tried passed; cannot-tell: generator or machine were the limit,
   * or the last of several servers passed nothing, though one before it did.
   */
  readonly kind: 'value' | 'none' | 'below' | 'at-least' | 'cannot-tell';
  /** The highest rate of the lattice that this start holds more likely than not; null where that is not known. */
  readonly ratePerSecond: number | null;
  /** The highest rate up to there that passed, and the lowest above it that failed. */
  readonly bracket: { readonly passedPerSecond: number | null; readonly failedPerSecond: number | null };
  /** Holds the knee with 95 %, rounded outward to the lattice; an end is null where nothing bounds it. */
  readonly interval: { readonly lowPerSecond: number | null; readonly highPerSecond: number | null };
}

const TAIL = 0.025;
/** In gaps: so far a machine wanders while a search lasts, which trials that follow each other cannot tell from the knee. */
const WANDERING = 0.5;

/** What the last server of the search showed, with those that it only took the place of; see byServer. */
export function startCapacity(settings: SearchSettings, outcomes: readonly StepOutcome[]): StartCapacity {
  const servers = byServer(trialsOf(outcomes, settings));
  const trials = servers.at(-1) ?? [];
  const votes = trials.filter(({ spoilt }) => !spoilt);
  const posterior = posteriorOf(votes);
  const knee = posterior.quantile(0.5);
  const { passed, failed } = ends(votes, knee);
  const rate = (place: number) => (Number.isFinite(place) ? gridRate(place, settings.perDecade) : null);
  const of = (kind: StartCapacity['kind'], answer: number, low: number, high: number): StartCapacity => ({
    kind,
    ratePerSecond: rate(answer),
    bracket: { passedPerSecond: rate(passed), failedPerSecond: rate(failed) },
    interval: { lowPerSecond: rate(low), highPerSecond: rate(high) },
  });
  if (spoiltInARow(trials) > MOST_SPOILT || votes.length === 0)
    return of('cannot-tell', Number.NaN, passed, failed);
  if (votes.every((vote) => vote.passed)) return of('at-least', passed, passed, failed);
  if (!votes.some((vote) => vote.passed)) {
    const hasPassed = servers.flat().some((trial) => trial.passed && !trial.spoilt);
    const without = hasPassed ? 'cannot-tell' : failed <= lowestPlace(settings) ? 'none' : 'below';
    return of(without, Number.NaN, passed, failed);
  }
  const low = posterior.quantile(TAIL) - WANDERING;
  const high = posterior.quantile(1 - TAIL) + WANDERING;
  // A fail that was outvoted leaves nothing above the highest pass: what the posterior says of there is only its prior.
  if (failed === Number.POSITIVE_INFINITY && knee > Math.max(...votes.map(({ place }) => place)))
    return of('at-least', passed, Math.min(passed, Math.floor(low)), failed);
  return of('value', Math.floor(knee), Math.floor(low), Math.ceil(high));
}
