/** The columns in which targets are laid beside each other: their heads, and how their figures are written. */
import type { Analysis, TargetAnalysis } from '../../model/analysis.ts';
import {
  type ComparedFigure,
  type ComparedTarget,
  type Comparison,
  fixedRateOf,
  holdsOne,
  isAtFixedRate,
  unknownFigure,
} from '../../model/comparison.ts';
import { writeFigure } from '../../model/figure.ts';
import { type ComparedKey, comparedFigures, type TargetFigure } from '../../model/target-figures.ts';
import { rateText } from '../figures.ts';
import { signs } from './ratio-text.ts';

export interface FigureColumn {
  readonly head: string;
  /** What the head leaves out, or null. */
  readonly note: string | null;
  readonly figure: (target: ComparedTarget) => ComparedFigure;
  /** Null: not known. */
  readonly value: (value: number | null) => string;
  readonly moreIsBetter: boolean;
  /** A capacity, or read at the higher of the fixed rates or at the capacity. */
  readonly isUnderLoad: boolean;
}

/** One column for each objective's capacity, then the others; costs are left out where nothing has a price. */
export function figureColumns(analysis: Analysis, comparison: Comparison): readonly FigureColumn[] {
  const capacities = analysis.objectives.map(
    ({ text }, i): FigureColumn => ({
      head: 'Capacity',
      note: text,
      figure: ({ capacities: all }) => all[i] ?? unknownFigure,
      value: (value) => (value === null ? 'not known' : value === 0 ? 'none' : rateText(value)),
      moreIsBetter: true,
      isUnderLoad: true,
    }),
  );
  const isKnown = (key: ComparedKey) => comparison.targets.some(({ figures }) => figures[key].value !== null);
  // A finding says that there is no such rate.
  const isThere = (figure: TargetFigure) =>
    !isAtFixedRate(figure) || fixedRateOf(figure, comparison) !== null;
  const others = comparedFigures
    .filter((figure) => isThere(figure) && (figure.from !== 'capacity' || isKnown(figure.key)))
    .map(
      (figure): FigureColumn => ({
        head: figure.title,
        note: noteOf(figure, comparison),
        figure: ({ figures }) => figures[figure.key],
        value: (value) => writeFigure(figure, value),
        moreIsBetter: figure.better === 'more',
        isUnderLoad: 'at' in figure && figure.at !== 'low',
      }),
    );
  return [...capacities, ...others];
}

/** `p99, at 365/s` */
export const headText = ({ head, note }: FigureColumn): string => (note === null ? head : `${head}, ${note}`);

/** Its own note, or the rate at which it is taken. */
export function noteOf(figure: TargetFigure, comparison: Comparison): string | null {
  const rate = fixedRateOf(figure, comparison);
  return figure.note ?? (rate === null ? null : `at ${rateText(rate)}`);
}

const MOST_VERSIONS = 4;

/** What was built, in a few words: the language and the main dependencies, tools left out. */
export function builtText(target: TargetAnalysis): string | null {
  if (target.buildMs === null) return null;
  const parts = Object.entries(target.versions)
    .filter(([name]) => !tools.has(name))
    .map(([name, version]) => `${name} ${version}`);
  const more = parts.length > MOST_VERSIONS ? ['…'] : [];
  return [
    ...(target.language === null ? [] : [target.language]),
    ...parts.slice(0, MOST_VERSIONS),
    ...more,
  ].join(', ');
}

const tools = new Set(['node', 'npm']);

/** `≥ 1,585/s` */
export function figureText(column: FigureColumn, { value, bound }: ComparedFigure): string {
  return `${value === null ? '' : signs[bound]}${column.value(value)}`;
}

/** Of the median over the rounds, `4.33 … 4.48 ms`; null where they do not differ, or there is only one. */
export function spreadText(column: FigureColumn, { interval }: ComparedFigure): string | null {
  if (interval === null) return null;
  const [low, high] = interval.map((end) => (end === null ? '∞' : column.value(end))) as [string, string];
  return low === high ? null : between(low, high);
}

/** The unit once, where both have the same. */
function between(low: string, high: string): string {
  const [lowValue, lowUnit] = split(low);
  const [, highUnit] = split(high);
  return lowUnit === highUnit ? `${lowValue} … ${high}` : `${low} … ${high}`;
}

function split(text: string): readonly [value: string, unit: string] {
  const match = /^([\d.,]+)(.*)$/.exec(text);
  return [match?.[1] ?? text, match?.[2] ?? ''];
}

/** Within 2 % of the best, which makes no difference. */
export function isAboutBest({ toBest }: ComparedFigure): boolean {
  return toBest !== null && Math.abs(toBest.value - 1) < 0.02;
}

/** Whether it may be as good as the best: the interval of its factor holds 1. */
export function mayBeBest({ toBest }: ComparedFigure): boolean {
  return toBest !== null && holdsOne(toBest);
}

/** The shade of a figure as many times farther from the best: in percent of the hue, the same step for each doubling. */
export const shadeOf = (times: number): number =>
  Math.round(13 * Math.log2(Math.min(MOST_SHADED, Math.max(1, times))));

/** All that is farther has this shade. */
export const MOST_SHADED = 16;

/** How dark a cell is; 0 for the best, for what is about as good, and for what may be as good. */
export function shadeOfFigure(column: FigureColumn, figure: ComparedFigure): number {
  const { toBest } = figure;
  if (toBest === null || isAboutBest(figure) || mayBeBest(figure)) return 0;
  return shadeOf(column.moreIsBetter ? 1 / toBest.value : toBest.value);
}
