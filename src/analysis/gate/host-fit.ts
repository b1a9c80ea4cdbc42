/** Whether the servers of a run had what their host promises, as far as it can have mattered. */

import type { Run } from '../../model/run.ts';
import { formatMemory } from '../../model/size.ts';
import { isFelt } from '../judging/felt-limit.ts';

/**
 * What is not as configured, as half a sentence; null where nothing is. A limit that is not in force, or lower than
 * asked for, counts only where a server came near it; CPUs always count. Servers that ran already have their own.
 */
export function hostMisfit(run: Run): string | null {
  const { host, plan } = run;
  if (plan.targets.every(({ attached }) => attached === true)) return null;
  const { size, limits } = host;
  const { cpu, memory, openFiles } = limits;
  if (!cpu.enforced && cpu.effective !== size.cpus) {
    return `servers had ${cpu.effective ?? 'an unknown number of'} CPUs instead of ${size.cpus} (${cpu.by})`;
  }
  if (isFelt(run, 'memory')) {
    return `memory was not limited to ${formatMemory(size.memoryBytes ?? 0)} (${memory.by}), and a server came near that`;
  }
  if (isFelt(run, 'openFiles')) {
    return `open files were not limited to ${size.openFiles} (${openFiles.by}), and a server came near that`;
  }
  return null;
}
