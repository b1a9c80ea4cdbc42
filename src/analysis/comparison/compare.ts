/** Several targets side by side: each figure with its ratio to the best one, and the difference of any two targets. */
import { beyondOf, type ComparedFigure, type Comparison, unknownFigure } from '../../model/comparison.ts';
import { byKey } from '../../model/figure.ts';
import { measuredRounds } from '../../model/measured.ts';
import { comparedFigures, type TargetFigure } from '../../model/target-figures.ts';
import { endsOf } from '../statistics/interval.ts';
import type { Contender } from './contender.ts';
import { mostCpus, unevenAt, unevenCapacities } from './cpu-use.ts';
import { ratesDiffering } from './difference.ts';
import { type Divide, divider, type FigureRow } from './ratios.ts';
import { readCapacities, readFigure, type SideBySide } from './read-figures.ts';
import { once, type Reading, unknownReading } from './reading.ts';
import { lowRate, sharedRate } from './shared-rates.ts';

/**
 * Compares the targets that were measured.
 * @returns null where there are not two of them
 */
export function compare(all: readonly Contender[]): Comparison | null {
  const contenders = all.filter(({ analysis }) => analysis.steps.length > 0);
  if (contenders.length < 2) return null;
  const objectives = contenders[0]?.analysis.capacities.map(({ objective }) => objective) ?? [];
  const objective = objectives[0] ?? null;
  // What one lacks that was not measured to its end takes no rate from the others.
  const ended = contenders.filter(({ analysis }) => analysis.failure === null);
  const whole = ended.length > 0 ? ended : contenders;
  const rates = { low: lowRate(whole, objective), shared: sharedRate(whole, objective) };
  const ofCapacities = objectives.map(
    (text, i): FigureRow => ({
      better: 'more',
      primary: true,
      readings: contenders.map((one) => asRepeated(one, readCapacities(one)[i] ?? unknownReading)),
      uneven: (a, b) => unevenCapacities(a, b, text),
    }),
  );
  const ofFigures = byKey(
    comparedFigures,
    (figure): FigureRow => ({
      better: figure.better,
      primary: figure.primary === true,
      readings: contenders.map((one) => asRepeated(one, readFigure(one, figure, rates))),
      uneven: unevenIn(figure, rates, objective),
    }),
  );
  const divide = divider(contenders, [...ofCapacities, ...Object.values(ofFigures)]);
  const capacities = ofCapacities.map((row) => besideBest(contenders, row, divide));
  const figures = byKey(comparedFigures, ({ key, remark }) =>
    besideBest(contenders, ofFigures[key], divide, remark),
  );
  return {
    lowRatePerSecond: rates.low,
    sharedRatePerSecond: rates.shared,
    targets: contenders.map((one, i) => ({
      label: one.analysis.label,
      class: one.analysis.class,
      rounds: roundsOf(one),
      capacities: capacities.map((column) => column[i] ?? unknownFigure),
      figures: byKey(comparedFigures, ({ key }) => figures[key][i] ?? unknownFigure),
      mostCpus: mostCpus(one),
    })),
    differences: contenders.flatMap((one, i) =>
      contenders.slice(i + 1).map((other, at) => {
        const j = i + 1 + at;
        return {
          label: one.analysis.label,
          toLabel: other.analysis.label,
          capacities: ofCapacities.map((row) => divide(row, i, j)),
          figures: byKey(comparedFigures, ({ key }) => divide(ofFigures[key], i, j)),
          rates: ratesDiffering(one, other),
        };
      }),
    ),
  };
}

const roundsOf = ({ record }: Contender) => measuredRounds(record).length;

/** After one round nothing is divided, not even what would be the same in every other. */
const asRepeated = (one: Contender, reading: Reading): Reading =>
  roundsOf(one) < 2 ? { ...once(reading.value), bound: reading.bound, doubtful: reading.doubtful } : reading;

/** A column of the comparison: who owns the socket is a class of its own, and each has its best. */
function besideBest(
  contenders: readonly Contender[],
  row: FigureRow,
  divide: Divide,
  remark: NonNullable<TargetFigure['remark']> = () => null,
): readonly ComparedFigure[] {
  const best = new Map(
    [...Map.groupBy(contenders.keys(), (i) => contenders[i]?.analysis.class).values()].flatMap((members) => {
      const at = bestOf(members, row);
      return members.map((i) => [i, at] as const);
    }),
  );
  return row.readings.map(({ value, bound, interval, doubtful }, i) => {
    const at = best.get(i) ?? null;
    const record = contenders[i]?.record;
    return {
      value,
      beyond: beyondOf(value),
      bound,
      interval: interval && endsOf(interval),
      confidence: interval?.confidence ?? null,
      doubtful,
      isBest: at !== null && isLevel(row, i, at) && isDivisible(row.readings[i]),
      toBest: at === null || isLevel(row, i, at) ? null : divide(row, i, at),
      remark: record === undefined ? null : remark(record),
    };
  });
}

/** Whether one figure is as good as the best one, as far as both are known. */
const isLevel = ({ readings, better }: FigureRow, i: number, best: number): boolean =>
  readings[i]?.value === readings[best]?.value && readings[i]?.bound !== mayBeWorse(better);

/** The bound of a figure that is no better than it says, and may be worse. */
const mayBeWorse = (better: FigureRow['better']) => (better === 'more' ? 'at-most' : 'at-least');

/** Which of a class has the best figure; null where no two may be divided, for then none is called that. */
function bestOf(members: readonly number[], { readings, better }: FigureRow): number | null {
  const known = members.flatMap((i) => {
    const { value = null, bound } = readings[i] ?? {};
    return value !== null && bound !== mayBeWorse(better) && isDivisible(readings[i]) ? [{ i, value }] : [];
  });
  const ascending = known.toSorted((a, b) => a.value - b.value);
  return known.length < 2 ? null : ((better === 'more' ? ascending.at(-1) : ascending[0])?.i ?? null);
}

const isDivisible = (reading: Reading | undefined): boolean =>
  reading !== undefined &&
  reading.value !== null &&
  reading.value > 0 &&
  Number.isFinite(reading.value) &&
  (reading.rounds === null || reading.rounds.size > 1);

/** Which figures suffer where the generator takes from the servers' CPUs: latencies, and what follows from a capacity. */
function unevenIn(figure: TargetFigure, rates: SideBySide, objective: string | null): FigureRow['uneven'] {
  const rate = figure.from === 'percentile' ? rates[figure.at] : null;
  if (rate !== null) return (one, other) => unevenAt(one, other, rate);
  if (figure.from === 'capacity' && objective !== null) {
    return (one, other) => unevenCapacities(one, other, objective);
  }
  return () => false;
}
