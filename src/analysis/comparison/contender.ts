/** A target that takes part in a comparison, with the run that it was measured in. */
import type { Column, TargetAnalysis } from '../../model/analysis.ts';
import type { Run, TargetRecord } from '../../model/run.ts';
import { overRounds, type Reading } from './reading.ts';

export interface Contender {
  readonly run: Run;
  readonly record: TargetRecord;
  readonly analysis: TargetAnalysis;
}

/** The column at a rate, where it was measured. */
export function columnAt({ analysis }: Contender, ratePerSecond: number): Column | null {
  return (
    analysis.columns.find((column) => column.ratePerSecond === ratePerSecond && column.rounds > 0) ?? null
  );
}

/** Rates that all of them were measured at, ascending. */
export function commonRates(contenders: readonly Contender[]): readonly number[] {
  const [first, ...others] = contenders;
  return (first?.analysis.columns ?? [])
    .map(({ ratePerSecond }) => ratePerSecond)
    .filter((rate) => [first, ...others].every((one) => one !== undefined && columnAt(one, rate) !== null));
}

/** A figure that both a column and each of its steps have; of a rate measured twice in a round, the later step counts. */
export function readColumn(
  contender: Contender,
  ratePerSecond: number,
  figure: (
    of: Pick<Column, 'overScheduled' | 'goodputRatio' | 'serverCpuPerRequestUs' | 'maxRssBytes'>,
  ) => number | null,
): Reading {
  const column = columnAt(contender, ratePerSecond);
  const steps = contender.analysis.steps.filter((step) => step.ratePerSecond === ratePerSecond);
  const latest = new Map(steps.map((step) => [step.round, figure(step)]));
  return overRounds(column === null ? null : figure(column), [...latest.values()]);
}

/** A percentile over everything scheduled; null where it rests on too few requests. */
export function percentileOf(
  { overScheduled }: Pick<Column, 'overScheduled'>,
  percentile: number,
): number | null {
  return overScheduled.find((one) => one.percentile === percentile)?.us ?? null;
}

/** Whether a column's percentile rests on enough requests. */
export function hasEnough(column: Column | null, percentile: number): boolean {
  return column?.overScheduled.some((one) => one.percentile === percentile && one.enoughSamples) ?? false;
}
