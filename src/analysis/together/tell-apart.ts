/** Several runs in one report: a label that occurs in two of them is made unique by saying which run it is of. */
import type { Run, TargetRecord } from '../../model/run.ts';
import { placementOf, toolOf, visitorOf } from './run-differences.ts';

/** What may stand behind a label, the most telling first; all of them short. */
const short = [visitorOf, placementOf, ({ host }: Run) => host.name, toolOf] as const;

/** What a target is called in a report. Its identity is its run and its label there, whatever it is called. */
export type DisplayName = Pick<TargetRecord, 'label' | 'title'>;

/**
 * Names for the targets of each run, in their order. Targets that share a label in several runs get labels and titles
 * of their own: `remix (anonymous)` and `remix (reader)` where the runs differ in that, else `remix (run 1)` and
 * `remix (run 2)`. The others keep theirs.
 */
export function tellApart(runs: readonly Run[]): readonly (readonly DisplayName[])[] {
  const taken = new Set<string>();
  return runs.map((run, i) =>
    run.targets.map(({ label, title }) => {
      const suffix = suffixOf(label, runs, i);
      if (suffix === null) return { label: unused(label, taken), title };
      const told = unused(`${label} (${suffix})`, taken);
      return { label: told, title: `${title} ${told.slice(label.length).trim()}` };
    }),
  );
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
