/** What a loop measures next, and what it decides from: the words that strategies and the measuring loop share. */
import type { Validity, Verdict } from './analysis.ts';
import type { PlannedRate } from './plan.ts';
import type { NotTried } from './run.ts';

export type { PlannedRate };

/** A measured step, reduced to what decides what is measured next. */
export interface StepOutcome {
  readonly ratePerSecond: number;
  /** Which of the block's servers answered, from 0. */
  readonly serverIndex: number;
  readonly scheduled: number;
  readonly windowMs: number;
  readonly validity: Validity;
  readonly stable: boolean;
  /** Successes completed within the window / scheduled. */
  readonly goodputRatio: number;
  /** The server did not survive the step. */
  readonly serverDied: boolean;
  /** One for each objective of the plan, in its order. */
  readonly verdicts: readonly Verdict[];
}

/** A rate that a block is done with for now: measured, or left out. */
export type Visit = StepOutcome | NotTried;

/** Whether a visit measured something. */
export const wasMeasured = (visit: Visit): visit is StepOutcome => !('notTried' in visit);

export type Next =
  | {
      readonly kind: 'step';
      readonly rate: PlannedRate;
      /** grid: a rate of the plan; again: a doubtful rate once more; trial, confirm: of a capacity search. */
      readonly purpose: 'grid' | 'again' | 'trial' | 'confirm';
      /** A fresh, warm server first. */
      readonly fresh: boolean;
      /**
       * So many late or failed requests leave nothing to pass: the step may be ended there. Its outcome keeps the planned
       * `scheduled`; `windowMs` and `goodputRatio` are of the time until it was ended. Absent: to its end.
       */
      readonly endAfterLate?: number;
    }
  | { readonly kind: 'skip'; readonly ratePerSecond: number; readonly reason: string }
  | { readonly kind: 'end'; readonly reason: string | null };
