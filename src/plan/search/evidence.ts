/** What the outcomes so far of a search come to. */
import type { StepOutcome } from '../../model/next-step.ts';
import { placeOf } from './lattice.ts';
import type { Vote } from './posterior.ts';
import type { SearchSettings } from './settings.ts';

/** A step of the search, reduced to what it says. */
export interface Trial extends Vote {
  /** Generator or machine were the limit, or it decided nothing: no vote, whatever it says. */
  readonly spoilt: boolean;
  readonly outcome: StepOutcome;
}

export function trialsOf(outcomes: readonly StepOutcome[], settings: SearchSettings): readonly Trial[] {
  return outcomes.map((outcome) => {
    const verdict = outcome.verdicts[settings.objective] ?? 'undecided';
    return {
      place: placeOf(outcome.ratePerSecond, settings),
      passed: verdict === 'pass',
      spoilt: outcome.validity !== 'valid' || verdict === 'undecided',
      outcome,
    };
  });
}

/** So often a broken server is started anew. */
export const MOST_RESTARTS = 2;

/** With less goodput in the window the server was overloaded so much that it may not be the same afterwards. */
const BROKEN_GOODPUT = 0.9;

export const isBroken = ({ outcome, spoilt, passed }: Trial): boolean =>
  outcome.serverDied || (!spoilt && !passed && outcome.goodputRatio < BROKEN_GOODPUT);

/**
 * The trials of each search, in order. A fresh server after a broken one may settle elsewhere, so it is searched anew; one
 * that was only started because the other did not come to rest goes on with what that one showed.
 */
export function byServer(trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const groups: Trial[][] = [];
  for (const trial of trials) {
    const last = groups.at(-1)?.at(-1);
    const isAnew =
      last === undefined ||
      (last.outcome.serverIndex !== trial.outcome.serverIndex &&
        isBroken(last) &&
        groups.length <= MOST_RESTARTS);
    if (isAnew) groups.push([trial]);
    else groups.at(-1)?.push(trial);
  }
  return groups;
}

/** What the trials took, rests included. */
export const spentMs = (trials: readonly Trial[]): number =>
  trials.reduce((sum, { outcome }) => sum + outcome.tookMs, 0);

/** How many trials at the end of the list are spoilt, and at one rate. */
export function spoiltInARow(trials: readonly Trial[]): number {
  const last = trials.at(-1);
  const other = trials.findLastIndex(({ spoilt, place }) => !spoilt || place !== last?.place);
  return trials.length - 1 - other;
}

/**
 * The highest place at or below the knee that passed, and the lowest above it that failed, each in at least half of
 * its trials; −Infinity and Infinity where there is none.
 */
export function ends(
  votes: readonly Vote[],
  knee: number,
): { readonly passed: number; readonly failed: number } {
  const mostly = (passed: boolean) =>
    [...Map.groupBy(votes, ({ place }) => place)]
      .filter(([, here]) => here.filter((vote) => vote.passed === passed).length * 2 >= here.length)
      .map(([place]) => place);
  return {
    passed: Math.max(...mostly(true).filter((place) => place <= knee)),
    failed: Math.min(...mostly(false).filter((place) => place > knee)),
  };
}
