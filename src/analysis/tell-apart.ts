/** Several runs in one report: a label that occurs in two of them is made unique by saying which run it is of. */
import type { Run } from '../model/run.ts';
import { placementOf, toolOf, visitorOf } from './run-differences.ts';

/** What may stand behind a label, the most telling first; all of them short. */
const short = [visitorOf, placementOf, ({ host }: Run) => host.name, toolOf] as const;

/**
 * Gives targets that share a label in several runs labels and titles of their own: `remix (anonymous)` and
 * `remix (reader)` where the runs differ in that, else `remix (run 1)` and `remix (run 2)`. Everything else is as it was.
 */
export function tellApart(runs: readonly Run[]): readonly Run[] {
  const taken = new Set<string>();
  const labelsOf = runs.map((run, i) => {
    const renamed = new Map<string, string>();
    for (const { label } of run.targets) {
      const suffix = suffixOf(label, runs, i);
      renamed.set(label, unused(suffix === null ? label : `${label} (${suffix})`, taken));
    }
    return renamed;
  });
  return runs.map((run, i) => rename(run, labelsOf[i] ?? new Map(), runs));
}

/** Null where the label is of this run only. */
function suffixOf(label: string, runs: readonly Run[], at: number): string | null {
  const having = runs.filter(({ targets }) => targets.some((target) => target.label === label));
  const own = runs[at];
  if (having.length < 2 || own === undefined) return null;
  const telling = short.filter((aspect) => new Set(having.map(aspect)).size > 1);
  const suffix = (run: Run) => telling.map((aspect) => aspect(run)).join(', ');
  const isUnique = having.filter((run) => suffix(run) === suffix(own)).length === 1;
  return isUnique ? suffix(own) : [suffix(own), `run ${at + 1}`].filter((part) => part !== '').join(', ');
}

function unused(wanted: string, taken: Set<string>): string {
  let label = wanted;
  for (let i = 2; taken.has(label); i++) label = `${wanted} ${i}`;
  taken.add(label);
  return label;
}

function rename(run: Run, labels: ReadonlyMap<string, string>, runs: readonly Run[]): Run {
  const renamed = (label: string) => labels.get(label) ?? label;
  const isShared = (label: string) =>
    runs.filter(({ targets }) => targets.some((target) => target.label === label)).length > 1;
  return {
    ...run,
    plan: {
      ...run.plan,
      targets: run.plan.targets.map((target) => ({ ...target, label: renamed(target.label) })),
      blocks: run.plan.blocks.map((block) => ({ ...block, label: renamed(block.label) })),
    },
    targets: run.targets.map((target) => ({
      ...target,
      label: renamed(target.label),
      title: isShared(target.label)
        ? `${target.title} ${renamed(target.label).slice(target.label.length).trim()}`
        : target.title,
    })),
  };
}
