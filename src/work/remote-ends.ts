/** Both ends of a sweep whose servers run on another machine: the generator's is this one. */
import type { Sweep } from '../measure/sweep-input.ts';
import type { Setting } from '../model/examination.ts';
import type { Plan } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import type { DecidedSweep } from './decided-sweep.ts';
import type { OpenedThere, RemoteHost } from './remote-host.ts';

type Ends = Pick<Sweep, 'setting' | 'serverEnd' | 'generatorEnd' | 'clock'>;

/** What this machine is prepared for: the generator, and the truth server that it is tried on, on its own CPUs. */
export const generatorsSide = ({
  host,
  placement,
}: Pick<Plan, 'host' | 'placement'>): Pick<Plan, 'host' | 'placement'> => ({
  host: { ...host, size: { ...host.size, memoryBytes: null, openFiles: null } },
  placement: { ...placement, resolved: 'shared', serverCpus: placement.generatorCpus },
});

/** The servers' machine; but connections take their local ports from the generator's. */
const machineOfSetting = ({ machine, link }: RemoteHost): Machine => ({
  ...machine,
  localPorts: link.generator.localPorts,
});

/**
 * What was found out about the two machines.
 * @param here of the generator's, prepared for its own side
 */
export const settingOfBoth = (
  here: Setting,
  { host, placement }: Pick<Plan, 'host' | 'placement'>,
  remote: RemoteHost,
  { serverEnd, governors }: OpenedThere,
): Setting => ({
  ...here,
  host: { name: host.name, size: host.size },
  placement,
  machine: machineOfSetting(remote),
  limits: serverEnd.limits,
  governors: [...new Set([...here.governors, ...governors])],
});

/**
 * @param local of this machine, prepared for the generator's side
 * @throws HostProblem
 */
export async function remoteEnds(
  local: Ends,
  remote: RemoteHost,
  decided: DecidedSweep,
  note: (sentence: string) => void,
): Promise<Ends> {
  const { host, placement, visitor } = decided.plan;
  const opening = { host, placement, visitor, targets: decided.targets };
  const opened = await remote.open(opening, decided.runFolder, note);
  const setting = settingOfBoth(local.setting, decided.plan, remote, opened);
  return { ...local, serverEnd: opened.serverEnd, setting };
}
