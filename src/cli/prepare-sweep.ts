import { dirname, resolve } from 'node:path';
import { chooseTargets } from '../files/choose-targets.ts';
import { type Config, loadConfig } from '../files/load-config.ts';
import { nameRunFolder } from '../files/runs.ts';
import { describeMachine, openFilesLimit } from '../measure/host/describe-machine.ts';
import type { Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { expectedMs } from '../plan/expect-time.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { MachineFacts } from '../plan/place.ts';
import { askAs } from './ask-as.ts';
import type { Context } from './command.ts';
import { makeWishes } from './make-wishes.ts';
import { prepareResume } from './prepare-resume.ts';
import type { PreparedSweep } from './prepared-sweep.ts';
import type { SweepFlags } from './sweep-flags.ts';

/**
 * Reads flags, configuration and targets, and decides.
 * @throws UsageError at whatever cannot be understood, found, or done on this machine
 */
export function prepareSweep(flags: SweepFlags, { surroundings, version }: Context): PreparedSweep {
  const { cwd } = surroundings;
  const machine = describeMachine();
  if (flags.resume !== undefined) return prepareResume(flags, flags.resume, { cwd, machine, version });
  const config = loadConfig(cwd, flags.config ?? null);
  const wishes = makeWishes(flags, config);
  const targets = findTargets(flags, config, cwd).map((target) => askAs(wishes.visitor, target));
  const facts: MachineFacts = { ...machine, openFiles: openFilesLimit() };
  const plan = makePlan(wishes, facts, targets);
  checkPossible(plan, facts);
  const labels = targets.map(({ label }) => label);
  return {
    plan,
    targets,
    machine,
    runFolder:
      flags.out === undefined
        ? nameRunFolder(cwd, new Date().toISOString(), labels)
        : resolve(cwd, flags.out),
    resumed: null,
    expectedMs: expectedMs(plan),
    command: repeatable(surroundings.argv, plan.seed),
  };
}

/** Paths in a configuration file start at the file. */
function findTargets(flags: SweepFlags, config: Config, cwd: string): Target[] {
  const { target: configured = [] } = config.sweep;
  if (flags.target !== undefined || configured.length === 0 || config.path === null) {
    return chooseTargets(flags.target ?? [], cwd);
  }
  return chooseTargets(configured, dirname(config.path));
}

function checkPossible(plan: Plan, { openFiles, localPorts }: MachineFacts): void {
  if (plan.placement.asked === 'split' && plan.placement.resolved === 'shared') {
    throw new UsageError('--placement split needs two CPUs, and this machine has one', 'Use shared.');
  }
  const most = Math.min(openFiles ?? Number.POSITIVE_INFINITY, localPorts ?? Number.POSITIVE_INFINITY);
  if (plan.maxConnections > most) {
    throw new UsageError(
      `--max-connections ${plan.maxConnections}: this machine allows ${most} at most`,
      'Raise its limit of open files (ulimit -n) or its range of local ports, or ask for fewer.',
    );
  }
}

/** Flags that say where a result goes do not belong to what is repeated; the seed does, also where chance chose it. */
function repeatable(argv: readonly string[], seed: number): string[] {
  const kept: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--out' || word === '--seed') i++;
    else if (!/^--(?:out=|seed=|json$|dry-run$)/.test(word)) kept.push(word);
  }
  return [...kept, '--seed', String(seed)];
}
