/** The fresh rounds that have to confirm what a run says: the same sweep once more with another seed, in a folder beside it. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadRun, type StoredRun } from '../files/load-run.ts';
import type { Plan } from '../model/plan.ts';
import { Random } from '../model/random.ts';
import type { Run } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import { expectedMs } from '../plan/expect-time.ts';
import { orderBlocks } from '../plan/order-blocks.ts';
import type { Caller } from './caller.ts';
import type { DecidedSweep } from './decided-sweep.ts';
import type { Machines } from './reach-machines.ts';
import { type Change, changeOfTarget } from './refuse-changed.ts';
import { resumeStored } from './resume-sweep.ts';
import { changeOfCircumstances, circumstancesOf, sameTargets } from './same-targets.ts';

/** Where the fresh rounds of a run are kept. Absolute. */
const confirmFolder = ({ path }: StoredRun): string => join(dirname(path), 'confirm');

/**
 * The fresh rounds of a run that are there already, whole or not; they are never measured twice, for whoever looks
 * often enough sees red.
 * @throws UsageError where they are of another sweep, of another machine or of other versions of the targets
 */
export function storedConfirmation(first: StoredRun, cwd: string): StoredRun | null {
  const folder = confirmFolder(first);
  return existsSync(join(folder, 'run.json'))
    ? acceptConfirmation(
        first,
        loadRun(folder, cwd),
        folder,
        'Remove that folder: bench check can then measure fresh rounds there.',
      )
    : null;
}

/**
 * Takes a run for the confirmation of the first one: whatever it measured, that has to be the same.
 * @param asked how messages name the run
 * @param todo what to do about any refusal, or null: what fits each
 * @throws UsageError where a run cannot confirm the first one: the first difference is named
 */
export function acceptConfirmation(
  first: StoredRun,
  other: StoredRun,
  asked: string,
  todo: string | null = null,
): StoredRun {
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(`${asked}: ${what}`, todo ?? hint);
  };
  if (other.run.startedAt === first.run.startedAt)
    refuse('this is the run itself', 'Sweep once more, and name that run.');
  if (conditionsOf(other.run.plan) !== conditionsOf(first.run.plan))
    refuse('this run has another plan or other targets', 'Repeat the same sweep; only its seed may differ.');
  const change = changeBetween(first.run, other.run);
  if (change !== null) {
    const { what, before, after } = change;
    refuse(
      `${what} differs: ${before} in the run that is checked, ${after} in this one`,
      'Repeat the same sweep of the same targets, on the same machine and with the same bench.',
    );
  }
  return other;
}

/** In what besides their plans two runs did not measure the same; null: in nothing that is known. */
function changeBetween(first: Run, other: Run): Change | null {
  const change = changeOfCircumstances(circumstancesOf(first), circumstancesOf(other));
  if (change !== null) return change;
  for (const then of first.targets) {
    const now = other.targets.find(({ label }) => label === then.label);
    const ofTarget = now === undefined ? null : changeOfTarget(then, now);
    if (ofTarget !== null) return { ...ofTarget, what: `of ${then.label}, ${ofTarget.what}` };
  }
  return null;
}

/** Everything of a plan but what chance has decided. */
const conditionsOf = ({ seed, blocks, rounds, time, ...rest }: Plan): string => JSON.stringify(rest);

/**
 * Decides the sweep that confirms a run, or what is left of it.
 * @param begun what was measured of it before it was interrupted, or null
 * @throws UsageError where the targets or the machine are not what they were
 */
export function confirmSweep(
  first: StoredRun,
  begun: StoredRun | null,
  caller: Pick<Caller, 'cwd' | 'version'>,
  machines: Machines,
): DecidedSweep {
  const folder = confirmFolder(first);
  if (begun !== null) return resumeStored(begun, folder, caller, machines, { asked: 'bench check' });
  const { run } = first;
  const asked = { asked: 'bench check' as const, folder: dirname(first.path), declared: null };
  const seed = new Random(run.plan.seed, 1).uint32();
  const labels = run.plan.targets.map(({ label }) => label);
  const blocks = orderBlocks(labels, run.plan.rates.length, { ...run.plan, seed });
  const plan = { ...run.plan, seed, blocks };
  return {
    plan,
    targets: sameTargets(run, asked, caller, machines),
    machine: machines.machine,
    runFolder: folder,
    resumed: null,
    sameAs: { run, asked: 'bench check' },
    expectedMs: expectedMs(plan),
    command: withSeed(run.command, seed),
  };
}

const withSeed = (command: Run['command'], seed: number): readonly string[] =>
  command.map((word, i) => (command[i - 1] === '--seed' ? String(seed) : word));
