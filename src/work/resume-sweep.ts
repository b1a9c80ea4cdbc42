import { dirname } from 'node:path';
import { loadRun, type StoredRun } from '../files/load-run.ts';
import { showRun } from '../files/runs.ts';
import type { Run } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { expectedMs } from '../plan/expect-time.ts';
import type { Caller } from './caller.ts';
import type { Asked, AskedSweep, DecidedSweep } from './decided-sweep.ts';
import { declaredHost } from './declared-host.ts';
import type { Machines } from './reach-machines.ts';
import { sameTargets } from './same-targets.ts';

/**
 * The interrupted run in a folder, to be resumed on its own plan and targets.
 * @param folder of the run, as it was named
 * @param declared on the command line: a run of such a target has to be told of it again, for a run's file never says
 *   what is started; or null
 * @param config a path that was asked for, or null: the nearest `bench.config.json`
 * @returns the host, whose machines are to be reached before it is decided how the run is resumed
 * @throws UsageError where there is no such run, or the host is not declared here; deciding, as `resumeStored`
 */
export function resumeSweep(
  folder: string,
  caller: Pick<Caller, 'cwd' | 'version'>,
  declared: Target | null = null,
  config: string | null = null,
): AskedSweep {
  const stored = loadRun(folder, caller.cwd);
  return {
    host: declaredHost(stored.run, '--resume', caller.cwd, config),
    decide: (machines) => resumeStored(stored, folder, caller, machines, { declared, asked: '--resume' }),
  };
}

/**
 * Decides how an interrupted run is resumed.
 * @throws UsageError where nothing is left to do, or something has changed: the difference is named
 */
export function resumeStored(
  { run, path }: StoredRun,
  folder: string,
  caller: Pick<Caller, 'cwd' | 'version'>,
  machines: Machines,
  { asked, declared = null }: { asked: Asked; declared?: Target | null },
): DecidedSweep {
  if (isComplete(run)) {
    throw new UsageError(`${asked}: the run in ${folder} is complete`, 'Draw it again with bench report.');
  }
  return {
    plan: run.plan,
    targets: sameTargets(run, { asked, folder, declared }, caller, machines),
    machine: machines.machine,
    runFolder: dirname(path),
    resumed: run,
    sameAs: { run, asked },
    expectedMs: expectedMs(run.plan) * shareLeft(run),
    command: run.command,
  };
}

/** Whether nothing of its plan is left to be measured. */
export const isComplete = ({ finishedAt, interrupted }: Run): boolean =>
  finishedAt !== null && interrupted === null;

/**
 * What a sweep has left, however it ended.
 * @param runFolder absolute
 * @returns with the folder as a person would name it; absent: no run that can be read
 */
export function whatIsLeft(
  runFolder: string,
  cwd: string,
): { readonly state: 'absent' | 'unfinished' | 'complete'; readonly folder: string } {
  const folder = showRun(runFolder, cwd);
  try {
    return { state: isComplete(loadRun(runFolder, cwd).run) ? 'complete' : 'unfinished', folder };
  } catch (error) {
    if (error instanceof UsageError) return { state: 'absent', folder };
    throw error;
  }
}

/** How much of the plan is still to be measured, 0 … 1. */
function shareLeft(run: Run): number {
  const all = run.plan.blocks.reduce((sum, { order }) => sum + order.length, 0);
  const done = run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps)).length;
  return all === 0 ? 0 : Math.max(0, all - done) / all;
}
