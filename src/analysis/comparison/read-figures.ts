/** The figures of one target that are laid beside those of the others. */
import type { TargetFigure } from '../../model/target-figures.ts';
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
