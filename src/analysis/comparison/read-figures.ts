/** The figures of one target that are laid beside those of the others. */
import type { TargetFigure } from '../../model/target-figures.ts';
import { readOwn } from '../targets/analyse-target.ts';
import { type Contender, readColumn, readPercentile } from './contender.ts';
import { inverseOf, once, overRounds, type Reading, readCapacity, unknownReading } from './reading.ts';

/** The rates at which latencies are taken; null where there is none. */
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
      return once(figure.read(record), figure.spread === undefined ? 0 : figure.spread(record));
    case 'servers': {
      const rounds = record.rounds.map(({ servers: [first] }) =>
        first === undefined ? null : figure.read(first),
      );
      return overRounds(readOwn(figure, record), rounds);
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
