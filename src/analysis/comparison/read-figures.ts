/** The figures of one target that are laid beside those of the others. */
import type { StepAnalysis } from '../../model/analysis.ts';
import { rateKey } from '../../model/rate.ts';
import type { TargetFigure } from '../../model/target-figures.ts';
import { median } from '../statistics/median-interval.ts';
import { readOwn } from '../targets/analyse-target.ts';
import { type Contender, readColumn, readPercentile } from './contender.ts';
import {
  exact,
  inverseOf,
  once,
  overRounds,
  type Reading,
  readCapacity,
  roundReading,
  unknownReading,
} from './reading.ts';

/** The rates at which targets are laid side by side; null where there is none. */
export interface SideBySide {
  readonly low: number | null;
  readonly shared: number | null;
}

export function readCapacities({ analysis }: Contender): readonly Reading[] {
  return analysis.capacities.map(readCapacity);
}

/** What a figure is for this target, given the rates that are common to all. */
export function readFigure(contender: Contender, figure: TargetFigure, rates: SideBySide): Reading {
  const { record, run } = contender;
  const capacity = readCapacities(contender)[0] ?? unknownReading;
  switch (figure.from) {
    case 'target':
      return (figure.timedOnce === true ? once : exact)(figure.read(record));
    case 'servers': {
      const rounds = record.rounds.flatMap(({ round, servers: [first] }) => {
        const value = first === undefined ? null : figure.read(first);
        return value === null ? [] : [[round, roundReading(value)] as const];
      });
      return overRounds(readOwn(figure, record), new Map(rounds));
    }
    case 'column': {
      if (figure.at === 'capacity' && run.plan.search !== undefined)
        return readAtCapacities(contender, figure.read);
      const rate = { ...rates, capacity: capacity.value }[figure.at];
      return rate === null || rate === 0 ? unknownReading : readColumn(contender, rate, figure.read);
    }
    case 'percentile': {
      const rate = rates[figure.at];
      return rate === null ? unknownReading : readPercentile(contender, rate, figure.percentile);
    }
    case 'capacity': {
      const { pricePerHour } = run.plan.host;
      return pricePerHour === null
        ? unknownReading
        : inverseOf(capacity, (rate) => figure.read(rate, pricePerHour));
    }
  }
}

/**
 * At the capacity of each start, as a search found it; the largest where the rate was visited several times. The rate at
 * which the median start ends was not visited by every other.
 */
function readAtCapacities(
  { analysis: { capacities, steps } }: Contender,
  figure: (of: StepAnalysis) => number | null,
): Reading {
  const rounds = (capacities[0]?.rounds ?? []).flatMap(({ round, ratePerSecond, searched }) => {
    const rate = searched?.passedPerSecond ?? ratePerSecond;
    const values = steps
      .filter(
        (step) => step.round === round && rate !== null && rateKey(step.ratePerSecond) === rateKey(rate),
      )
      .flatMap((step) => figure(step) ?? []);
    return values.length === 0 ? [] : [[round, roundReading(Math.max(...values))] as const];
  });
  const middle = median(rounds.map(([, { estimate }]) => estimate));
  return overRounds(Number.isNaN(middle) ? null : middle, new Map(rounds));
}
