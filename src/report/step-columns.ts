/** The table of steps, whatever it is drawn as: its columns, in order, with their heads and what stands in a cell. */
import {
  type Analysis,
  type Column,
  type Percentile,
  percentileOf,
  type TargetAnalysis,
  type Verdict,
} from '../model/analysis.ts';
import { writeFigure } from '../model/figure.ts';
import { formatShare } from '../model/share.ts';
import { countedFigures, type StepFigure, sampledFigures } from '../model/step-figures.ts';
import { latencyText, percentileName } from './figures.ts';

/** A step, or a column of several. */
type Shown = Omit<Column, 'rounds' | 'notTried' | 'slices'>;

export interface StepColumn {
  readonly head: string;
  /** Words, not a number. */
  readonly isText: boolean;
  readonly text: (step: Shown) => string;
  /** How much to doubt it, or what came of it; null: nothing to say. */
  readonly mark: (step: Shown) => 'faded' | 'untrusted' | Verdict | null;
}

/** What stands behind the rate, in the order of the table. */
export function stepColumns(analysis: Analysis, target: TargetAnalysis): readonly StepColumn[] {
  const plain = { isText: false, mark: () => null };
  const percentiles = target.columns[0]?.overScheduled.map(({ percentile }) => percentile) ?? [];
  return [
    ...countedFigures.filter(inTables).map((figure) => ({
      ...plain,
      head: figure.title,
      text: (of: Shown) => writeFigure(figure, of[figure.key]),
    })),
    ...percentiles.map((percentile) => ({
      ...plain,
      head: percentileName(percentile),
      text: (of: Shown) => latencyText(percentileOf(of, percentile)?.us ?? null),
      mark: (of: Shown) => percentileMark(percentileOf(of, percentile)),
    })),
    ...analysis.objectives.map(({ text }) => ({
      ...plain,
      head: text,
      text: (of: Shown) => verdictOf(of, text),
      mark: (of: Shown) => verdictOf(of, text),
    })),
    ...sampledFigures.filter(inTables).map((figure) => ({
      ...plain,
      head: figure.title,
      text: (of: Shown) => writeFigure(figure, of[figure.key]),
    })),
    { ...plain, isText: true, head: 'Failures', text: failuresText },
    { ...plain, isText: true, head: 'Remarks', text: remarksText },
  ];
}

const inTables = ({ shown }: StepFigure) => shown !== 'details';

function percentileMark(percentile: Percentile | undefined) {
  if (percentile === undefined || percentile.us === null) return null;
  return !percentile.trusted ? 'untrusted' : percentile.enoughSamples ? null : 'faded';
}

const verdictOf = ({ verdicts }: Shown, wanted: string) =>
  verdicts.find(({ objective }) => objective === wanted)?.verdict ?? 'undecided';

/** `reset 1.2 %, shed 40 %` */
const failuresText = ({ failures }: Shown) =>
  failures.map(({ kind, share }) => `${kind} ${formatShare(share)}`).join(', ');

/** What keeps a step from being taken as it stands. */
const remarksText = ({ validity, stable, thin, beyondLink }: Shown) =>
  [
    ...(validity === 'valid' ? [] : [validity]),
    ...(stable ? [] : ['unstable']),
    ...(thin ? ['few requests'] : []),
    ...(beyondLink ? ['beyond the link'] : []),
  ].join('; ');
