/** A sweep from the first build to the report: decide → build → open host → measure → draw. */
import { basename } from 'node:path';
import { lockMachine } from '../files/lock-machine.ts';
import { proveOwnFolders } from '../files/own-folders.ts';
import { openRunFolder, proveWritable, saveRun } from '../files/runs.ts';
import { GeneratorBroken } from '../measure/load/generator.ts';
import { HostProblem } from '../measure/remote/host-problem.ts';
import { measureSweep } from '../measure/sweep.ts';
import type { Event } from '../model/event.ts';
import { beginRun, record } from '../model/record.ts';
import type { Run } from '../model/run.ts';
import type { Caller } from './caller.ts';
import type { DecidedSweep } from './decided-sweep.ts';
import { type DrawnRun, saveAndDraw } from './draw.ts';
import { openEnds } from './open-ends.ts';
import type { Machines } from './reach-machines.ts';
import { refuseChanged } from './refuse-changed.ts';
import { sweepTarget } from './sweep-target.ts';
import { thisMachine } from './this-machine.ts';

/** Watches a sweep. */
export interface SweepWatcher {
  /** Receives every event: of builds while they run, of the rest between one step and the next. */
  show(event: Event): void;
  /** A warning of its own. */
  note(sentence: string): void;
}

/**
 * Measures what was decided, saves after every step, and draws the report of what there is, also when interrupted.
 * @param machines of the plan's host
 * @param wait for another sweep on this machine to end, instead of refusing
 * @throws UsageError before anything is started, where the run's folder cannot be written to, or another sweep is under way
 */
export async function sweep(
  decided: DecidedSweep,
  caller: Caller,
  watcher: SweepWatcher,
  { machines, wait }: { readonly machines: Machines; readonly wait: boolean },
): Promise<DrawnRun> {
  const { env } = caller;
  const { runFolder, resumed } = decided;
  proveOwnFolders(env);
  const onWait = wait ? (other: string) => watcher.note(`Waiting for ${other}.`) : null;
  using _machine = await lockMachine(env, caller.signal, onWait);
  await machines.servers?.lock(caller.signal, onWait);
  for (const generator of machines.generators) await generator.lock(caller.signal, onWait);
  if (resumed === null) openRunFolder(runFolder, '--out');
  else proveWritable(runFolder, '--resume');
  const run = await measure(decided, caller, watcher, machines);
  return await saveAndDraw(run, runFolder, caller.cwd);
}

async function measure(
  decided: DecidedSweep,
  caller: Caller,
  watcher: SweepWatcher,
  machines: Machines,
): Promise<Run> {
  const { plan, targets, runFolder, resumed, sameAs } = decided;
  const others = [...machines.generators, ...(machines.servers === null ? [] : [machines.servers])];
  const signal = AbortSignal.any([caller.signal, ...others.map(({ lost }) => lost)]);
  await using here = thisMachine(plan, machines, runFolder, caller, watcher.note);
  const ends = await openEnds(decided, here, machines, caller.env, watcher.note);
  const built = await ends.serverEnd.build(targets, watcher.show, signal);
  refuseChanged(sameAs, built);
  const events = measureSweep({ plan, targets: built.map(sweepTarget), done: resumed, ...ends, signal });
  return await recordEvents(events, decided, caller, watcher);
}

/** Folds the events of measuring into a run, and saves it wherever something would be lost. */
async function recordEvents(
  events: AsyncIterable<Event>,
  { runFolder, resumed, command }: DecidedSweep,
  caller: Caller,
  watcher: SweepWatcher,
): Promise<Run> {
  let run = resumed;
  const take = async (event: Event) => {
    if (run === null) {
      if (event.kind !== 'sweep-started') throw new Error(`a sweep began with ${event.kind}`);
      run = beginRun({ id: basename(runFolder), toolVersion: caller.version, command }, event);
    } else run = record(run, event);
    watcher.show(event);
    if (isWorthSaving(event)) await saveRun(runFolder, run);
  };
  try {
    for await (const event of events) await take(event);
  } catch (error) {
    // The end of the generator, or of a connection, is no reason to lose what it measured.
    const isLost = error instanceof GeneratorBroken || error instanceof HostProblem;
    if (!isLost || run === null) throw error;
    await take({ kind: 'interrupted', reason: error.message, atStep: null });
  }
  if (run === null) throw new Error('a sweep ended before it began');
  return run;
}

/** What would be a loss; the rest is told again by what follows. */
function isWorthSaving({ kind }: Event): boolean {
  return (
    kind === 'sweep-started' ||
    kind === 'target-failed' ||
    kind === 'target-verified' ||
    kind === 'server-warmed' ||
    kind === 'server-died' ||
    kind === 'step-finished' ||
    kind === 'interrupted' ||
    kind === 'sweep-finished'
  );
}
