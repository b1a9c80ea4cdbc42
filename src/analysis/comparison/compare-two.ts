/** Two targets of one run, or of two: what differs, their figures, and where their latencies lie. */
import type { Analysis, Column, TargetAnalysis } from '../../model/analysis.ts';
import type { ComparedColumn, ComparedPair, ComparedPairFigure, ComparedSide } from '../../model/compared.ts';
import { type Comparison, type Difference, fixedRateOf, unknownFigure } from '../../model/comparison.ts';
import type { Objective } from '../../model/objective.ts';
import type { Run } from '../../model/run.ts';
import { comparedFigures } from '../../model/target-figures.ts';
import { analyseTogether } from '../analyse.ts';
import { columnAt } from '../targets/columns.ts';
import { type SideRecord, whatDiffers } from '../together/what-differs.ts';

/** A target by what it is known by: its run, and its label there. */
export interface Side {
  readonly run: Run;
  readonly label: string;
}

export interface ComparedTwo {
  readonly pair: ComparedPair;
  /** Of the two alone, B first: pictures are drawn from it. */
  readonly analysis: Analysis;
}

/**
 * Compares B with A.
 * @param objectives instead of those of the plans, or null
 * @returns null where one of them could not be measured
 */
export function compareTwo(a: Side, b: Side, objectives: readonly Objective[] | null): ComparedTwo | null {
  const runs =
    a.run === b.run ? [only(a.run, [b.label, a.label])] : [only(b.run, [b.label]), only(a.run, [a.label])];
  const analysis = analyseTogether(runs, objectives);
  const { comparison } = analysis;
  const [ofB, ofA] = analysis.targets;
  const [difference] = comparison?.differences ?? [];
  const [one, other] = [recordOf(a), recordOf(b)];
  if (comparison === null || difference === undefined || ofA === undefined || ofB === undefined) return null;
  if (one === null || other === null) return null;
  return {
    analysis,
    pair: {
      a: sideOf(one, comparison, 1),
      b: sideOf(other, comparison, 0),
      paired: a.run === b.run,
      differs: whatDiffers(one, other),
      lowRatePerSecond: comparison.lowRatePerSecond,
      sharedRatePerSecond: comparison.sharedRatePerSecond,
      figures: figuresOf(analysis, comparison, difference),
      columns: columnsOf(ofA, ofB, difference),
      warnings:
        a.run === b.run
          ? warningsOf(analysis, ofA.label)
          : // Of two runs A's is the first, as they were named.
            inOrder(analyseTogether(runs.toReversed(), objectives)),
    },
  };
}

const inOrder = (analysis: Analysis) => warningsOf(analysis, analysis.targets[0]?.label ?? '');

/** @param labelOfA as the analysis calls it */
function warningsOf({ warnings }: Analysis, labelOfA: string): ComparedPair['warnings'] {
  return (
    warnings
      // A pair has no factors to the best, and says itself where it crosses the classes.
      .filter(({ code }) => code !== 'several-classes')
      .map(({ code, severity, label, text, advice }) => ({
        code,
        severity,
        text:
          label === null
            ? text.replace(/^Run ([12]): /, (_, nth: string) => `${nth === '1' ? 'A' : 'B'}: `)
            : `${label === labelOfA ? 'A' : 'B'}: ${text}`,
        advice,
      }))
  );
}

/** The run as if these had been its only targets, in this order. */
const only = (run: Run, labels: readonly string[]): Run => ({
  ...run,
  targets: labels.flatMap((label) => run.targets.filter((target) => target.label === label)),
});

function recordOf({ run, label }: Side): SideRecord | null {
  const record = run.targets.find((target) => target.label === label);
  return record === undefined ? null : { run, record };
}

function sideOf({ run, record }: SideRecord, { targets }: Comparison, at: 0 | 1): ComparedSide {
  const { label, title } = record;
  const rounds = targets[at]?.rounds ?? 0;
  return { runId: run.id, startedAt: run.startedAt, label, title, class: record.class ?? null, rounds };
}

function figuresOf(
  { objectives }: Analysis,
  comparison: Comparison,
  difference: Difference,
): readonly ComparedPairFigure[] {
  const [b, a] = comparison.targets;
  const capacities = objectives.map(({ text }, i) => ({
    key: 'capacity',
    title: 'Capacity',
    note: text,
    unit: 'requests per second' as const,
    ratePerSecond: null,
    primary: true,
    a: a?.capacities[i] ?? unknownFigure,
    b: b?.capacities[i] ?? unknownFigure,
    ratio: difference.capacities[i] ?? null,
  }));
  const others = comparedFigures.map((figure) => ({
    key: figure.key,
    title: figure.title,
    note: figure.note ?? null,
    unit: figure.unit,
    ratePerSecond: fixedRateOf(figure, comparison),
    primary: figure.primary === true,
    a: a?.figures[figure.key] ?? unknownFigure,
    b: b?.figures[figure.key] ?? unknownFigure,
    ratio: difference.figures[figure.key],
  }));
  return [...capacities, ...others].filter(
    ({ a: ours, b: theirs }) => ours.value !== null || theirs.value !== null,
  );
}

/** Both have cells with the same edges, as all targets of an analysis have. */
function columnsOf(a: TargetAnalysis, b: TargetAnalysis, { rates }: Difference): readonly ComparedColumn[] {
  return rates.flatMap(({ ratePerSecond }) => {
    const [ofA, ofB] = [columnAt(a, ratePerSecond), columnAt(b, ratePerSecond)];
    if (ofA === null || ofB === null) return [];
    const all = [...ofA.cells, ...ofB.cells].map(({ fromUs, toUs }) => [fromUs, toUs] as const);
    const shareIn = ({ cells }: Column, fromUs: number) =>
      cells.find((cell) => cell.fromUs === fromUs)?.share ?? 0;
    const cells = [...new Map(all)]
      .toSorted(([from], [other]) => from - other)
      .map(([fromUs, toUs]) => ({ fromUs, toUs, a: shareIn(ofA, fromUs), b: shareIn(ofB, fromUs) }));
    return [{ ratePerSecond, a: { failed: failedOf(ofA) }, b: { failed: failedOf(ofB) }, cells }];
  });
}

const failedOf = ({ failures }: Column): number =>
  Math.min(
    1,
    failures.reduce((sum, { share }) => sum + share, 0),
  );
