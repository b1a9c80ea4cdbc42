/** A target that takes part in a comparison, with the run that it was measured in. */
import { type Column, percentileOf, type TargetAnalysis } from '../../model/analysis.ts';
import { rateKey } from '../../model/rate.ts';
import type { Run, TargetRecord } from '../../model/run.ts';
import type { StepFigures } from '../../model/step-figures.ts';
import { median } from '../statistics/median-interval.ts';
import { columnAt } from '../targets/columns.ts';
import { overRounds, type Reading, roundReading, unknownReading } from './reading.ts';

export interface Contender {
  readonly run: Run;
  readonly record: TargetRecord;
  readonly analysis: TargetAnalysis;
}

/** Rates that all of them were measured at, ascending. */
export function commonRates(contenders: readonly Contender[]): readonly number[] {
  const [first, ...others] = contenders;
  return (first?.analysis.columns ?? [])
    .map(({ ratePerSecond }) => ratePerSecond)
    .filter((rate) =>
      [first, ...others].every((one) => one !== undefined && columnAt(one.analysis, rate) !== null),
    );
}

/** What a column and each of its steps have in common. */
type Figures = StepFigures & Pick<Column, 'overScheduled' | 'validity'>;

/**
 * A figure that both a column and each of its steps have: the median over the rounds. Of a rate that was measured several times in a round the step
 * at the fixed rate counts, else the last one.
 */
export function readColumn(
  contender: Contender,
  ratePerSecond: number,
  figure: (of: Figures) => number | null,
  isSpoilt: (step: Figures) => boolean = () => false,
): Reading {
  const column = columnAt(contender.analysis, ratePerSecond);
  if (column === null) return unknownReading;
  const steps = contender.analysis.steps
    .filter((step) => rateKey(step.ratePerSecond) === rateKey(ratePerSecond))
    .toSorted((a, b) => Number(a.purpose === 'fixed') - Number(b.purpose === 'fixed'));
  const rounds = new Map(
    steps.flatMap((step) => {
      const value = figure(step);
      const spoilt = step.validity !== 'valid' || isSpoilt(step);
      return value === null ? [] : [[step.round, roundReading(value, spoilt)] as const];
    }),
  );
  const middle = median([...rounds.values()].map(({ estimate }) => estimate));
  return {
    ...overRounds(Number.isNaN(middle) ? null : middle, rounds),
    doubtful: column.validity !== 'valid',
  };
}

/** A percentile over everything scheduled. */
export function readPercentile(contender: Contender, ratePerSecond: number, percentile: number): Reading {
  const reading = readColumn(
    contender,
    ratePerSecond,
    (of) => percentileOf(of, percentile)?.us ?? null,
    (step) => {
      const { enoughSamples = false, trusted = false } = percentileOf(step, percentile) ?? {};
      return !(enoughSamples && trusted);
    },
  );
  const column = columnAt(contender.analysis, ratePerSecond);
  const trusted = column === null || (percentileOf(column, percentile)?.trusted ?? true);
  return { ...reading, doubtful: reading.doubtful || !trusted };
}

/** Whether a column's percentile rests on enough requests. */
export function hasEnough(column: Column | null, percentile: number): boolean {
  return column !== null && percentileOf(column, percentile)?.enoughSamples === true;
}
