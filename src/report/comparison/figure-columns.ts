/** The columns in which targets are laid beside each other: their heads, and how their figures are written. */
import type { Analysis, TargetAnalysis } from '../../model/analysis.ts';
import {
  type Bound,
  type ComparedFigure,
  type ComparedTarget,
  type Comparison,
  type FigureName,
  unknownFigure,
} from '../../model/comparison.ts';
import { bytesText, DASH, latencyText, memoryText, millisecondsText, rateText } from '../figures.ts';

export interface FigureColumn {
  readonly head: string;
  /** What the head leaves out, or null. */
  readonly note: string | null;
  readonly figure: (target: ComparedTarget) => ComparedFigure;
  /** Null: not known. */
  readonly value: (value: number | null) => string;
  readonly moreIsBetter: boolean;
  /** Said of a figure in its own cell, or null. */
  readonly remark: (label: string) => string | null;
}

/** One column for each objective's capacity, then the others; those in which nothing is known at all are left out. */
export function figureColumns(analysis: Analysis, comparison: Comparison): readonly FigureColumn[] {
  const capacities = analysis.objectives.map(
    ({ text }, i): FigureColumn => ({
      head: 'Capacity',
      note: text,
      figure: ({ capacities: all }) => all[i] ?? unknownFigure,
      value: (value) => (value === null ? NOT_KNOWN : value === 0 ? 'none' : rateText(value)),
      moreIsBetter: true,
      remark: () => null,
    }),
  );
  return [...capacities, ...others(analysis, comparison)];
}

const NOT_KNOWN = 'not known';

function others(analysis: Analysis, comparison: Comparison): readonly FigureColumn[] {
  const { lowRatePerSecond: low, sharedRatePerSecond: shared } = comparison;
  const atShared = shared === null ? 'no rate that all pass' : `at ${rateText(shared)}, which all pass`;
  const of = (label: string) => analysis.targets.find((target) => target.label === label);
  const heads: Readonly<Record<FigureName, readonly [head: string, note: string | null]>> = {
    p50AtLowRateUs: ['p50', low === null ? null : `at ${rateText(low)}`],
    p99AtSharedRateUs: ['p99', atShared],
    cpuPerRequestUs: ['CPU a request', shared === null ? atShared : `at ${rateText(shared)}`],
    startMs: ['Start to ready', null],
    idleRssBytes: ['Memory', 'idle'],
    rssAtCapacityBytes: ['Memory', 'at capacity'],
    pageBytes: ['Page', 'HTML'],
    browserBytes: ['Browser fetches', 'page, style, scripts'],
    buildMs: ['Build', 'timed once'],
    costOfMillion: ['A million requests', 'cost at capacity'],
  };
  const writers: Readonly<Record<FigureName, (value: number | null) => string>> = {
    p50AtLowRateUs: latencyText,
    p99AtSharedRateUs: latencyText,
    cpuPerRequestUs: latencyText,
    startMs: millisecondsText,
    idleRssBytes: memoryText,
    rssAtCapacityBytes: memoryText,
    pageBytes: (value) => (value === null ? NOT_KNOWN : bytesText(value)),
    browserBytes: (value) => (value === null ? NOT_KNOWN : bytesText(value)),
    buildMs: (value) => (value === null ? 'nothing to build' : millisecondsText(value)),
    costOfMillion: costText,
  };
  const remarks: Partial<Readonly<Record<FigureName, (label: string) => string | null>>> = {
    browserBytes: (label) => {
      const brotli = of(label)?.browserBrotliBytes ?? null;
      return brotli === null ? null : `${bytesText(brotli)} as brotli`;
    },
    buildMs: (label) => (of(label)?.buildIncremental === true ? 'parts from an earlier build' : null),
  };
  const isPriced = comparison.targets.some(({ figures }) => figures.costOfMillion.value !== null);
  return (Object.keys(heads) as FigureName[])
    .filter((name) => name !== 'costOfMillion' || isPriced)
    .map((name) => ({
      head: heads[name][0],
      note: heads[name][1],
      figure: ({ figures }) => figures[name],
      value: writers[name],
      moreIsBetter: false,
      remark: remarks[name] ?? (() => null),
    }));
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

/** In the money of the host's price, which nobody has named: a number with three digits. */
function costText(value: number | null): string {
  if (value === null) return DASH;
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

const signs: Readonly<Record<Bound, string>> = { exact: '', 'at-least': '≥ ', 'at-most': '≤ ' };

/** `≥ 1,585/s` */
export function figureText(column: FigureColumn, { value, bound }: ComparedFigure): string {
  return `${value === null ? '' : signs[bound]}${column.value(value)}`;
}

/** The rounds' lowest and highest, `4.33 … 4.48 ms`; null where they do not differ, or there is only one. */
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

/** So close to the best that nobody would care, or the rounds do not clearly differ. */
export function isAboutBest({ toBest }: ComparedFigure): boolean {
  return toBest !== null && (!toBest.clear || Math.abs(toBest.value - 1) < 0.02);
}

/** How far a figure is from the best of its column: 0 for the best and what is about as good, up to 5. */
export function worseLevel(column: FigureColumn, figure: ComparedFigure): number {
  if (figure.toBest === null || isAboutBest(figure)) return 0;
  const times = column.moreIsBetter ? 1 / figure.toBest.value : figure.toBest.value;
  return 1 + [1.25, 2, 5, 20].filter((bound) => times >= bound).length;
}
