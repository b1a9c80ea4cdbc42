/** `bench compare`: two stored runs, or two targets of one, laid beside each other. */
import { dirname, join, resolve } from 'node:path';
import { type ComparedTwo, compareTwo, type Side } from '../analysis/comparison/compare-two.ts';
import { runLoader, type StoredRun } from '../files/load-run.ts';
import { findRun, nameFolderOfSeveral, nameForFile, proveWritable, showRun } from '../files/runs.ts';
import type { Compared } from '../model/compared.ts';
import { measuredRounds } from '../model/measured.ts';
import type { Objective } from '../model/objective.ts';
import { UsageError } from '../model/usage-error.ts';
import { compareMarkdown } from '../report/compare/markdown.ts';
import type { Caller } from './caller.ts';
import { writeDrawn } from './draw.ts';

const drawers = {
  html: async (all: readonly ComparedTwo[], { tool }: Compared) => {
    const { compareHtml } = await import('../report/compare/html.ts');
    return compareHtml(all, tool.version);
  },
  md: compareMarkdown,
  json: (_: readonly ComparedTwo[], compared: Compared) => `${JSON.stringify(compared)}\n`,
} satisfies Readonly<
  Record<string, (all: readonly ComparedTwo[], compared: Compared) => string | Promise<string>>
>;

export type CompareFormat = keyof typeof drawers;
export const compareFormats = Object.keys(drawers) as readonly CompareFormat[];

export interface CompareOrder {
  /** A run as `bench report` names it, `#label` behind it for one of its targets. */
  readonly a: string;
  readonly b: string;
  /** Instead of those of the sweeps, or null. */
  readonly objectives: readonly Objective[] | null;
  readonly formats: readonly CompareFormat[];
  /** Another folder for the files, or null. */
  readonly out: string | null;
}

/**
 * @returns what was found, the paths of the files, short where they are below the caller's folder, and the labels of which
 *   nothing was measured in one of the runs
 * @throws UsageError where there is no such run or target, or the two have nothing to compare, before anything is written
 */
export async function compare(
  order: CompareOrder,
  { cwd, version }: Pick<Caller, 'cwd' | 'version'>,
): Promise<{
  readonly compared: Compared;
  readonly files: readonly string[];
  readonly left: readonly string[];
}> {
  // A run that is named twice is one run: its targets are paired by its rounds.
  const load = runLoader(cwd);
  const [a, b] = [loadSide(order.a, load, cwd), loadSide(order.b, load, cwd)];
  const pairs = pairUp(a, b);
  const measured = pairs.filter((pair) => pair.every(wasMeasured));
  // Of several pairs one that was not measured takes nothing from the others; alone it is refused.
  const all = (measured.length > 0 ? measured : pairs).map(([one, other]) =>
    comparePair(one, other, order.objectives),
  );
  const left = measured.length === 0 ? [] : pairs.filter((pair) => !measured.includes(pair));
  const compared: Compared = {
    schema: 1,
    tool: { name: 'framebench', version },
    pairs: all.map(({ pair }) => pair),
  };
  const folder = folderOf(order, a, b, cwd);
  if (order.formats.length > 0) proveWritable(folder, order.out === null ? 'compare' : '--out');
  const files = await writeDrawn(join(folder, nameOf(a, b)), order.formats, (format) =>
    drawers[format](all, compared),
  );
  return { compared, files: files.map((file) => showRun(file, cwd)), left: left.map(([{ label }]) => label) };
}

interface Named {
  readonly reference: string;
  readonly stored: StoredRun;
  /** Null: all of the run. */
  readonly label: string | null;
}

/**
 * Both a path and a label may hold a `#`: what names a run as a whole is that run, else the last `#` counts that has a
 * run before it and a target of that run behind it.
 */
function loadSide(text: string, load: (reference: string) => StoredRun, cwd: string): Named {
  if (namesRun(text, cwd)) return { reference: text, stored: load(text), label: null };
  const splits = splitsOf(text);
  for (const [reference, label] of splits) {
    if (!namesRun(reference, cwd)) continue;
    const stored = load(reference);
    if (labelsOf(stored).includes(label)) return { reference, stored, label };
  }
  const [reference, label] = splits[0] ?? [text, ''];
  const stored = load(reference);
  throw new UsageError(
    `There is no target ${JSON.stringify(label)} in ${reference}`,
    `It has ${labelsOf(stored).join(', ')}.`,
  );
}

