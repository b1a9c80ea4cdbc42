/** A sweep from the first build to the report: here the stages meet. */
import { basename } from 'node:path';
import { analyse } from '../analysis/analyse.ts';
import { openLeftovers } from '../files/leftovers.ts';
import { type Logs, openLogs } from '../files/logs.ts';
import { proveOwnFolders } from '../files/own-folders.ts';
import { openRunFolder, proveWritable, saveRun, showRun } from '../files/runs.ts';
import { type PreparedHost, prepareHost } from '../measure/host/prepare-host.ts';
import { GeneratorBroken } from '../measure/load/generator.ts';
import type { LeftoverMemory } from '../measure/server/leftovers.ts';
import { type ServerStarter, serverStarter } from '../measure/server/start-server.ts';
import { measureSweep } from '../measure/sweep.ts';
import type { Event } from '../model/event.ts';
import { NotSaved } from '../model/not-saved.ts';
import { beginRun, record } from '../model/record.ts';
import type { Run } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import { jsonReport } from '../report/json.ts';
import type { Context } from './command.ts';
import { drawReports } from './draw-reports.ts';
import { cleanUp, endOwnAtOnce, memoryIn } from './leftover-memory.ts';
import { prepareBuilds } from './prepare-builds.ts';
import type { PreparedTarget } from './prepare-target.ts';
import type { PreparedSweep } from './prepared-sweep.ts';
import { refuseChanged } from './refuse-changed.ts';
import { sweepSurroundings, sweepTarget } from './sweep-surroundings.ts';
import { type BlogContract, prepareContract } from './sweep-targets.ts';
import { createView, type SweepView } from './terminal/view.ts';
import { viewSurroundings } from './terminal/view-surroundings.ts';

/**
 * Measures what was prepared, saves after every step, and draws the report of what there is, also when interrupted.
 * @returns 0, or 1 where a target could not be measured
 * @throws UsageError before anything is started, where the run's folder cannot be written to
 */
export async function runSweep(sweep: PreparedSweep, json: boolean, context: Context): Promise<number> {
  const { surroundings, interrupts } = context;
  const { env, stdout, cwd } = surroundings;
  const { plan, runFolder } = sweep;
  proveOwnFolders(env);
  if (sweep.resumed === null) openRunFolder(runFolder, '--out');
  else proveWritable(runFolder, '--resume');

  const view = createView(viewSurroundings(surroundings), sweep.resumed);
  const leftovers = openLeftovers(env);
  await cleanUp(leftovers, view.note);
  const prepared = await prepareBuilds(sweep.targets, runFolder, context);
  refuseChanged(sweep.resumed, prepared);
  const contract = prepareContract(plan, sweep.targets, env);

  const memory = memoryIn(leftovers);
  const host = await prepareHost(plan, memory);
  const logs = openLogs(runFolder);
  const starter = serverStarter({ host, ...memory });
  const withdraw = interrupts.beforeLeaving(() => {
    starter.killNow();
    endOwnAtOnce(leftovers);
  });
  const silence = interrupts.tellThrough(view.note);
  const trimming = setInterval(() => trimLogs(logs, view), logsEveryMs);
  let run: Run | null = null;
  try {
    run = await measure(sweep, { context, view, host, memory, starter, contract, logs, prepared });
  } finally {
    withdraw();
    silence();
    clearInterval(trimming);
    view.close();
    logs.close();
    await host.release();
  }
  const text = await saveRun(runFolder, run);
  const [report = runFolder] = await drawReports([{ run, text }], runFolder, ['html'], null).catch(
    (error) => {
      throw error instanceof UsageError
        ? new NotSaved(
            error.message,
            `The run itself is saved; draw it with bench report ${showRun(runFolder, cwd)} --out <dir>.`,
          )
        : error;
    },
  );
  const analysis = analyse(run);
  view.end(analysis, showRun(report, cwd));
  if (json) stdout.write(jsonReport(analysis));
  return run.interrupted !== null || run.targets.some(({ failure }) => failure !== null) ? 1 : 0;
}

const logsEveryMs = 1_000;

function trimLogs(logs: Logs, view: SweepView): void {
  for (const path of logs.trim()) {
    view.note(
      `${basename(path)} grows so fast that only its end is kept; writing it is measured with the rest.`,
    );
  }
}

interface Measuring {
  readonly context: Context;
  readonly view: SweepView;
  readonly host: PreparedHost;
  readonly memory: LeftoverMemory;
  readonly starter: ServerStarter;
  readonly contract: BlogContract | null;
  readonly logs: Logs;
  readonly prepared: readonly PreparedTarget[];
}

async function measure(sweep: PreparedSweep, measuring: Measuring): Promise<Run> {
  const { context, view, host, memory, starter, contract, logs, prepared } = measuring;
  const { plan, machine, runFolder } = sweep;
  let run = sweep.resumed;
  const take = async (event: Event) => {
    if (run === null) {
      if (event.kind !== 'sweep-started') throw new Error(`a sweep began with ${event.kind}`);
      const identity = { id: basename(runFolder), toolVersion: context.version, command: sweep.command };
      run = beginRun(identity, event);
    } else run = record(run, event);
    view.show(event);
    if (isWorthSaving(event)) await saveRun(runFolder, run);
  };
  const events = measureSweep({
    plan,
    targets: prepared.map((target) => sweepTarget(target, contract, logs)),
    done: sweep.resumed,
    surroundings: sweepSurroundings({
      plan,
      machine,
      host,
      memory,
      starter,
      contract,
      prepared: new Map(prepared.map((target) => [target.target.label, target])),
    }),
    signal: context.interrupts.signal,
  });
  try {
    for await (const event of events) await take(event);
  } catch (error) {
    // The generator's end is no reason to lose what it measured.
    if (!(error instanceof GeneratorBroken) || run === null) throw error;
    view.note(error.message);
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
