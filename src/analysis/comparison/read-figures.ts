/** The figures of one target that are laid beside those of the others. */
import type { FigureName } from '../../model/comparison.ts';
import type { RoundRecord } from '../../model/run.ts';
import { type Contender, readColumn, readPercentile } from './contender.ts';
import {
  builtOnce,
  costAt,
  exactly,
  once,
  overRounds,
  type Reading,
  readCapacity,
  unknownReading,
} from './reading.ts';

/** The rates at which latencies are taken; null where there is none. */
export interface SideBySide {
  readonly low: number | null;
  readonly shared: number | null;
}

export function readCapacities({ analysis }: Contender): readonly Reading[] {
  return analysis.capacities.map(readCapacity);
}

export function readFigures(contender: Contender, rates: SideBySide): Readonly<Record<FigureName, Reading>> {
  const { analysis, record, run } = contender;
  const capacity = readCapacities(contender)[0] ?? unknownReading;
  const at = (rate: number | null, figure: Parameters<typeof readColumn>[2]) =>
    rate === null || rate === 0 ? unknownReading : readColumn(contender, rate, figure);
  const servers = (figure: (server: RoundRecord['servers'][number]) => number | null) =>
    record.rounds.map(({ servers: [first] }) => (first === undefined ? null : figure(first)));
  return {
    p50AtLowRateUs: rates.low === null ? unknownReading : readPercentile(contender, rates.low, 50),
    p99AtSharedRateUs: rates.shared === null ? unknownReading : readPercentile(contender, rates.shared, 99),
    cpuPerRequestUs: at(rates.shared, (step) => step.serverCpuPerRequestUs),
    startMs: overRounds(
      analysis.startMs,
      servers(({ startMs }) => startMs),
    ),
    idleRssBytes: overRounds(
      analysis.idleRssBytes,
      servers(({ idleRssBytes }) => idleRssBytes),
    ),
    rssAtCapacityBytes: at(capacity.value, (step) => step.maxRssBytes),
    pageBytes: exactly(analysis.pageBytes),
    browserBytes: exactly(analysis.browserBytes),
    // With parts from an earlier build, or where nobody noted whether there were any, it is not the whole build's time.
    buildMs: (analysis.buildIncremental === false ? builtOnce : once)(analysis.buildMs),
    costOfMillion: costAt(run.plan.host.pricePerHour, capacity),
  };
}
