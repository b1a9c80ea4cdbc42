/** `bench check`: judges a stored run, measures the fresh rounds that a fail takes, and writes what it found. */
import { dirname, resolve } from 'node:path';
import { analyse } from '../analysis/analyse.ts';
import { checkRun } from '../analysis/gate/check-run.ts';
import { runLoader, type StoredRun } from '../files/load-run.ts';
import { proveWritable } from '../files/runs.ts';
import { appendText, writeWhole } from '../files/write-file.ts';
import type { Check } from '../model/check.ts';
import type { Gate } from '../model/gate.ts';
import type { Objective } from '../model/objective.ts';
import type { Run } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import { junitReport } from '../report/check/junit.ts';
import { checkSummary } from '../report/check/summary.ts';
import type { Caller } from './caller.ts';
import { acceptConfirmation, confirmSweep, storedConfirmation } from './confirm-sweep.ts';
import type { DecidedSweep } from './decided-sweep.ts';
import { declaredHost } from './declared-host.ts';
import { drawAs } from './draw.ts';
import { reachMachines } from './reach-machines.ts';
import { isComplete } from './resume-sweep.ts';
import { type SweepWatcher, sweep } from './sweep.ts';

/** Files that are written of a check, by their form. */
export type CheckFiles = Readonly<Partial<Record<'junit' | 'markdown' | 'svg' | 'png', string>>>;

export interface CheckOrder {
  /** As `bench report` names runs. */
  readonly run: string;
  readonly gates: readonly Gate[];
  /** A target's label, or null. */
  readonly baseline: string | null;
  /** The share that may be lost, 0 … 1. */
  readonly maxDrop: number;
  /** Instead of those of the sweep, or null. */
  readonly objectives: readonly Objective[] | null;
  /** `measure`: where it takes fresh rounds and there are none; `stored`: only those that are there; or a run. */
  readonly confirm: 'measure' | 'stored' | { readonly run: string };
  /** Older runs. */
  readonly against: readonly string[];
  readonly files: CheckFiles;
}

/** Watches the sweep that confirms, where there has to be one. */
export interface ConfirmationWatcher {
  open(decided: DecidedSweep): SweepWatcher & Disposable;
  /** Targets or machine are not what they were, or cannot be started from here. */
  cannot(reason: UsageError): void;
}

/**
 * @throws UsageError where what is asked for is not in the run, before anything is measured or written
 */
export async function check(order: CheckOrder, caller: Caller, watch: ConfirmationWatcher): Promise<Check> {
  const { cwd } = caller;
  const load = runLoader(cwd);
  const first = load(order.run);
  refuseUncheckable(first, order);
  const stored = new Set(order.against.map(load));
  stored.delete(first);
  for (const [form, file] of Object.entries(order.files))
    proveWritable(dirname(resolve(cwd, file)), `--${form}`, 'Name another file.');
  const { gates, baseline, maxDrop } = order;
  const judge = (fresh: StoredRun | null) =>
    checkRun({
      run: first.run,
      confirm: fresh?.run ?? null,
      stored: oldestFirst(stored),
      gates,
      baseline,
      maxDrop,
      objectives: order.objectives ?? first.run.plan.objectives,
      toolVersion: caller.version,
    });
  const { confirm } = order;
  const given =
    typeof confirm === 'object'
      ? acceptConfirmation(first, load(confirm.run), '--confirm')
      : storedConfirmation(first, cwd);
  const alone = judge(given);
  const found =
    confirm === 'measure' && isUnconfirmed(alone) && !isOver(given)
      ? judge(await measureConfirmation(first, given, caller, watch))
      : alone;
  await writeFiles(found, first, order, caller);
  return found;
}

/** What cannot be asked of this run. */
function refuseUncheckable({ run, path }: StoredRun, { baseline, gates, against }: CheckOrder): void {
  const labels = run.targets.map(({ label }) => label);
  if (baseline === null && gates.length === 0 && against.length === 0) {
    throw new UsageError(
      'There is nothing to check',
      'Name a gate ("capacity >= 400/s"), a --baseline, or runs to stand --against.',
    );
  }
  const open = gates.find(({ bound }) => bound === null);
  if (open !== undefined && baseline === null) {
    throw new UsageError(
      `The gate "${open.text}" has no bound`,
      'Add one ("p99 at 200/s < 100ms"), or a --baseline to compare the figure with.',
    );
  }
  if (baseline !== null && !labels.includes(baseline)) {
    throw new UsageError(
      `--baseline: there is no target ${baseline} in ${dirname(path)}`,
      `It has ${labels.join(', ')}.`,
    );
  }
  if (baseline !== null && labels.length < 2) {
    throw new UsageError(
      `--baseline: ${baseline} is the only target of the run`,
      'Sweep both in one: bench sweep -t base=../base -t head=.',
    );
  }
  if (run.plan.rounds < 2) {
    throw new UsageError(
      `The run in ${dirname(path)} has one round, and a gate judges by an interval over rounds`,
      'Sweep with --rounds 5 or more, or --rounds auto --time 10m.',
    );
  }
}

const oldestFirst = (stored: Iterable<StoredRun>): readonly Run[] =>
  [...stored].map(({ run }) => run).toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));

const isUnconfirmed = ({ gates }: Check): boolean => gates.some(({ why }) => why === 'to-be-confirmed');

/** A run that is over is looked at once: with too few rounds in it, more of the same would be a second chance. */
const isOver = (begun: StoredRun | null): boolean => begun !== null && isComplete(begun.run);

async function measureConfirmation(
  first: StoredRun,
  begun: StoredRun | null,
  caller: Caller,
  watch: ConfirmationWatcher,
): Promise<StoredRun | null> {
  try {
    const host = declaredHost(first.run, 'bench check', caller.cwd);
    await using machines = await reachMachines(host, caller);
    const decided = confirmSweep(first, begun, caller, machines);
    using watcher = watch.open(decided);
    await sweep(decided, caller, watcher, { machines, wait: true });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    watch.cannot(error);
  }
  return storedConfirmation(first, caller.cwd);
}

/** The files that are asked for, and the summary of a job on GitHub, where this is one. */
async function writeFiles(
  found: Check,
  { run }: StoredRun,
  { files, objectives }: CheckOrder,
  { cwd, env }: Caller,
): Promise<void> {
  const ofJob = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (ofJob === '' && Object.keys(files).length === 0) return;
  const analysis = analyse(run, objectives);
  const summary = checkSummary(found, analysis);
  const { junit, markdown, svg, png } = files;
  for (const [file, draw] of [
    [junit, () => junitReport(found)],
    [markdown, () => summary],
    [svg, () => drawAs('svg', analysis)],
    [png, () => drawAs('png', analysis)],
  ] as const) {
    if (file !== undefined) writeWhole(resolve(cwd, file), await draw());
  }
  if (ofJob !== '') appendText(resolve(cwd, ofJob), summary);
}
