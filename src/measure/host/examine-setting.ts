/** What the machine is and what was arranged on it, as far as it can be looked up without measuring. */
import type { Setting } from '../../model/examination.ts';
import type { Plan } from '../../model/plan.ts';
import type { Machine } from '../../model/run.ts';
import { openFilesLimit } from './describe-machine.ts';
import { type ReadFile, readKernelFile } from './kernel-file.ts';
import type { PreparedHost } from './prepare-host.ts';

export function examineSetting(
  { host, placement }: Pick<Plan, 'host' | 'placement'>,
  machine: Machine,
  prepared: Pick<PreparedHost, 'limits' | 'generator'>,
): Setting {
  const { pinnedBy, priorityBy } = prepared.generator;
  return {
    machine,
    host: { name: host.name, size: host.size },
    placement,
    limits: prepared.limits,
    generator: { pinnedBy, priorityBy },
    openFiles: openFilesLimit(),
    governors: governorsOf([...placement.serverCpus, ...placement.generatorCpus]),
  };
}

/** Frequency governors: https://docs.kernel.org/admin-guide/pm/cpufreq.html */
export function governorsOf(cpus: readonly number[], read: ReadFile = readKernelFile): string[] {
  const found = cpus.map(
    (cpu) => read(`/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_governor`)?.trim() ?? '',
  );
  return [...new Set(found)].filter((governor) => governor !== '');
}
