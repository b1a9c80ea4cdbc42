/** What the page's script needs: the texts of every column, in the order of the columns in the picture. */

import { type Analysis, runOfTarget, type TargetAnalysis } from '../../model/analysis.ts';
import { rateKey } from '../../model/rate.ts';
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
      .filter(({ failure }) => failure === null)
      .map((target) => ({
        name: target.label,
        columns: target.columns.map((column) =>
          columnText(column, windowMs(analysis, target, column.ratePerSecond)),
        ),
        first: firstColumn(target, shared),
      })),
  };
}

function windowMs(analysis: Analysis, target: TargetAnalysis, ratePerSecond: number): number | null {
  const { plan } = runOfTarget(analysis, target);
  // Steps of a search at one rate differ in length.
  return plan.rates.find((rate) => rateKey(rate.ratePerSecond) === rateKey(ratePerSecond))?.windowMs ?? null;
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
