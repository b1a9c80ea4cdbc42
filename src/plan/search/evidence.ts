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

/** The trials of each server, in order. A fresh server may settle elsewhere, so it is searched anew. */
export const byServer = (trials: readonly Trial[]): readonly (readonly Trial[])[] => [
  ...Map.groupBy(trials, ({ outcome }) => outcome.serverIndex).values(),
];

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
