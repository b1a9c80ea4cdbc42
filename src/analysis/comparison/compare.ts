/** Several targets side by side: each figure with its ratio to the best one, and the difference of any two targets. */
import { beyondOf, type ComparedFigure, type Comparison, unknownFigure } from '../../model/comparison.ts';
import { byKey } from '../../model/figure.ts';
import { wasTried } from '../../model/run.ts';
import { comparedFigures, type TargetFigure } from '../../model/target-figures.ts';
import type { Contender } from './contender.ts';
import { mostCpus, unevenAt, unevenCapacities } from './cpu-use.ts';
import { differenceOf } from './difference.ts';
import { ratioOf } from './ratio.ts';
import { readCapacities, readFigure, type SideBySide } from './read-figures.ts';
import { type Reading, unknownReading } from './reading.ts';
import { lowRate, sharedRate } from './shared-rates.ts';

/**
 * Compares the targets that were measured.
 * @returns null where there are not two of them
 */
export function compare(all: readonly Contender[]): Comparison | null {
  const contenders = all.filter(({ analysis }) => analysis.failure === null && analysis.columns.length > 0);
  if (contenders.length < 2) return null;
  const objectives = contenders[0]?.analysis.capacities.map(({ objective }) => objective) ?? [];
  const objective = objectives[0] ?? null;
  const rates = { low: lowRate(contenders, objective), shared: sharedRate(contenders, objective) };
  const capacities = objectives.map((text, i) => {
    const readings = contenders.map((one) => asRepeated(one, readCapacities(one)[i] ?? unknownReading));
    return besideBest(contenders, readings, 'more', (a, b) => unevenCapacities(a, b, text));
  });
  const figures = byKey(comparedFigures, (figure: TargetFigure) => {
    const readings = contenders.map((one) => asRepeated(one, readFigure(one, figure, rates)));
    const uneven = unevenIn(figure, rates, objective);
    return besideBest(contenders, readings, figure.better, uneven, figure.remark);
  });
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
      contenders.slice(i + 1).map((other) => differenceOf(one, other)),
    ),
  };
}

const roundsOf = ({ record }: Contender) => record.rounds.filter(({ steps }) => steps.some(wasTried)).length;

/** After one round nothing is divided, not even what would be the same in every other. */
function asRepeated(one: Contender, reading: Reading): Reading {
  return roundsOf(one) < 2 ? { ...reading, reach: null } : reading;
}

type Uneven = (one: Contender, other: Contender) => boolean;

/** A column of the comparison: who owns the socket is a class of its own, and each has its best. */
function besideBest(
  contenders: readonly Contender[],
  readings: readonly Reading[],
  better: TargetFigure['better'],
  uneven: Uneven,
  remark?: TargetFigure['remark'],
): readonly ComparedFigure[] {
  const places = [...Map.groupBy(contenders.keys(), (i) => contenders[i]?.analysis.class).values()];
  const figures = new Map(
    places.flatMap((members) => {
      const of = <T>(all: readonly T[]) => all.filter((_, i) => members.includes(i));
      const column = besideBestOfClass(of(contenders), of(readings), better, uneven, remark);
      return members.map((i, at) => [i, column[at] ?? unknownFigure] as const);
    }),
  );
  return readings.map((_, i) => figures.get(i) ?? unknownFigure);
}

/** Where no two may be divided, none is called the best. */
function besideBestOfClass(
  contenders: readonly Contender[],
  readings: readonly Reading[],
  better: TargetFigure['better'],
  uneven: Uneven,
  remark: NonNullable<TargetFigure['remark']> = () => null,
): readonly ComparedFigure[] {
  const known = readings.flatMap(({ value, reach }) =>
    value !== null && value > 0 && Number.isFinite(value) && reach !== null ? [value] : [],
  );
  const best = better === 'more' ? Math.max(...known) : Math.min(...known);
  const comparable = known.length > 1;
  const at = readings.findIndex(({ value, reach }) => value === best && reach !== null);
  return readings.map((reading, i) => {
    const { value, bound, interval, reach, doubtful } = reading;
    const isBest = comparable && value === best && reach !== null;
    const [one, other] = [contenders[i], contenders[at]];
    const toBest =
      isBest || !comparable || one === undefined || other === undefined
        ? null
        : ratioOf(reading, readings[at] ?? unknownReading, uneven(one, other));
    return {
      value,
      beyond: beyondOf(value),
      bound,
      interval,
      doubtful,
      isBest,
      toBest,
      remark: one === undefined ? null : remark(one.record),
    };
  });
}

/** Which figures suffer where the generator takes from the servers' CPUs: latencies, and what follows from a capacity. */
function unevenIn(figure: TargetFigure, rates: SideBySide, objective: string | null): Uneven {
  const rate = figure.from === 'percentile' ? rates[figure.at] : null;
  if (rate !== null) return (one, other) => unevenAt(one, other, rate);
  if (figure.from === 'capacity' && objective !== null) {
    return (one, other) => unevenCapacities(one, other, objective);
  }
  return () => false;
}