/** What stands before and behind each `#`, the last one first. */
function splitsOf(text: string): readonly (readonly [before: string, behind: string])[] {
  const parts = text.split('#');
  return parts
    .slice(1)
    .map((_, i) => [parts.slice(0, i + 1).join('#'), parts.slice(i + 1).join('#')] as const)
    .toReversed();
}

/** Whether there is such a run; whether it can be read is told by reading it. */
function namesRun(reference: string, cwd: string): boolean {
  try {
    findRun(reference, cwd);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

const labelsOf = ({ run }: StoredRun): readonly string[] => run.targets.map(({ label }) => label);

/** The targets that are compared: those that are named, else those of the same label in both runs. */
function pairUp(a: Named, b: Named): readonly (readonly [Side, Side])[] {
  const side = ({ stored: { run } }: Named, label: string): Side => ({ run, label });
  if (a.stored === b.stored && (a.label === null || b.label === null || a.label === b.label)) {
    throw new UsageError(
      `${a.reference} is one run: two of its targets are to be named`,
      `Write ${labelsOf(a.stored)
        .slice(0, 2)
        .map((label) => `${a.reference}#${label}`)
        .join(' ')}.`,
    );
  }
  const asked = a.label ?? b.label;
  const labels =
    asked === null ? labelsOf(a.stored).filter((label) => labelsOf(b.stored).includes(label)) : [];
  if (labels.length > 0) return labels.map((label) => [side(a, label), side(b, label)] as const);
  const [one, other] = [a, b].map(({ stored, label }) => label ?? soleOr(stored, asked));
  if (one !== undefined && other !== undefined && one !== null && other !== null)
    return [[side(a, one), side(b, other)]];
  throw new UsageError(
    `It is not clear which target of ${a.reference} is compared with which of ${b.reference}: they hold ${labelsOf(a.stored).join(', ')}, and ${labelsOf(b.stored).join(', ')}`,
    `Name them: ${a.reference}#${labelsOf(a.stored)[0]} ${b.reference}#${labelsOf(b.stored)[0]}.`,
  );
}

/** The target of this label, else the only one. */
function soleOr(stored: StoredRun, label: string | null): string | null {
  const labels = labelsOf(stored);
  if (label !== null && labels.includes(label)) return label;
  return labels.length === 1 ? (labels[0] ?? null) : null;
}

const wasMeasured = ({ run, label }: Side): boolean =>
  run.targets.some((target) => target.label === label && measuredRounds(target).length > 0);

function comparePair(a: Side, b: Side, objectives: readonly Objective[] | null): ComparedTwo {
  const unmeasured = [a, b].find((side) => !wasMeasured(side));
  const found = unmeasured === undefined ? compareTwo(a, b, objectives) : null;
  if (found === null) {
    throw new UsageError(
      `Nothing was measured of ${unmeasured?.label ?? a.label} in the run ${unmeasured?.run.id ?? a.run.id}, so it cannot be compared`,
      'bench report says why.',
    );
  }
  const searched = [a, b].every(({ run }) => run.plan.search !== undefined);
  if (found.pair.columns.length === 0 && !searched) {
    throw new UsageError(
      `${a.label} of ${a.run.id} and ${b.label} of ${b.run.id} share no rate, so there is nothing to compare`,
      'Sweep both with the same --rates, or in one run.',
    );
  }
  return found;
}

/** Beside the run, or for two runs in a folder of their own. */
function folderOf({ out }: CompareOrder, a: Named, b: Named, cwd: string): string {
  if (out !== null) return resolve(cwd, out);
  if (a.stored === b.stored) return dirname(a.stored.path);
  return nameFolderOfSeveral(cwd, [a.stored.run.id, b.stored.run.id]);
}

const nameOf = (a: Named, b: Named): string =>
  ['compare', ...[a.label, b.label].flatMap((label) => (label === null ? [] : nameForFile(label)))].join('-');
