/** The readings of a run: each target that is asked about is analysed once. */
import type { GateFigure } from '../../model/gate.ts';
import { capacityFigure } from '../../model/gate.ts';
import type { Objective } from '../../model/objective.ts';
import type { Run } from '../../model/run.ts';
import type { Bracketed } from '../statistics/bracketed.ts';
import { median } from '../statistics/median-interval.ts';
import { hostMisfit } from './host-fit.ts';
import { type RoundAlone, type RoundReading, readRounds, roundsAlone } from './read-rounds.ts';

export interface RunReader {
  readonly misfit: string | null;
  read(label: string, figure: GateFigure, objective: number): readonly RoundReading[];
}

export function readerOf(run: Run, objectives: readonly Objective[]): RunReader {
  const records = new Map(run.targets.map((record) => [record.label, record]));
  const alone = new Map<string, readonly RoundAlone[]>();
  const roundsOf = (label: string): readonly RoundAlone[] => {
    const record = records.get(label);
    if (record === undefined) return [];
    const rounds = alone.get(label) ?? roundsAlone(run, record, objectives);
    alone.set(label, rounds);
    return rounds;
  };
  return {
    misfit: hostMisfit(run),
    read: (label, figure, objective) => {
      const failure = records.get(label)?.failure ?? null;
      if (failure !== null) return [{ round: 1, lacks: failure.detail }];
      return readRounds(roundsOf(label), figure, objective);
    },
  };
}

/** The capacity of a target over the rounds that tell. */
export interface RunCapacity extends Bracketed {
  /** How many those are, 1 at least. */
  readonly rounds: number;
}

/** The medians of estimates and of both ends of the brackets, 0 where no rate passed; null where no round tells. */
export function capacityIn(reader: RunReader, label: string, objective: number): RunCapacity | null {
  const values = reader
    .read(label, capacityFigure, objective)
    .flatMap((reading) => ('value' in reading ? [reading.value] : []));
  if (values.length === 0) return null;
  return {
    estimate: median(values.map(({ estimate }) => estimate)),
    low: median(values.map(({ low }) => low)),
    high: median(values.map(({ high }) => high)),
    rounds: values.length,
  };
}
