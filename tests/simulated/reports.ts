/** Reports of targets whose work is known: words as the product finds them, and whether they are wrong. */
import { analyse } from '../../src/analysis/analyse.ts';
import type { Contender } from '../../src/analysis/comparison/contender.ts';
import { divider, type FigureRow } from '../../src/analysis/comparison/ratios.ts';
import { overRounds, roundReading } from '../../src/analysis/comparison/reading.ts';
import { judgeDrop } from '../../src/analysis/gate/judge-drop.ts';
import type { Bracketed } from '../../src/analysis/statistics/bracketed.ts';
import { median } from '../../src/analysis/statistics/median-interval.ts';
import type { Random } from '../../src/model/random.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { type BlocksOptions, simulatedRounds } from './rounds.ts';

export type UsualOptions = Omit<BlocksOptions, 'bracket'>;

/** Capacity as a search leaves it, then p99 and CPU per request at a fixed rate: what has a word in a report. */
export const primary = [
  { better: 'more', bracket: 1.025 },
  { better: undefined, bracket: 1 },
  { better: undefined, bracket: 1 },
] as const;

export type Shown = readonly (readonly Bracketed[])[];

/** Targets of a run, which reports only name: what they showed is made up. */
export function contendersOf(count: number): readonly Contender[] {
  const targets = Array.from({ length: count }, (_, i) => ({ label: `target-${i}` }));
  const run = syntheticRun({ targets, rates: [10], durationMs: 100, minSamples: 60, objectives: [] });
  const analysis = analyse(run);
  return run.targets.flatMap((record, i) => {
    const of = analysis.targets[i];
    return of === undefined ? [] : [{ run, record, analysis: of }];
  });
}

/**
 * Whether a report says a word on equals, or the wrong one.
 * @param work of each target, per request
 * @param figures in the order of `primary`, each of all targets
 */
export function hasWrongWord(
  contenders: readonly Contender[],
  work: readonly number[],
  figures: readonly Shown[],
): boolean {
  const rows = figures.map((targets, i): FigureRow => {
    const { better, bracket } = primary[i] ?? primary[0];
    const readings = targets.map((rounds) => {
      const read = (one: Bracketed) =>
        bracket === 1 ? roundReading(one.estimate) : { ...one, spoilt: false };
      const middle = median(rounds.map(({ estimate }) => estimate));
      return overRounds(middle, new Map(rounds.map((one, round) => [round + 1, read(one)])));
    });
    return { better, primary: true, readings, uneven: () => false };
  });
  const divide = divider(contenders, rows);
  return rows.some((row) =>
    pairs(work).some(({ i, j, right }) => {
      const word = divide(row, i, j)?.word ?? 'undecided';
      return word !== 'undecided' && word !== right;
    }),
  );
}

/** Every two targets, and what may be said of the first one. */
function pairs(work: readonly number[]) {
  return work.flatMap((one, i) =>
    work.slice(i + 1).map((other, at) => {
      const right = one === other ? 'undecided' : one < other ? 'better' : 'worse';
      return { i, j: i + 1 + at, right } as const;
    }),
  );
}

/** Whether a target that works as much as the first one fails a gate of max-drop 0 against it. */
export function failsEqual(
  work: readonly number[],
  [base = [], ...heads]: Shown,
  options: UsualOptions,
  random: Random,
): boolean {
  const fresh = () => simulatedRounds({ ...options, ratio: 1, bracket: primary[0].bracket }, random);
  return heads.some((head, i) => {
    if (work[i + 1] !== work[0]) return false;
    const first = base.flatMap((one, round) => {
      const other = head[round];
      return other === undefined ? [] : [{ base: one, head: other }];
    });
    return (
      judgeDrop({ better: 'higher', maxDrop: 0, first, second: fresh(), unfit: null }).verdict === 'fail'
    );
  });
}

/** What used to be called clearly different, of equals. */
export function rangesApart(work: readonly number[], targets: Shown): boolean {
  const ranges = targets.map((rounds) => {
    const estimates = rounds.map(({ estimate }) => estimate);
    return { low: Math.min(...estimates), high: Math.max(...estimates) };
  });
  return pairs(work).some(({ i, j, right }) => {
    const [one, other] = [ranges[i], ranges[j]];
    if (right !== 'undecided' || one === undefined || other === undefined) return false;
    return one.high < other.low || other.high < one.low;
  });
}
