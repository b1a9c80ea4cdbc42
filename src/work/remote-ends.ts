/** Both ends of a sweep whose servers run on another machine: the generator's is this one. */
import type { Sweep } from '../measure/sweep-input.ts';
import type { Plan } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import type { DecidedSweep } from './decided-sweep.ts';
import type { RemoteHost } from './remote-host.ts';

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
export const machineOfSetting = ({ machine, link }: RemoteHost): Machine => ({
  ...machine,
  localPorts: link.generator.localPorts,
});

/**
 * @param local as they are without another machine
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
  const serverEnd = await remote.open(opening, decided.runFolder, note);
  const setting = {
    ...local.setting,
    machine: machineOfSetting(remote),
    limits: serverEnd.limits,
  };
  return { ...local, serverEnd, setting };
}
