import { dirname } from 'node:path';
import { loadRun } from '../files/load-run.ts';
import { completeTarget, readManifest } from '../files/load-target.ts';
import type { PlannedTarget } from '../model/plan.ts';
import type { Machine, Run, TargetRecord } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import { expectedMs } from '../plan/expect-time.ts';
import { planTarget } from '../plan/make-plan.ts';
import { askAs } from './ask-as.ts';
import type { PreparedSweep } from './prepared-sweep.ts';
import type { SweepFlags } from './sweep-flags.ts';

/** What a run that is gone on with is compared with. */
interface Now {
  readonly cwd: string;
  readonly machine: Machine;
  readonly version: string;
}

/** What may be said beside `--resume`; all else is decided by the run. */
const allowedBeside = ['resume', 'json', 'dryRun'];

/**
 * Prepares to go on with an interrupted run, on its own plan and targets.
 * @throws UsageError where there is no such run, nothing is left to do, or something has changed: the difference is named
 */
export function prepareResume(flags: SweepFlags, folder: string, now: Now): PreparedSweep {
  refuseOtherFlags(flags);
  const { run, path } = loadRun(folder, now.cwd);
  if (run.finishedAt !== null && run.interrupted === null) {
    throw new UsageError(`--resume: the run in ${folder} is complete`, 'Draw it again with bench report.');
  }
  refuse(folder, 'bench', run.tool.version, now.version);
  refuseOtherMachine(folder, run, now.machine);
  const targets = run.targets.map((record) => {
    const target = askAs(run.plan.visitor, targetOf(record, now.cwd));
    const planned = run.plan.targets.find(({ label }) => label === record.label);
    refuse(folder, `the request of ${record.label}`, shown(planned), shown(planTarget(target)));
    return target;
  });
  return {
    plan: run.plan,
    targets,
    machine: now.machine,
    runFolder: dirname(path),
    resumed: run,
    expectedMs: expectedMs(run.plan) * shareLeft(run),
    command: run.command,
  };
}

function targetOf(record: TargetRecord, cwd: string) {
  return completeTarget(readManifest(record.path, cwd), record.path, record.variant, record.label);
}

function refuseOtherFlags(flags: SweepFlags): void {
  const given = Object.entries(flags)
    .filter(([name, value]) => !(allowedBeside.includes(name) || value === true))
    .map(([name]) => name);
  const other = flags.quick === true ? 'quick' : given[0];
  if (other === undefined) return;
  const flag = other.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(
    `--resume cannot stand beside --${flags[other as keyof SweepFlags] === false ? 'no-' : ''}${flag}: the run has its plan`,
    'Leave that out, or begin a new run.',
  );
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
  const all = run.plan.blocks.reduce((sum, { rates }) => sum + rates.length, 0);
  const done = run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps)).length;
  return all === 0 ? 0 : Math.max(0, all - done) / all;
}
