/** `bench doctor`: can this host and the generator on it be trusted, and up to which rate? */
import { join } from 'node:path';
import { judgeExamination } from '../analysis/doctor/examine.ts';
import { cacheFolder } from '../files/folders.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import { governorsOf } from '../measure/host/examine-setting.ts';
import { larger } from '../measure/server/watch-server.ts';
import type { DoctorDocument, Examination, Setting } from '../model/examination.ts';
import type { Plan } from '../model/plan.ts';
import { place } from '../plan/place.ts';
import type { Caller } from './caller.ts';
import { examineHost, examineTools, watchIdle } from './examine-host.ts';
import { settingOfBoth } from './open-ends.ts';
import { factsOf, reachMachines } from './reach-machines.ts';
import type { RemoteHost } from './remote-host.ts';
import { type ThisMachine, thisMachine } from './this-machine.ts';

/**
 * @param say receives what is done now, as the rest of "Now: …"
 * @throws CannotMeasure where the generator, or the server that it is tried on, breaks
 */
export async function examine(
  host: Plan['host'],
  placement: Plan['placement']['asked'],
  caller: Caller,
  say: (what: string) => void,
): Promise<DoctorDocument> {
  const startedAt = new Date().toISOString();
  await using machines = await reachMachines(host, caller);
  const plan = { host, placement: place(placement, host.size.cpus, factsOf(machines)) };
  const logs = join(cacheFolder(caller.env), 'logs');
  await using here = thisMachine(plan, machines, logs, caller);
  const { generators } = machines;
  const [generator] = generators;
  const sending =
    generator === undefined
      ? await examineHost(here.plan, describeMachine(), await here.open(), caller, say)
      : await generator.examine(plan, caller.signal, say);
  const examination =
    machines.link === null
      ? { ...sending, tools: await toolsHere(caller, say) }
      : withServers(sending, plan, await lookAtServers(plan, machines.servers, here, logs, { caller, say }));
  return {
    schema: 1,
    tool: { name: 'framebench', version: caller.version },
    startedAt,
    ...judgeExamination(examination),
  };
}

function toolsHere(caller: Caller, say: (what: string) => void) {
  say('looking for the tools of the built-in targets');
  return examineTools(caller);
}

/** What is looked at on the servers' machine where it is another one than the generator's: all but the trial. */
type ServersExamination = Pick<Examination, 'load' | 'tools'> &
  Pick<Setting, 'machine' | 'limits' | 'governors'>;

async function lookAtServers(
  { host, placement }: Pick<Plan, 'host' | 'placement'>,
  servers: RemoteHost | null,
  here: ThisMachine<Pick<Plan, 'host' | 'placement'>>,
  logs: string,
  { caller, say }: { readonly caller: Caller; readonly say: (what: string) => void },
): Promise<ServersExamination> {
  say(`looking at the host ${host.name}`);
  const { serverCpus } = placement;
  if (servers === null) {
    const { limits } = (await here.open()).host;
    const governors = governorsOf(serverCpus);
    const load = await watchIdle(serverCpus, caller.signal);
    return { machine: describeMachine(), limits, governors, load, tools: await toolsHere(caller, say) };
  }
  const opening = { host, placement, visitor: 'reader', targets: [] } as const;
  const { serverEnd, governors } = await servers.open(opening, logs, () => undefined);
  const { machine, limits } = serverEnd;
  return { machine, limits, governors, ...(await servers.examine(serverCpus, caller.signal)) };
}

/** Who else is there counts on either machine. */
const withServers = (
  sending: Omit<Examination, 'tools'>,
  plan: Pick<Plan, 'host' | 'placement'>,
  serving: ServersExamination,
): Examination => ({
  ...sending,
  setting: settingOfBoth(sending.setting, plan, serving),
  load: {
    ms: sending.load.ms,
    othersShare: larger(sending.load.othersShare, serving.load.othersShare),
    stealShare: larger(sending.load.stealShare, serving.load.stealShare),
  },
  tools: serving.tools,
});
