/** Everything with effects that the sweep loop is given here: real servers, a real generator, real clocks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeBeforeSweep, judgeShortTrial } from '../analysis/doctor/examine.ts';
import { hashOf } from '../files/database.ts';
import type { Logs } from '../files/logs.ts';
import { examineSetting } from '../measure/host/examine-setting.ts';
import type { PreparedHost } from '../measure/host/prepare-host.ts';
import { engine } from '../measure/load/engine.ts';
import { startGenerator } from '../measure/load/generator.ts';
import type { LeftoverMemory } from '../measure/server/leftovers.ts';
import type { ServerStarter } from '../measure/server/start-server.ts';
import { machineWatcher } from '../measure/server/watch-machine.ts';
import { watchServer } from '../measure/server/watch-server.ts';
import type { SweepSurroundings, SweepTarget } from '../measure/surroundings.ts';
import { tryShortly } from '../measure/truth/try-shortly.ts';
import { seePage } from '../measure/verify/see-page.ts';
import { verifyFrontPage } from '../measure/verify/verify-front-page.ts';
import type { Plan } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import type { PreparedTarget } from './prepare-target.ts';
import { type BlogContract, judgeOf } from './sweep-targets.ts';

export interface Equipment {
  readonly plan: Plan;
  readonly machine: Machine;
  readonly host: PreparedHost;
  readonly memory: LeftoverMemory;
  readonly starter: ServerStarter;
  readonly contract: BlogContract | null;
  /** By label. */
  readonly prepared: ReadonlyMap<string, PreparedTarget>;
}

export function sweepSurroundings({
  plan,
  machine,
  host,
  memory,
  starter,
  contract,
  prepared,
}: Equipment): SweepSurroundings {
  return {
    machine,
    limits: host.limits,
    engine,
    doctor: judgeBeforeSweep(examineSetting(plan, machine, host)),
    tryGenerator: async (generator, signal) =>
      judgeShortTrial(await tryShortly({ generator, host, memory, plan, signal })),
    build: async ({ facts }) => {
      const { failure, build } = preparedTarget(prepared, facts.label);
      return failure === null ? { failure, build } : { failure };
    },
    verify: async (target, signal) => {
      if (contract === null || target.target.contract === null) return null;
      const started = await starter.startServer({
        target: target.target,
        databasePath: target.databasePath,
        log: target.openLog('verify'),
        // Whatever it answers, the checks say more about it than one sentence could.
        judge: () => null,
        signal,
      });
      if (started.failure !== null) return started.failure;
      try {
        return await verifyFrontPage(started.server, contract.frontPage, target.target.deviations, signal);
      } finally {
        await started.server.stop();
      }
    },
    seePage: (server, { target }, signal) => {
      const planned = plan.targets.find(({ label }) => label === target.label);
      return seePage(server, planned?.request ?? target.request, target.contract !== null, signal);
    },
    startServer: starter.startServer,
    startGenerator: () => startGenerator((command) => host.wrapGenerator(command)),
    watchServer,
    watchMachine: machineWatcher([
      ...new Set([...plan.placement.serverCpus, ...plan.placement.generatorCpus]),
    ]),
    hashDatabase: () => (contract === null ? null : hashOf(contract.databasePath)),
    now: () => new Date().toISOString(),
    elapsed: () => performance.now(),
    pause: async (ms, signal) => {
      try {
        await sleep(ms, undefined, { signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
  };
}

/** A target as the loop takes it, with its logs in the run's folder. */
export function sweepTarget(
  prepared: PreparedTarget,
  contract: BlogContract | null,
  logs: Logs,
): SweepTarget {
  const { target, contentHash, versions } = prepared;
  const { name, label, variant, title, language, path, deviations } = target;
  return {
    facts: {
      name,
      label,
      variant,
      title,
      language,
      path,
      contentHash,
      versions,
      deviations: deviations.map(({ note }) => note),
    },
    target,
    databasePath: target.serves === null ? null : (contract?.databasePath ?? null),
    judge: judgeOf(target, contract),
    openLog: (about) => logs.open(`${label}.${about}`),
  };
}

function preparedTarget(prepared: ReadonlyMap<string, PreparedTarget>, label: string): PreparedTarget {
  const target = prepared.get(label);
  if (target === undefined) throw new Error(`the target ${label} was not prepared`);
  return target;
}
