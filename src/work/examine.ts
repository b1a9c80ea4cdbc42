/** `bench doctor`: can this host and the generator on it be trusted, and up to which rate? */
import { join } from 'node:path';
import { judgeExamination } from '../analysis/doctor/examine.ts';
import { cacheFolder } from '../files/folders.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import { larger } from '../measure/server/watch-server.ts';
import type { DoctorDocument, Examination } from '../model/examination.ts';
import type { Plan } from '../model/plan.ts';
import { place } from '../plan/place.ts';
import type { Caller } from './caller.ts';
import { examineHost, examineTools } from './examine-host.ts';
import { openHost } from './open-host.ts';
import { generatorsSide, settingOfBoth } from './remote-ends.ts';
import { type RemoteHost, reachHost } from './remote-host.ts';

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
  await using remote = await reachHost(host, caller);
  const machine = describeMachine();
  const servers = remote === null ? {} : { servers: remote.machine };
  const plan = { host, placement: place(placement, host.size.cpus, { ...machine, ...servers }) };
  const own = remote === null ? plan : generatorsSide(plan);
  const logs = join(cacheFolder(caller.env), 'logs');
  await using open = await openHost(own, logs, caller);
  const here = await examineHost(own, machine, open, caller, say);
  const examination =
    remote === null
      ? { ...here, tools: await toolsHere(caller, say) }
      : await examineThere(here, remote, plan, logs, { caller, say });
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

/** Of the servers' machine, all but the trial of the generator; who else is there counts on either. */
async function examineThere(
  here: Omit<Examination, 'tools'>,
  remote: RemoteHost,
  { host, placement }: Pick<Plan, 'host' | 'placement'>,
  logs: string,
  { caller, say }: { readonly caller: Caller; readonly say: (what: string) => void },
): Promise<Examination> {
  say(`looking at the host ${host.name}`);
  const opening = { host, placement, visitor: 'reader', targets: [] } as const;
  const opened = await remote.open(opening, logs, () => undefined);
  const { load, tools } = await remote.examine(placement.serverCpus, caller.signal);
  return {
    ...here,
    setting: settingOfBoth(here.setting, { host, placement }, remote, opened),
    load: {
      ms: here.load.ms,
      othersShare: larger(here.load.othersShare, load.othersShare),
      stealShare: larger(here.load.stealShare, load.stealShare),
    },
    tools,
  };
}
