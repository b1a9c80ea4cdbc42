import { allowedLate } from '../../model/objective.ts';
import type { Plan, Search } from '../../model/plan.ts';

/** What is decided about a capacity search before it starts. */
export interface SearchSettings extends Search {
  /** Which of the plan's objectives, from 0. */
  readonly objective: number;
  /** Requests in a step at least; see samplesNeeded. */
  readonly minSamples: number;
  /** Longest step; a rate at which it gives too few requests is not tried. */
  readonly durationCapMs: number;
  /** The share of requests that may be late or fail, 0 … 1; null where the objective is not about a share. */
  readonly allowedLate: number | null;
}

/** Long enough to see a backlog grow at a few per cent of overload, short enough for a dozen trials in 90 s. */
export const defaultSearch = {
  climbMs: 2_000,
  trialMs: 4_000,
  confirmMs: 8_000,
  restMs: 1_000,
  budgetMs: 90_000,
  fixed: { lowPerSecond: 100, shareOfLowest: 0.5, durationMs: 5_000 },
} as const satisfies Partial<Search>;

/** A search that has less than this … */
const SHORT_MS = 60_000;
/** … makes more trials, which each see less; with long ones one in seven would end before a rate failed. */
const shortSteps = { climbMs: 1_500, trialMs: 3_000, confirmMs: 4_000 } as const;

/** The lengths of a search and its steps, for so much time. */
export const searchPace = (budgetMs: number) => ({
  ...defaultSearch,
  ...(budgetMs < SHORT_MS ? shortSteps : {}),
  budgetMs,
});

/** The searches of a block, one for each objective; they follow one another. None where the plan has a grid. */
export function searchesOf({
  search,
  objectives,
  minSamples,
  durationCapMs,
}: Plan): readonly SearchSettings[] {
  if (search === undefined) return [];
  return objectives.map((asked, objective) => ({
    ...search,
    objective,
    minSamples,
    durationCapMs,
    // A step that only fails one objective may still tell of another.
    allowedLate: objectives.length === 1 ? allowedLate(asked) : null,
  }));
}
