/** The targets of a stored run, to be measured once more: refused where something has changed that would show in the figures. */
import { completeTarget, readManifest } from '../files/load-target.ts';
import type { Link } from '../model/part.ts';
import type { PlannedTarget } from '../model/plan.ts';
import type { Machine, Run, TargetRecord } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { planTarget } from '../plan/make-plan.ts';
import { askAs } from './ask-as.ts';
import type { Caller } from './caller.ts';
import type { Asked } from './decided-sweep.ts';
import type { Machines } from './reach-machines.ts';
import type { Change } from './refuse-changed.ts';

/** What figures depend on besides plan and targets. */
export interface Circumstances {
  /** Of bench. */
  readonly version: string;
  /** On which servers run. */
  readonly machine: Machine;
  /** What lies between servers and generator; null: both are on that machine. */
  readonly link: Link | null;
}

export const circumstancesOf = ({ tool, host, parts }: Run): Circumstances => ({
  version: tool.version,
  machine: host.machine,
  link: parts[0]?.link ?? null,
});

/** The first difference between two circumstances, or null. */
export function changeOfCircumstances(then: Circumstances, now: Circumstances): Change | null {
  const senders = sendersOf(now.link);
  const compared: readonly Change[] = [
    { what: 'bench', before: then.version, after: now.version },
    ...machineFacts('', then.machine, now.machine),
    ...sendersOf(then.link).flatMap((sender, i) => {
      const which = i === 0 ? 'the generator’s machine' : `the generator’s machine ${i + 1}`;
      const other = senders[i];
      return other === undefined ? [] : machineFacts(` of ${which}`, sender, other);
    }),
  ];
  return compared.find(({ before, after }) => before !== after) ?? null;
}

/** What of a machine is compared, whether it differs or not. */
function machineFacts(where: string, then: Machine, now: Machine): readonly Change[] {
  const facts = [
    ['the CPU model', then.cpuModel, now.cpuModel],
    ['the number of CPUs', then.cpus, now.cpus],
    ['the memory', then.memoryBytes, now.memoryBytes],
    ['the kernel', then.kernel, now.kernel],
    ['Node', then.node, now.node],
  ] as const;
  return facts.map(([what, before, after]) => ({
    what: `${what}${where}`,
    before: String(before),
    after: String(after),
  }));
}

/** A run's file never says what was started. */
const wasDeclared = ({ command }: Run): boolean =>
  command.includes('--') || command.some((word) => word.startsWith('--url'));

/**
 * @param asked how messages name what asks for it, e.g. `--resume`
 * @param folder of the run, as it was named
 * @param declared on the command line, as the run's target was; null: by a target.json
 * @throws UsageError where this is another bench, machine or target than the run had: the difference is named
 */
export function sameTargets(
  run: Run,
  { asked, folder, declared }: { asked: Asked; folder: string; declared: Target | null },
  { cwd, version }: Pick<Caller, 'cwd' | 'version'>,
  { machine, link }: Machines,
): readonly Target[] {
  const refuse = ({ what, before, after }: Change): void => {
    if (before === after) return;
    throw new UsageError(
      `${asked}: ${what} has changed since the run in ${folder} began: it was ${before} and is ${after}`,
      'Figures from before and after could not be compared. Begin a new run.',
    );
  };
  const change = changeOfCircumstances(circumstancesOf(run), { version, machine, link });
  if (change !== null) refuse(change);
  return run.targets.map((record) => {
    const target = askAs(run.plan.visitor, declared ?? targetOf(record, run, asked, cwd));
    refuse({ what: 'the target', before: record.label, after: target.label });
    const planned = run.plan.targets.find(({ label }) => label === record.label);
    refuse({
      what: `the request of ${record.label}`,
      before: shown(planned),
      after: shown(planTarget(target)),
    });
    return target;
  });
}

const sendersOf = (link: Link | null): readonly Machine[] =>
  link === null ? [] : [link.generator, ...(link.others ?? [])];

function targetOf(record: TargetRecord, run: Run, asked: Asked, cwd: string): Target {
  if (wasDeclared(run)) {
    throw new UsageError(
      `${asked}: ${record.label} was declared on the command line`,
      asked === '--resume'
        ? 'Declare it again behind --resume <dir>, as the run did: a run does not say what is started.'
        : 'Repeat the sweep, and name that run with --confirm <run>.',
    );
  }
  return completeTarget(readManifest(record.path, cwd), record.path, record.variant, record.label);
}

const shown = (target: PlannedTarget | undefined): string =>
  target === undefined ? 'none' : JSON.stringify(target.request);
