/** What is decided about a capacity search before it starts. */
export interface SearchSettings {
  /** Which of the plan's objectives, from 0. */
  readonly objective: number;
  /** The bracket's width that is aimed at, as a share, e.g. 0.05. */
  readonly precision: number;
  /** Of the lattice; see latticePerDecade. */
  readonly perDecade: number;
  /** No rate outside of these is tried. */
  readonly lowestPerSecond: number;
  readonly highestPerSecond: number;
  /** Requests in a step at least; see samplesNeeded. */
  readonly minSamples: number;
  /** Longest step; a rate at which it gives too few requests is not tried. */
  readonly durationCapMs: number;
  /** Steps of the climb, of the refinement, and of the confirmation last so long. */
  readonly climbMs: number;
  readonly trialMs: number;
  readonly confirmMs: number;
  /** The share of requests that may be late or fail, 0 … 1; null where the objective is not about a share. */
  readonly allowedLate: number | null;
  /** What is expected between two steps. */
  readonly restMs: number;
  /** The whole search, rests included, a fresh server's start and warm-up not. */
  readonly budgetMs: number;
}

/** Long enough to see a backlog grow at a few per cent of overload, short enough for a dozen trials in 90 s. */
export const defaultSearch = {
  climbMs: 2_000,
  trialMs: 4_000,
  confirmMs: 8_000,
  restMs: 1_000,
  budgetMs: 90_000,
} as const satisfies Partial<SearchSettings>;
