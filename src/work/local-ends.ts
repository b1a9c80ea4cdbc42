/** The ends of a sweep that are on this machine: real servers inside the host's limits, and a real generator. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf } from '../files/database.ts';
import { engine } from '../measure/load/engine.ts';
import { startGenerator } from '../measure/load/generator.ts';
import type { ServerEnd } from '../measure/seams.ts';
import { attachServer } from '../measure/server/attach-server.ts';
import { machineWatcher } from '../measure/server/watch-machine.ts';
import type { Clock, GeneratorEnd } from '../measure/sweep-input.ts';
import { tryShortly } from '../measure/truth/try-shortly.ts';
import { seePage } from '../measure/verify/see-page.ts';
import { verifyFrontPage } from '../measure/verify/verify-front-page.ts';
import type { Plan } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import { type BlogContract, judgeOf } from './blog-contract.ts';
import type { OpenHost } from './open-host.ts';

/** The servers' end of this machine, apart from what is built. */
export function localServerEnd(
  { serverCpus, generatorCpus }: Plan['placement'],
  machine: Machine,
  { host, startServer }: OpenHost,
  contract: BlogContract | null,
): Omit<ServerEnd, 'build'> {
  const watchMachine = machineWatcher([...new Set([...serverCpus, ...generatorCpus])]);
  return {
    machine,
    limits: host.limits,
    start: ({ readyWith, ...request }) => {
      const { target } = request;
      const judge = readyWith === 'right-page' ? judgeOf(target, contract) : () => null;
      const databasePath = target.serves === null ? null : (contract?.databasePath ?? null);
      const asked = { ...request, databasePath, judge };
      return target.running === null ? startServer(asked) : attachServer(target.running, asked);
    },
    watchMachine: async () => {
      const seen = watchMachine();
      return async () => seen();
    },
    hashDatabase: async () => (contract === null ? null : hashOf(contract.databasePath)),
  };
}

/** The generator's end of this machine: our own. */
export function generatorEnd(
  plan: Plan,
  { host, memory }: OpenHost,
  contract: BlogContract | null,
): GeneratorEnd {
  const wrap = host.wrapGenerator;
  return {
    engine,
    start: (signal) => startGenerator({ wrap, arrivals: plan.arrivals, signal }),
    tryOut: (generator, signal) => tryShortly({ generator, host, memory, plan, signal }),
    verify: (server, { target }, signal) => {
      if (contract === null) throw new Error(`the contract of ${target.label} was not opened`);
      return verifyFrontPage(server, contract.frontPage, target.deviations, signal);
    },
    seePage: (server, { target }, signal) => {
      const planned = plan.targets.find(({ label }) => label === target.label);
      return seePage(server, planned?.request ?? target.request, target.contract !== null, signal);
    },
  };
}

/** The loop's own time on this machine. */
export const clock: Clock = {
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
