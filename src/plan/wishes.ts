/** What may be wished of a sweep, and what it is where nothing is said. */
import type { Objective } from '../model/objective.ts';
import type { Plan, Visitor } from '../model/plan.ts';

/** Which rates: all grid points between two ends, or just these. */
export type RateWish =
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly perDecade: number }
  | { readonly kind: 'list'; readonly rates: readonly number[] };

/** The part of the wishes that `--quick` fixes. */
export type Pace = Pick<
  Plan,
  'durationMs' | 'durationCapMs' | 'minSamples' | 'warmup' | 'rest' | 'timeoutMs'
> & {
  readonly rates: RateWish;
};

/** Everything that a user, a configuration file and the defaults together ask for. */
export interface Wishes extends Pace {
  readonly seed: number;
  readonly quick: boolean;
  readonly visitor: Visitor;
  readonly host: Plan['host'];
  readonly placement: Plan['placement']['asked'];
  /** A capacity search in place of the rates; null: the rates. */
  readonly search: { readonly precision: number; readonly from: number; readonly to: number } | null;
  /** At least so many where there is a time. */
  readonly rounds: number;
  /** As many rounds as fit in it; null: no more and no fewer than asked for. */
  readonly timeMs: number | null;
  readonly order: Plan['order'];
  readonly arrivals: Plan['arrivals'];
  /** Null: our own generator. */
  readonly engine: 'vegeta' | null;
  /** Null: as many as the machine allows, up to a limit that is the same for everybody. */
  readonly maxConnections: number | null;
  readonly objectives: readonly Objective[];
  readonly earlyStop: boolean;
  readonly verify: boolean;
}

/** A p99 needs about 600 requests; 20 s a step keep a sweep of four decades within ten minutes a target. */
export const defaultPace: Pace = {
  rates: { kind: 'range', from: 1, to: 10_000, perDecade: 10 },
  durationMs: 5_000,
  durationCapMs: 20_000,
  minSamples: 600,
  warmup: { mode: 'auto', minRequests: 2_000, minMs: 10_000, capMs: 60_000, firstRateMs: 2_000 },
  rest: { capMs: 15_000, idleMs: 300, probes: 5 },
  timeoutMs: 10_000,
};

/**
 * `--quick`: the same four decades in 13 rates, so that a first picture is there in one to two minutes. What it gives up
 * is said by the samples themselves: low rates are thin, and thin columns decide nothing. The time-out is halved
 * because waiting for it is what a sweep spends most of its time on past the knee.
 */
export const quickPace: Pace = {
  rates: { kind: 'range', from: 1, to: 10_000, perDecade: 3 },
  durationMs: 1_500,
  durationCapMs: 3_000,
  minSamples: 600,
  warmup: { mode: 'auto', minRequests: 2_000, minMs: 3_000, capMs: 8_000, firstRateMs: 1_000 },
  rest: { capMs: 5_000, idleMs: 300, probes: 5 },
  timeoutMs: 5_000,
};

/** The objective where none is named. */
export const defaultObjective: Objective = {
  text: 'p99<500ms',
  terms: [{ percent: 99, withinUs: 500_000 }],
};
