/** Everything with effects that the sweep loop is given here: real servers, a real generator, real clocks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf } from '../files/database.ts';
import type { Logs } from '../files/logs.ts';
import { examineSetting } from '../measure/host/examine-setting.ts';
import { engine } from '../measure/load/engine.ts';
import { startGenerator } from '../measure/load/generator.ts';
import { machineWatcher } from '../measure/server/watch-machine.ts';
import { watchServer } from '../measure/server/watch-server.ts';
import type { SweepSurroundings, SweepTarget } from '../measure/surroundings.ts';
import { tryShortly } from '../measure/truth/try-shortly.ts';
import { seePage } from '../measure/verify/see-page.ts';
import { verifyFrontPage } from '../measure/verify/verify-front-page.ts';
import type { Plan } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import { type BlogContract, judgeOf } from './blog-contract.ts';
import type { BuiltTarget } from './build-target.ts';
import type { OpenHost } from './open-host.ts';

export interface Equipment {
  readonly plan: Plan;
  readonly machine: Machine;
  readonly open: OpenHost;
  readonly contract: BlogContract | null;
}

export function sweepSurroundings({ plan, machine, open, contract }: Equipment): SweepSurroundings {
  const { host, memory, startServer } = open;
  return {
    machine,
    limits: host.limits,
    engine,
    setting: examineSetting(plan, machine, host),
    tryGenerator: (generator, signal) => tryShortly({ generator, host, memory, plan, signal }),
    verify: async (target, signal) => {
      if (contract === null || target.target.contract === null) return null;
      const started = await startServer({
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
    startServer,
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
export function sweepTarget(built: BuiltTarget, contract: BlogContract | null, logs: Logs): SweepTarget {
  const { target, contentHash, versions, build, failure } = built;
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
      build,
      failure,
    },
    target,
    databasePath: target.serves === null ? null : (contract?.databasePath ?? null),
    judge: judgeOf(target, contract),
    openLog: (about) => logs.open(`${label}.${about}`),
  };
}
