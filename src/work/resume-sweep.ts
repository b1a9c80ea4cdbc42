import { dirname } from 'node:path';
import { loadRun } from '../files/load-run.ts';
import { completeTarget, readManifest } from '../files/load-target.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import type { PlannedTarget } from '../model/plan.ts';
import type { Machine, Run, TargetRecord } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { expectedMs } from '../plan/expect-time.ts';
import { planTarget } from '../plan/make-plan.ts';
import { askAs } from './ask-as.ts';
import type { Caller } from './caller.ts';
import type { DecidedSweep } from './decided-sweep.ts';

/**
 * Decides how an interrupted run is resumed, on its own plan and targets.
 * @param folder of the run, as it was named
 * @param declared on the command line: a run of such a target has to be told of it again, for a run's file never says
 *   what is started
 * @throws UsageError where there is no such run, nothing is left to do, or something has changed: the difference is named
 */
export function resumeSweep(
  folder: string,
  { cwd, version }: Pick<Caller, 'cwd' | 'version'>,
  machine: Machine = describeMachine(),
  declared: Target | null = null,
): DecidedSweep {
  const { run, path } = loadRun(folder, cwd);
  if (run.finishedAt !== null && run.interrupted === null) {
    throw new UsageError(`--resume: the run in ${folder} is complete`, 'Draw it again with bench report.');
  }
  refuse(folder, 'bench', run.tool.version, version);
  refuseOtherMachine(folder, run, machine);
  const targets = run.targets.map((record) => {
    const target = askAs(run.plan.visitor, declared ?? targetOf(record, run, cwd));
    refuse(folder, 'the target', record.label, target.label);
    const planned = run.plan.targets.find(({ label }) => label === record.label);
    refuse(folder, `the request of ${record.label}`, shown(planned), shown(planTarget(target)));
    return target;
  });
  return {
    plan: run.plan,
    targets,
    machine,
    runFolder: dirname(path),
    resumed: run,
    expectedMs: expectedMs(run.plan) * shareLeft(run),
    command: run.command,
  };
}

function targetOf(record: TargetRecord, { command }: Run, cwd: string) {
  if (command.includes('--') || command.some((word) => word.startsWith('--url'))) {
    throw new UsageError(
      `--resume: ${record.label} was declared on the command line`,
      'Declare it again behind --resume <dir>, as the run did: a run does not say what is started.',
    );
  }
  return completeTarget(readManifest(record.path, cwd), record.path, record.variant, record.label);
}

function refuseOtherMachine(folder: string, run: Run, machine: Machine): void {
  const then = run.host.machine;
  for (const [what, before, after] of [
    ['the CPU model', then.cpuModel, machine.cpuModel],
    ['the number of CPUs', then.cpus, machine.cpus],
    ['the memory', then.memoryBytes, machine.memoryBytes],
    ['the kernel', then.kernel, machine.kernel],
    ['Node', then.node, machine.node],
  ] as const) {
    refuse(folder, what, String(before), String(after));
  }
}

function refuse(folder: string, what: string, before: string, after: string): void {
  if (before === after) return;
  throw new UsageError(
    `--resume: ${what} has changed since the run in ${folder} began: it was ${before} and is ${after}`,
    'Figures from before and after could not be compared. Begin a new run.',
  );
}

const shown = (target: PlannedTarget | undefined): string =>
  target === undefined ? 'none' : JSON.stringify(target.request);

/** How much of the plan is still to be measured, 0 … 1. */
function shareLeft(run: Run): number {
  const all = run.plan.blocks.reduce((sum, { order }) => sum + order.length, 0);
  const done = run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps)).length;
  return all === 0 ? 0 : Math.max(0, all - done) / all;
}
