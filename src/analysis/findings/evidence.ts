/** What findings about a target are looked for in. */
import type { Column, TargetAnalysis } from '../../model/analysis.ts';
import { distinctRates } from '../../model/rate.ts';
import type { Run, Step, TargetRecord } from '../../model/run.ts';
import type { JudgedStep } from '../judging/judge-step.ts';
import { findingsIn } from './finding.ts';
import type { Rates } from './phrases.ts';

export interface TargetEvidence {
  readonly run: Run;
  readonly record: TargetRecord;
  readonly analysis: TargetAnalysis;
  readonly steps: readonly JudgedStep[];
}

/** Declares a finding about one target. */
export const { one: ofTarget, each: ofTargetEach } = findingsIn<TargetEvidence>();

/** The rates of the steps of which something holds. */
export function ratesWhere({ steps }: TargetEvidence, holds: (step: Step) => boolean): Rates {
  return distinctRates(steps.flatMap(({ step }) => (holds(step) ? [step.ratePerSecond] : [])));
}

/** A figure summed over all steps, with the rates at which there is any; null where there is none. */
export function sumOver(
  evidence: TargetEvidence,
  figure: (step: Step) => number | null | undefined,
): { readonly count: number; readonly rates: Rates } | null {
  const count = evidence.steps.reduce((sum, { step }) => sum + (figure(step) ?? 0), 0);
  return count === 0 ? null : { count, rates: ratesWhere(evidence, (step) => (figure(step) ?? 0) > 0) };
}

/** The rates of the measured columns of which something holds. */
export function columnsWhere(columns: readonly Column[], holds: (column: Column) => boolean): Rates {
  return columns.filter((column) => column.rounds > 0 && holds(column)).map((column) => column.ratePerSecond);
}
