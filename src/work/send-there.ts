/** The machines from which a host is loaded, opened as one: the first has the client that warms up and probes, each has a vegeta. */
import { basename } from 'node:path';
import type { ServerEnd } from '../measure/seams.ts';
import { larger } from '../measure/server/watch-server.ts';
import type { GeneratorEnd } from '../measure/sweep-input.ts';
import type { Setting } from '../model/examination.ts';
import type { Plan } from '../model/plan.ts';
import type { Step } from '../model/run.ts';
import { place } from '../plan/place.ts';
import type { DecidedSweep } from './decided-sweep.ts';
import type { RemoteGenerator } from './remote-generator.ts';
import type { Sending } from './sides.ts';

/**
 * @param first the generator of the plan
 * @param others send a share each
 * @param note is told of what was left there
 * @throws HostProblem
 */
export async function sendThere(
  { plan, targets, runFolder }: Pick<DecidedSweep, 'plan' | 'targets' | 'runFolder'>,
  [first, ...others]: readonly [RemoteGenerator, ...RemoteGenerator[]],
  note: (sentence: string) => void,
): Promise<Sending> {
  const run = basename(runFolder);
  const sending = await first.open(plan, targets, run, note);
  if (others.length === 0) return sending;
  const all = [sending];
  for (const other of others) all.push(await other.open(placedOn(plan, other), [], run, note));
  return {
    generatorEnd: onceAllReach(sending.generatorEnd, others),
    vegetas: all.flatMap(({ vegetas }) => vegetas),
    setting: settingOfAll(sending.setting, all),
    watchMachine: watchAll(all),
  };
}

/** On the CPUs of its own machine. */
const placedOn = (plan: Plan, { machine }: RemoteGenerator): Plan => {
  const { generatorCpus } = place('auto', plan.host.size.cpus, { ...machine, servers: machine });
  return { ...plan, placement: { ...plan.placement, generatorCpus } };
};

/** The first tries itself whether it reaches a server that it looks at. No load is sent before all of them do. */
const onceAllReach = (end: GeneratorEnd, others: readonly RemoteGenerator[]): GeneratorEnd => ({
  ...end,
  seePage: async (server, target, signal) => {
    for (const other of others) await other.proveReachable(server, signal);
    return await end.seePage(server, target, signal);
  },
});

/** That of the first; but what is arranged for a generator is arranged on all of them, or not. */
function settingOfAll(first: Setting, all: readonly Pick<Sending, 'setting'>[]): Setting {
  const settings = all.map(({ setting }) => setting);
  const ofAll = (by: 'pinnedBy' | 'priorityBy') =>
    settings.every(({ generator }) => generator[by] !== null) ? first.generator[by] : null;
  return {
    ...first,
    generator: { pinnedBy: ofAll('pinnedBy'), priorityBy: ofAll('priorityBy') },
    governors: [...new Set(settings.flatMap(({ governors }) => governors))],
  };
}

/** SYNs sent again are added up; sockets in TIME_WAIT are those of the machine with most, for they take its ports. */
const together = (one: Step['machine'], other: Step['machine']): Step['machine'] => ({
  ...one,
  synRetransmits:
    one.synRetransmits === null || other.synRetransmits === null
      ? null
      : one.synRetransmits + other.synRetransmits,
  timeWaitAtStart: larger(one.timeWaitAtStart, other.timeWaitAtStart),
});

const watchAll =
  (all: readonly Pick<Sending, 'watchMachine'>[]): ServerEnd['watchMachine'] =>
  async () => {
    const watching = await Promise.all(all.map(({ watchMachine }) => watchMachine()));
    return async () => (await Promise.all(watching.map((end) => end()))).reduce(together);
  };
