/** What targets come to beside each other: their figures, each with its ratio to the best, and the differences of any two. */

/** How a number stands to the truth: it is it, or the truth is at least or at most this much. */
export type Bound = 'exact' | 'at-least' | 'at-most';

/** Lowest and highest; null for no upper end. */
export type Interval = readonly [lowest: number, highest: number | null];

/**
 * One figure divided by another. There is none where either is missing, zero or infinite, where both are known only as
 * "at least", and where one of them was measured once only: how far a repetition would differ is not known then.
 */
export interface Ratio {
  readonly value: number;
  readonly bound: Bound;
  /** Over every pair of rounds; of capacities, up to the next rates that failed as well. Null for what is exact. */
  readonly interval: Interval | null;
  /** The interval does not hold 1: whichever rounds are compared, the same one is larger. */
  readonly clear: boolean;
  /**
   * It rests on a step in which the generator and the servers kept their common CPUs over 90 % busy, and one of the two
   * targets uses about one CPU while the other uses several: sending the load was paid for by the other.
   */
  readonly unevenCpus: boolean;
  /** It rests on a column that is not to be trusted: limited by the generator, or disturbed. */
  readonly doubtful: boolean;
}

/** A figure of a target, over its rounds. */
export interface ComparedFigure {
  /** Null where it is not known. A capacity of 0 is one that no rate met. */
  readonly value: number | null;
  readonly bound: Bound;
  /** Lowest and highest of the rounds; null where it does not come from several. */
  readonly interval: Interval | null;
  /** It rests on a column that is not to be trusted. */
  readonly doubtful: boolean;
  readonly isBest: boolean;
  /** Divided by the best of all targets; null for the best itself, and where there is no ratio. */
  readonly toBest: Ratio | null;
}

/** A figure of which nothing is known. */
export const unknownFigure: ComparedFigure = {
  value: null,
  bound: 'exact',
  interval: null,
  doubtful: false,
  isBest: false,
  toBest: null,
};

/** The figures that have one column each, in the order in which they are told. All but the capacities are best when low. */
export const figureNames = [
  'p50AtLowRateUs',
  'p99AtSharedRateUs',
  'cpuPerRequestUs',
  'startMs',
  'idleRssBytes',
  'rssAtCapacityBytes',
  'pageBytes',
  'browserBytes',
  'buildMs',
  'costOfMillion',
] as const;

export type FigureName = (typeof figureNames)[number];

export interface ComparedTarget {
  readonly label: string;
  /** Rounds in which anything was measured. */
  readonly rounds: number;
  /** One for each objective, in their order; requests per second. */
  readonly capacities: readonly ComparedFigure[];
  readonly figures: Readonly<Record<FigureName, ComparedFigure>>;
  /** CPUs in use on average in the step that used most; null where not available. */
  readonly mostCpus: number | null;
}

/** Two targets at one rate that both were asked for. */
export interface RateDifference {
  readonly ratePerSecond: number;
  readonly p50: Ratio | null;
  readonly p99: Ratio | null;
  readonly goodput: Ratio | null;
}

/** The first target's figures divided by the second's. */
export interface Difference {
  readonly label: string;
  readonly toLabel: string;
  /** One for each objective, in their order. */
  readonly capacities: readonly (Ratio | null)[];
  readonly rates: readonly RateDifference[];
}

export interface Comparison {
  /** A rate low enough for all, at which `p50AtLowRateUs` is taken. */
  readonly lowRatePerSecond: number | null;
  /** The highest rate at which all still meet the first objective; `p99AtSharedRateUs` and `cpuPerRequestUs` are taken there. */
  readonly sharedRatePerSecond: number | null;
  /** Those that were measured, in the order of the plan. */
  readonly targets: readonly ComparedTarget[];
  /** One for each two of them, the earlier one first. */
  readonly differences: readonly Difference[];
}
