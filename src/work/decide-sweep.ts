import { resolve } from 'node:path';
import { chooseTargets } from '../files/choose-targets.ts';
import { nameRunFolder } from '../files/runs.ts';
import { generatorsOf, type Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { expectedMs } from '../plan/expect-time.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { MachineFacts } from '../plan/place.ts';
import type { Wishes } from '../plan/wishes.ts';
import { askAs } from './ask-as.ts';
import type { Caller } from './caller.ts';
import { engineOf } from './choose-engine.ts';
import type { AskedSweep, DecidedSweep } from './decided-sweep.ts';
import { factsOf, type Machines } from './reach-machines.ts';

/** A sweep as it is asked for. */
export interface SweepOrder {
  readonly wishes: Wishes;
  /** Declared on the command line, or null: `targets` names them. */
  readonly declared: Target | null;
  /** As `--target` names them; none: the current folder. */
  readonly targets: readonly string[];
  /** Absolute path of the folder at which relative paths of targets start. */
  readonly targetsFrom: string;
  /** The run's folder, or null for one that is named after the time and the targets. */
  readonly out: string | null;
  /** The arguments that ask for it. */
  readonly argv: readonly string[];
}

/** A sweep that was not begun yet. */
export const newSweep = (order: SweepOrder, caller: Pick<Caller, 'cwd'>): AskedSweep => ({
  host: order.wishes.host,
  decide: (machines) => decideSweep(order, caller, machines),
});

/**
 * Decides everything about a new sweep.
 * @throws UsageError at whatever cannot be found, or done on these machines
 */
function decideSweep(
  { wishes, declared, targets: references, targetsFrom, out, argv }: SweepOrder,
  { cwd }: Pick<Caller, 'cwd'>,
  machines: Machines,
): DecidedSweep {
  const named = declared === null ? chooseTargets(references, targetsFrom) : [declared];
  const targets = named.map((target) => askAs(wishes.visitor, target));
  const facts = factsOf(machines);
  const plan = makePlan(wishes, facts, targets);
  checkPossible(plan, facts);
  if (machines.link !== null) checkRemote(plan);
  engineOf(plan, machines);
  const labels = targets.map(({ label }) => label);
  return {
    plan,
    targets,
    machine: machines.machine,
    runFolder: out === null ? nameRunFolder(cwd, new Date().toISOString(), labels) : resolve(cwd, out),
    resumed: null,
    sameAs: null,
    expectedMs: expectedMs(plan),
    command: repeatable(argv, plan.seed),
  };
}

function checkPossible(plan: Plan, { openFiles, localPorts }: MachineFacts): void {
  if (plan.placement.asked === 'split' && plan.placement.resolved === 'shared') {
    throw new UsageError('--placement split needs two CPUs, and this machine has one', 'Use shared.');
  }
  const ofEach = Math.min(openFiles ?? Number.POSITIVE_INFINITY, localPorts ?? Number.POSITIVE_INFINITY);
  // Each of several machines opens a share of them.
  const most = ofEach * Math.max(1, generatorsOf(plan.host).length);
  if (plan.maxConnections > most) {
    throw new UsageError(
      `--max-connections ${plan.maxConnections}: the generator’s machine allows ${most} at most`,
      'Raise its limit of open files (ulimit -n) or its range of local ports, or ask for fewer.',
    );
  }
}

function checkRemote({ host, placement, targets }: Plan): void {
  if (placement.asked !== 'auto') {
    throw new UsageError(
      `--placement ${placement.asked}: the host ${host.name} is another machine than the generator's`,
      'Leave --placement out.',
    );
  }
  if (targets.some(({ attached }) => attached === true)) {
    throw new UsageError(
      `--url: what runs already is not started on the host ${host.name}`,
      'Leave --host out: a URL says where it is.',
    );
  }
}

/** Flags that say where a result goes do not belong to what is repeated; the seed does, also where chance chose it. */
function repeatable(argv: readonly string[], seed: number): string[] {
  const kept: string[] = [];
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  for (let i = 0; i < end; i++) {
    const word = argv[i] ?? '';
    if (word === '--out' || word === '--seed') i++;
    else if (!/^--(?:out=|seed=|json$|dry-run$)/.test(word)) kept.push(word);
  }
  return [...kept, '--seed', String(seed), ...argv.slice(end)];
}
