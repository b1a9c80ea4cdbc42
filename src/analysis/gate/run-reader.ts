/** The readings of a run: each target analysed once, whatever is asked about it. */
import type { GateFigure } from '../../model/gate.ts';
import { capacityFigure } from '../../model/gate.ts';
import type { Objective } from '../../model/objective.ts';
import type { Run } from '../../model/run.ts';
import { median } from '../statistics/median-interval.ts';
import { hostMisfit } from './host-fit.ts';
import { type RoundAlone, type RoundReading, readRounds, roundsAlone } from './read-rounds.ts';

export interface RunReader {
  readonly misfit: string | null;
  read(label: string, figure: GateFigure, objective: number): readonly RoundReading[];
}

export function readerOf(run: Run, objectives: readonly Objective[]): RunReader {
  const alone = new Map<string, readonly RoundAlone[]>(
    run.targets.map((record) => [record.label, roundsAlone(run, record, objectives)]),
  );
  const failures = new Map(run.targets.map(({ label, failure }) => [label, failure]));
  return {
    misfit: hostMisfit(run),
    read: (label, figure, objective) => {
      const failure = failures.get(label) ?? null;
      if (failure !== null) return [{ round: 1, lacks: failure.detail }];
      return readRounds(alone.get(label) ?? [], figure, objective);
    },
  };
}

/** Over the rounds that tell; null where none does, or no rate passed. */
export function medianOf(reader: RunReader | null, label: string, objective: number): number | null {
  const values = (reader?.read(label, capacityFigure, objective) ?? []).flatMap((reading) =>
    'value' in reading ? [reading.value.estimate] : [],
  );
  const middle = median(values);
  return middle > 0 ? middle : null;
}
