/** A run beside older ones: their capacities are shown, and judged by where the runs are alike. */
import type { GateResult, StoredFigure } from '../../model/check.ts';
import { capacityFigure } from '../../model/gate.ts';
import type { Objective } from '../../model/objective.ts';
import type { Run } from '../../model/run.ts';
import type { Bracketed } from '../statistics/bracketed.ts';
import { median } from '../statistics/median-interval.ts';
import { LEAST_ROUNDS } from './judge-drop.ts';
import { judgeStored } from './judge-stored.ts';
import { capacityIn, type RunCapacity, readerOf } from './run-reader.ts';
import { unlike } from './same-conditions.ts';
import { wordGate } from './word-gate.ts';

export interface Comparison {
  readonly run: Run;
  /** Oldest first. */
  readonly stored: readonly Run[];
  readonly maxDrop: number;
  readonly objectives: readonly Objective[];
}

/** A stored run's figure as it is shown, with its bracket. */
export interface StoredCapacity {
  readonly figure: StoredFigure;
  /** Null where there is none, or no rate passed. */
  readonly capacity: Bracketed | null;
}

/** What the stored runs have of a target's capacities, with what speaks against judging by them. */
export function storedCapacities(
  { run, stored, objectives }: Comparison,
  label: string,
): readonly StoredCapacity[] {
  return stored.flatMap((other) => {
    const differs = unlike(run, other, label);
    const reader = readerOf(other, objectives);
    return objectives.map(({ text }, at) => {
      const found = capacityIn(reader, label, at);
      const capacity = found !== null && found.estimate > 0 ? found : null;
      const lacks =
        found === null || capacity === null
          ? ['no capacity']
          : found.rounds < LEAST_ROUNDS
            ? [tooFew(found)]
            : [];
      const figure = {
        runId: other.id,
        startedAt: other.startedAt,
        label,
        objective: text,
        value: capacity?.estimate ?? null,
        differs: differs.length > 0 ? differs : lacks,
      };
      return { figure, capacity };
    });
  });
}

/** The capacity of this run, and of the fresh rounds, against those of stored runs that are alike. */
export function againstStored(
  { maxDrop, objectives }: Comparison,
  label: string,
  at: number,
  all: readonly StoredCapacity[],
  { now, again }: { readonly now: RunCapacity | null; readonly again: RunCapacity | null },
): GateResult {
  const objective = objectives[at]?.text ?? '';
  const stored = all
    .filter(
      ({ figure }) => figure.label === label && figure.objective === objective && figure.differs.length === 0,
    )
    .flatMap(({ capacity }) => capacity ?? []);
  const isFew = (one: RunCapacity | null) => one !== null && one.rounds < LEAST_ROUNDS;
  const judged =
    now === null || isFew(now)
      ? null
      : judgeStored({ maxDrop, stored, now, again: isFew(again) ? null : again });
  const found = {
    gate: `capacity (${objective})`,
    label,
    against: 'stored runs',
    verdict: judged?.verdict ?? 'cannot-tell',
    why: judged?.why ?? (now === null ? 'not-measured' : 'too-few-rounds'),
    unit: capacityFigure.unit,
    value: now?.estimate ?? null,
    base: stored.length === 0 ? null : median(stored.map(({ estimate }) => estimate)),
    bound: null,
    maxDrop,
    interval: judged?.interval ?? null,
    intervalOf: 'value ÷ base',
    again: null,
    rounds: stored.length,
    againRounds: null,
    smallestFound: judged === null || judged.smallestDrop === null ? null : 1 - judged.smallestDrop,
  } as const;
  const lacks = now !== null && isFew(now) ? `this run has ${tooFew(now)}` : null;
  const open = {
    because: 'in most rounds the highest rate that was tried passed',
    advice: 'Sweep up to higher rates.',
  };
  return {
    ...found,
    ...wordGate(found, capacityFigure, { lacks, spoilt: 0, roundMs: null, needed: null, open }),
  };
}

const tooFew = ({ rounds }: RunCapacity): string =>
  `${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${LEAST_ROUNDS} that are needed`;
