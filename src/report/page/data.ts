/** What the page's script needs: the texts of every column, in the order of the columns in the picture. */
import type { Analysis, TargetAnalysis } from '../../model/analysis.ts';
import { type ColumnText, columnText } from './column-text.ts';

export interface PageData {
  readonly targets: readonly {
    readonly columns: readonly ColumnText[];
    /** The column that is shown first: at the capacity, where there is one. */
    readonly first: number;
  }[];
}

export function pageData(analysis: Analysis): PageData {
  return {
    targets: analysis.targets
      .filter(({ failure }) => failure === null)
      .map((target) => ({
        columns: target.columns.map((column) => columnText(column, windowMs(analysis, column.ratePerSecond))),
        first: firstColumn(target),
      })),
  };
}

function windowMs(analysis: Analysis, ratePerSecond: number): number | null {
  return analysis.plan.steps.find((step) => step.ratePerSecond === ratePerSecond)?.windowMs ?? null;
}

function firstColumn({ columns, capacities }: TargetAnalysis): number {
  const capacity = capacities.find(({ ratePerSecond }) => ratePerSecond !== null)?.ratePerSecond;
  const index = columns.findIndex(({ ratePerSecond }) => ratePerSecond === capacity);
  return index >= 0
    ? index
    : Math.max(
        0,
        columns.findLastIndex(({ notTried }) => notTried === null),
      );
}
