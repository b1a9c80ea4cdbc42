/** What all pictures of a report have in common, so that targets can be compared by eye: the same axes and rows. */
import type { Analysis, Column, TargetAnalysis } from '../../model/analysis.ts';
import type { Objective } from '../../model/objective.ts';
import { latencyDomain, placed, rateDomain, type Span } from '../axes.ts';
import { type Colours, colourNames } from '../theme.ts';
import type { Layout } from './layout.ts';

/** Which percentiles are drawn as lines. */
export interface Lines {
  readonly percentiles: readonly number[];
  /** Dotted lines over successes only, beside those over everything scheduled. */
  readonly successLines: boolean;
}

export interface Frame extends Lines, Colours {
  readonly layout: Layout;
  readonly rateDomain: readonly [number, number];
  readonly latencyDomain: readonly [number, number];
  /** Kinds of failure that occur anywhere, the most frequent first; many rare ones share the last row. */
  readonly kinds: readonly string[];
  readonly objectives: readonly Objective[];
  /** CPUs and bytes at the top of the server's axes. */
  readonly cpusTop: number;
  readonly memoryTop: number | null;
}

/** The row for kinds that are too many to have one each. */
export const OTHER_KINDS = 'other kinds';
const MOST_KINDS = 8;

/** The lines of a picture that stands for itself; a page can switch more of them on. */
export const usualLines: Lines = { percentiles: [50, 99], successLines: false };
export const allLines: Lines = { percentiles: [50, 90, 99, 99.9], successLines: true };

export function frameOf(
  analysis: Analysis,
  layout: Layout,
  lines: Lines,
  colours: Colours = colourNames,
): Frame {
  const columns = analysis.targets.flatMap((target) => target.columns).filter(tried);
  const cpus = columns.flatMap(({ serverCpus, generatorCpus }) => [serverCpus ?? 0, generatorCpus ?? 0]);
  const memory = columns.flatMap(({ maxRssBytes }) => (maxRssBytes === null ? [] : [maxRssBytes]));
  return {
    layout,
    rateDomain: domainOf(analysis),
    latencyDomain: latencyDomain([
      ...columns.flatMap(({ cells }) => cells.filter(({ count }) => count > 0).flatMap(edgesOf)),
      ...(columns.length > 0
        ? analysis.objectives.flatMap(({ terms }) => terms.flatMap(({ withinUs }) => withinUs ?? []))
        : []),
    ]),
    kinds: kindsOf(columns),
    objectives: analysis.objectives,
    ...lines,
    ...colours,
    cpusTop: Math.max(analysis.host.size.cpus, ...cpus),
    memoryTop: memory.length === 0 ? null : Math.max(...memory),
  };
}

/** From the first to the last edge of any target's columns. */
function domainOf({ targets, rates }: Analysis): readonly [number, number] {
  const domains = targets
    .filter(({ columns }) => columns.length > 0)
    .map(({ columns }) => rateDomain(columns.map(({ ratePerSecond }) => ratePerSecond)));
  if (domains.length === 0) return rateDomain(rates);
  return [Math.min(...domains.map(([from]) => from)), Math.max(...domains.map(([, to]) => to))];
}

/** Whether a column holds a measurement. */
export function tried(column: Column): boolean {
  return column.notTried === null;
}

/** The columns of a target that hold a measurement, each with its place: they touch, whatever rates the targets of another run have. */
export function triedColumns(target: TargetAnalysis): { column: Column; span: Span }[] {
  return placed(target.columns).filter(({ column }) => tried(column));
}

function kindsOf(columns: readonly Column[]): readonly string[] {
  const totals = new Map<string, number>();
  for (const { kind, count } of columns.flatMap(({ failures }) => failures)) {
    if (count > 0) totals.set(kind, (totals.get(kind) ?? 0) + count);
  }
  const kinds = [...totals].toSorted(([, a], [, b]) => b - a).map(([kind]) => kind);
  return kinds.length <= MOST_KINDS ? kinds : [...kinds.slice(0, MOST_KINDS - 1), OTHER_KINDS];
}

function edgesOf({ fromUs, toUs }: { readonly fromUs: number; readonly toUs: number }): number[] {
  return [fromUs, toUs];
}
