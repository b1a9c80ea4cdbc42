/** What the page's script needs: the texts of every column, in the order of the columns in the picture. */

import { type Analysis, runOfTarget, type TargetAnalysis } from '../../model/analysis.ts';
import { rateKey } from '../../model/rate.ts';
import { millisecondsText } from '../figures.ts';
import { briefHeads, type ColumnText, columnText } from './column-text.ts';

export interface PageData {
  /** Heads of the figures by which columns of several targets are laid beside each other. */
  readonly heads: readonly string[];
  readonly targets: readonly {
    readonly name: string;
    readonly columns: readonly ColumnText[];
    /** The column that is shown first: at the capacity, where there is one; of several targets, well below every capacity. */
    readonly first: number;
  }[];
}

export function pageData(analysis: Analysis): PageData {
  const shared = analysis.comparison?.sharedRatePerSecond ?? null;
  return {
    heads: briefHeads,
    targets: analysis.targets
      .filter(({ steps }) => steps.length > 0)
      .map((target) => ({
        name: target.label,
        columns: target.columns.map((column) =>
          columnText(column, timelineHeads(analysis, target, column.ratePerSecond)),
        ),
        first: firstColumn(target, shared),
      })),
  };
}

/** Of the steps that a column is made of, in its order: in a grid the last one of each round, of a search all. */
function timelineHeads(analysis: Analysis, target: TargetAnalysis, ratePerSecond: number): readonly string[] {
  const visits = target.steps.filter((step) => rateKey(step.ratePerSecond) === rateKey(ratePerSecond));
  const { search } = runOfTarget(analysis, target).plan;
  const steps =
    search === undefined ? [...new Map(visits.map((step) => [step.round, step])).values()] : visits;
  return steps.map(({ round, scheduled, endedEarly }) => {
    const window = millisecondsText((scheduled * 1_000) / ratePerSecond);
    const which = steps.length > 1 ? `Round ${round}, over ${window}` : `Over the ${window} of the step`;
    return endedEarly ? `${which}, ended early` : which;
  });
}

function firstColumn({ columns, capacities }: TargetAnalysis, shared: number | null): number {
  const capacity = shared ?? capacities.find(({ ratePerSecond }) => ratePerSecond !== null)?.ratePerSecond;
  const key = rateKey(capacity ?? -1);
  const index = columns.findIndex(({ ratePerSecond }) => rateKey(ratePerSecond) === key);
  return index >= 0
    ? index
    : Math.max(
        0,
        columns.findLastIndex(({ notTried }) => notTried === null),
      );
}
