/** `bench check`: judges a stored run, measures the fresh rounds that a fail takes, and writes what it found. */
import { dirname } from 'node:path';
import { checkRun } from '../analysis/gate/check-run.ts';
import { loadOlder, runLoader, type StoredRun } from '../files/load-run.ts';
import type { Check } from '../model/check.ts';
import type { Gate } from '../model/gate.ts';
import { NotSaved } from '../model/not-saved.ts';
import type { Objective } from '../model/objective.ts';
import { OwnProcessEnded } from '../model/own-process-ended.ts';
import type { Run } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Caller } from './caller.ts';
import { type CheckFiles, prepareFiles } from './check-files.ts';
import { acceptConfirmation, confirmSweep, storedConfirmation } from './confirm-sweep.ts';
import type { DecidedSweep } from './decided-sweep.ts';
import { declaredHost } from './declared-host.ts';
import { reachMachines } from './reach-machines.ts';
import { isComplete } from './resume-sweep.ts';
import { type SweepWatcher, sweep } from './sweep.ts';

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
  /** A configuration that declares the run's host, or null: the nearest one. */
  readonly config: string | null;
  readonly files: CheckFiles;
}

/** Watches a check, and the sweep that confirms, where there has to be one. */
export interface CheckWatcher {
  /** What changes no verdict, and should be known. */
  note(sentence: string): void;
  open(decided: DecidedSweep): SweepWatcher & Disposable;
  /** Targets or machine are not what they were, or cannot be started from here. */
  cannot(reason: UsageError): void;
}

/** What was judged. Nothing is written yet, so that no file that cannot be written keeps the verdict back. */
export interface Checked {
  readonly found: Check;
  /** Writes the files that were asked for. It gives a sentence for each that cannot be written. */
  readonly writeFiles: () => readonly string[];
}

/**
 * Judges a run, after all that can be refused was: what is asked for, the runs beside it, and the files.
 * @throws UsageError where what is asked for is not in the run, before anything is measured or written
 */
export async function check(order: CheckOrder, caller: Caller, watch: CheckWatcher): Promise<Checked> {
  const { cwd } = caller;
  const load = runLoader(cwd);
  const first = load(order.run);
  const objectives = order.objectives ?? first.run.plan.objectives;
  refuseUncheckable(first, order, objectives);
  const { gates, baseline, maxDrop, confirm } = order;
  const given =
    typeof confirm === 'object'
      ? acceptConfirmation(first, load(confirm.run), '--confirm')
      : storedConfirmation(first, cwd);
  const stored = olderRuns(order, given === null ? [first] : [first, given], load, cwd, watch);
  const filesOf = await prepareFiles(first, order, caller);
  const judge = (fresh: StoredRun | null) =>
    checkRun({
      run: first.run,
      confirm: fresh?.run ?? null,
      stored,
      gates,
      baseline,
      maxDrop,
      objectives,
      toolVersion: caller.version,
    });
  const alone = judge(null);
  const asks = isUnconfirmed(alone);
  const isMeasured = confirm === 'measure' && asks && !isOver(given);
  const fresh = isMeasured ? await measureConfirmation(first, given, order.config, caller, watch) : given;
  // Whoever ends one early would pick its verdict.
  const found = isOver(fresh) ? judge(fresh) : alone;
  if (asks && fresh !== null && found === alone)
    watch.note(`The fresh rounds in ${dirname(fresh.path)} are not complete, so they are not judged.`);
  return { found, writeFiles: () => filesOf(found) };
}

/** What cannot be asked of this run. Nobody may take a check without a gate for one that passes. */
function refuseUncheckable(
  { run, path }: StoredRun,
  { baseline, gates, against }: CheckOrder,
  objectives: readonly Objective[],
): void {
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
      'Add one ("p99 at 100/s < 100ms"), or a --baseline to compare the figure with.',
    );
  }
  if (labels.length === 0) {
    throw new UsageError(
      `There is nothing to judge: the run in ${dirname(path)} has no target`,
      'Sweep once more, and name that run.',
    );
  }
  if (baseline !== null && !labels.includes(baseline)) {
    throw new UsageError(
      `--baseline: there is no target ${baseline} in ${dirname(path)}`,
      `It has ${labels.join(', ')}.`,
    );
  }
  if (labels.every((label) => label === baseline)) {
    throw new UsageError(
      `--baseline: ${baseline} is the only target of the run, so there is nothing to judge`,
      'Sweep both in one: bench sweep -t base=../base -t head=.',
    );
  }
  const asksCapacity =
    baseline !== null ||
    against.length > 0 ||
    gates.some(({ figure }) => figure.name === 'capacity' || figure.at === 'capacity');
  if (objectives.length === 0 && asksCapacity) {
    throw new UsageError(
      `There is nothing to judge a capacity by: the run in ${dirname(path)} has no objective`,
      'Name one: --objective "p99<500ms".',
    );
  }
  if (run.plan.rounds < 2) {
    throw new UsageError(
      `The run in ${dirname(path)} has one round, and a gate judges by an interval over rounds`,
      'Sweep with --rounds 5 or more, or --rounds auto --time 10m.',
    );
  }
}

/**
 * The runs to stand against, oldest first.
 * @param own the run that is checked, and its confirmation
 * @throws UsageError where none is left, and nothing else is asked
 */
function olderRuns(
  { against, baseline, gates }: CheckOrder,
  own: readonly StoredRun[],
  load: (reference: string) => StoredRun,
  cwd: string,
  watch: CheckWatcher,
): readonly Run[] {
  if (against.length === 0) return [];
  const { runs, without } = loadOlder(against, own, load, cwd);
  if (without.length > 0)
    watch.note(`Folders of --against without a run.json are left out: ${without.join(', ')}.`);
  const none = '--against names no other run than the one that is checked';
  if (runs.length === 0 && baseline === null && gates.length === 0)
    throw new UsageError(none, 'Name older runs of the same machine and plan; six at least to judge by.');
  if (runs.length === 0) watch.note(`${none}.`);
  return runs;
}

const isUnconfirmed = ({ gates }: Check): boolean => gates.some(({ why }) => why === 'to-be-confirmed');

/** Such a run is looked at once: with too few rounds in it, more of the same would be a second chance. */
const isOver = (run: StoredRun | null): boolean => run !== null && isComplete(run.run);

async function measureConfirmation(
  first: StoredRun,
  begun: StoredRun | null,
  config: string | null,
  caller: Caller,
  watch: CheckWatcher,
): Promise<StoredRun | null> {
  try {
    const host = declaredHost(first.run, 'bench check', caller.cwd, config);
    await using machines = await reachMachines(host, caller);
    const decided = confirmSweep(first, begun, caller, machines);
    using watcher = watch.open(decided);
    await sweep(decided, caller, watcher, { machines, wait: true });
  } catch (error) {
    if (error instanceof NotSaved) watch.note(`${error.message}. ${error.hint}`);
    else if (error instanceof OwnProcessEnded) watch.note(error.message);
    else if (error instanceof UsageError) watch.cannot(error);
    else throw error;
  }
  return storedConfirmation(first, caller.cwd);
}
