/** In what a stored run was measured otherwise, so that its figures are shown and never judged. */
import type { Run } from '../../model/run.ts';
import { differencesOf } from '../together/run-differences.ts';

type Aspect = readonly [what: string, of: (run: Run, label: string) => unknown];

/** What reports need not tell, because it explains no difference that they draw. */
const further: readonly Aspect[] = [
  ['memory', ({ host }) => host.machine.memoryBytes],
  ['Node', ({ host }) => host.machine.node],
  ['rates', ({ plan: { rates, search } }) => [rates, search]],
  ['objectives', ({ plan }) => plan.objectives.map(({ text }) => text)],
  ['request', ({ plan }, label) => plan.targets.find((target) => target.label === label)?.request],
];

/** Empty where both are of the same machine and plan; seeds and numbers of rounds may differ. */
export function unlike(run: Run, other: Run, label: string): readonly string[] {
  if (!other.targets.some((target) => target.label === label)) return [`no target ${label}`];
  const told = differencesOf([run, other]).map(({ what }) => what);
  const beyond = further
    .filter(([, of]) => JSON.stringify(of(run, label)) !== JSON.stringify(of(other, label)))
    .map(([what]) => what);
  return [...told, ...beyond];
}
