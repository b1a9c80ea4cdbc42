/** What a loop measures next, and what it decides from: the words that strategies and the measuring loop share. */
import type { Validity, Verdict } from './analysis.ts';
import type { PlannedRate } from './plan.ts';
import type { NotTried, Step } from './run.ts';

export type { PlannedRate };

/** A measured step, reduced to what decides what is measured next. */
export interface StepOutcome {
  readonly ratePerSecond: number;
  /** Which of the block's servers answered, from 0. */
  readonly serverIndex: number;
  /** Of the whole step, also where it was ended early. */
  readonly scheduled: number;
  /** Of the rest before it, the window and the drain. */
  readonly tookMs: number;
  readonly validity: Validity;
  readonly stable: boolean;
  /** Successes completed within the window / scheduled; of a step that was ended early, all successes. */
  readonly goodputRatio: number;
  /** The server did not survive the step. */
  readonly serverDied: boolean;
  /** One for each objective of the plan, in its order. */
  readonly verdicts: readonly Verdict[];
  /** Of a capacity search: which of the plan's objectives it was for, from 0. Null: not of a search. */
  readonly objective: number | null;
}

/** A rate that a block is done with for now: measured, or left out. */
export type Visit = StepOutcome | NotTried;

/** Whether a visit measured something. */
export const wasMeasured = (visit: Visit): visit is StepOutcome => !('notTried' in visit);

export type Next =
  /** A warm server first: what is measured on it depends on what its warm-up shows. */
  | { readonly kind: 'warm-up' }
  | {
      readonly kind: 'step';
      readonly rate: PlannedRate;
      readonly purpose: NonNullable<Step['purpose']>;
      /** Of a capacity search: which of the plan's objectives it is for, from 0. */
      readonly objective: number | null;
      /** A fresh, warm server first. */
      readonly fresh: boolean;
      /** How long to wait before it: what spoilt the step before may last. */
      readonly pauseMs: number;
      /** So many late or failed requests leave nothing to pass: the step is ended there. Null: to its end. */
      readonly endAfterLate: number | null;
    }
  | { readonly kind: 'skip'; readonly ratePerSecond: number; readonly reason: string }
  | { readonly kind: 'end'; readonly reason: string | null };
