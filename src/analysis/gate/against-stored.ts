/** A run beside older ones: their capacities are shown, and judged by where the runs are alike. */
import type { GateResult, StoredFigure } from '../../model/check.ts';
import { capacityFigure } from '../../model/gate.ts';
import type { Objective } from '../../model/objective.ts';
import type { Run } from '../../model/run.ts';
import { median } from '../statistics/median-interval.ts';
import { judgeStored } from './judge-stored.ts';
import { medianOf, readerOf } from './run-reader.ts';
import { unlike } from './same-conditions.ts';
import { wordGate } from './word-gate.ts';

export interface Comparison {
  readonly run: Run;
  /** Oldest first. */
  readonly stored: readonly Run[];
  readonly maxDrop: number;
  readonly objectives: readonly Objective[];
}

/** What the stored runs have of a target's capacities, with what speaks against judging by them. */
export function storedFigures(
  { run, stored, objectives }: Comparison,
  label: string,
): readonly StoredFigure[] {
  return stored.flatMap((other) => {
    const differs = unlike(run, other, label);
    const reader = readerOf(other, objectives);
    return objectives.map(({ text }, at) => {
      const value = medianOf(reader, label, at);
      return {
        runId: other.id,
        startedAt: other.startedAt,
        label,
        objective: text,
        value,
        differs: value === null && differs.length === 0 ? ['no capacity'] : differs,
      };
    });
  });
}

/** The capacity of this run, and of the fresh rounds, against those of stored runs that are alike. */
export function againstStored(
  { maxDrop, objectives }: Comparison,
  label: string,
  at: number,
  all: readonly StoredFigure[],
  { now, again }: { readonly now: number | null; readonly again: number | null },
): GateResult {
  const objective = objectives[at]?.text ?? '';
  const stored = all
    .filter((one) => one.label === label && one.objective === objective && one.differs.length === 0)
    .flatMap(({ value }) => (value === null ? [] : [value]));
  const judged = now === null ? null : judgeStored({ maxDrop, stored, now, again });
  const found = {
    gate: `capacity (${objective})`,
    label,
    against: 'stored runs',
    verdict: judged?.verdict ?? 'cannot-tell',
    why: judged?.why ?? 'not-measured',
    unit: capacityFigure.unit,
    value: now,
    base: stored.length === 0 ? null : median(stored),
    bound: null,
    maxDrop,
    interval: judged?.interval ?? null,
    intervalOf: 'value ÷ base',
    again: null,
    rounds: stored.length,
    againRounds: null,
    smallestFound: judged === null || judged.smallestDrop === null ? null : 1 - judged.smallestDrop,
  } as const;
  return { ...found, ...wordGate(found, capacityFigure, { lacks: null, roundMs: null, needed: null }) };
}
