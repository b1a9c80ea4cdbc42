/** `bench check`: judges a stored run, measures the fresh rounds that a fail takes, and writes what it found. */
import { dirname, resolve } from 'node:path';
import { analyse } from '../analysis/analyse.ts';
import { checkRun } from '../analysis/gate/check-run.ts';
import { loadOlder, runLoader, type StoredRun } from '../files/load-run.ts';
import { appendText, proveFile, writeWhole } from '../files/write-file.ts';
import type { Check } from '../model/check.ts';
import type { Gate } from '../model/gate.ts';
import { NotSaved } from '../model/not-saved.ts';
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
  // A confirmation that was interrupted is resumed whatever it says so far: who ends one early picks its verdict.
  const alone = judge(null);
  const takesRounds = confirm === 'measure' && isUnconfirmed(alone) && !isOver(given);
  const fresh = takesRounds ? await measureConfirmation(first, given, caller, watch) : given;
  const found = fresh === null ? alone : judge(fresh);
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
      'Add one ("p99 at 200/s < 100ms"), or a --baseline to compare the figure with.',
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

/** A run that is over is looked at once: with too few rounds in it, more of the same would be a second chance. */
const isOver = (begun: StoredRun | null): boolean => begun !== null && isComplete(begun.run);

async function measureConfirmation(
  first: StoredRun,
  begun: StoredRun | null,
  caller: Caller,
  watch: CheckWatcher,
): Promise<StoredRun | null> {
  try {
    const host = declaredHost(first.run, 'bench check', caller.cwd);
    await using machines = await reachMachines(host, caller);
    const decided = confirmSweep(first, begun, caller, machines);
    using watcher = watch.open(decided);
    await sweep(decided, caller, watcher, { machines, wait: true });
  } catch (error) {
    // What could be saved is judged.
    if (error instanceof NotSaved) watch.note(`${error.message}. ${error.hint}`);
    else if (error instanceof UsageError) watch.cannot(error);
    else throw error;
  }
  return storedConfirmation(first, caller.cwd);
}

/**
 * Proves the files that are asked for, and draws the pictures, which show the run alone: what cannot be had is known
 * before anything is measured. The summary of a job on GitHub is written too, where this is one.
 * @returns what writes them all, and gives a sentence for each that the disk refuses
 * @throws UsageError where a file cannot be written, or for a PNG where no font is installed
 */
async function prepareFiles(
  { run }: StoredRun,
  { files, objectives }: CheckOrder,
  { cwd, env }: Caller,
): Promise<(found: Check) => readonly string[]> {
  const ofJob = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (ofJob === '' && Object.keys(files).length === 0) return () => [];
  for (const [form, file] of Object.entries(files)) proveFile(resolve(cwd, file), `--${form}`);
  const analysis = analyse(run, objectives);
  const { junit, markdown, svg, png } = files;
  const heatmaps = {
    svg: svg === undefined ? '' : await drawAs('svg', analysis),
    png: png === undefined ? '' : await drawAs('png', analysis),
  };
  return (found) => {
    const summary = checkSummary(found, analysis);
    const drawn = [
      [junit, junitReport(found)],
      [markdown, summary],
      [svg, heatmaps.svg],
      [png, heatmaps.png],
    ] as const;
    return [
      ...drawn.flatMap(([file, content]) =>
        file === undefined ? [] : refusalOf(() => writeWhole(resolve(cwd, file), content)),
      ),
      ...(ofJob === '' ? [] : refusalOf(() => appendText(resolve(cwd, ofJob), summary))),
    ];
  };
}

/** Why something cannot be written, as a sentence; empty where it is. The verdict stands without it. */
function refusalOf(write: () => void): readonly string[] {
  try {
    write();
    return [];
  } catch (error) {
    if (error instanceof UsageError) return [`${error.message}.`];
    throw error;
  }
}
