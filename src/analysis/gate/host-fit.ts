/** Whether the servers of a run had what their host promises, as far as it can have mattered. */

import { type Run, wasTried } from '../../model/run.ts';
import { formatMemory } from '../../model/size.ts';

/** A limit is harmless where the server stayed this far below it: then it would not have been felt. */
const FELT = 0.9;

/**
 * What is not as configured, as half a sentence; null where nothing is. A limit that is not in force, or lower than
 * asked for, counts only where a server came near it; CPUs always count. Servers that ran already have their own.
 */
export function hostMisfit({ host, plan, targets }: Run): string | null {
  if (plan.targets.every(({ attached }) => attached === true)) return null;
  const { size, limits } = host;
  const { cpu, memory, openFiles } = limits;
  if (!cpu.enforced && cpu.effective !== size.cpus) {
    return `servers had ${cpu.effective ?? 'an unknown number of'} CPUs instead of ${size.cpus} (${cpu.by})`;
  }
  const steps = targets.flatMap(({ rounds }) => rounds.flatMap((round) => round.steps.filter(wasTried)));
  const most = (read: (step: (typeof steps)[number]) => number | null) =>
    Math.max(0, ...steps.map((step) => read(step) ?? 0));
  const isFelt = (
    limit: Run['host']['limits']['memory'],
    asked: number | null,
    read: Parameters<typeof most>[0],
  ) => asked !== null && !limit.enforced && most(read) >= FELT * Math.min(asked, limit.effective ?? asked);
  if (isFelt(memory, size.memoryBytes, ({ server }) => server.maxRssBytes)) {
    return `memory was not limited to ${formatMemory(size.memoryBytes ?? 0)} (${memory.by}), and a server came near that`;
  }
  if (isFelt(openFiles, size.openFiles, ({ server }) => server.maxOpenFiles)) {
    return `open files were not limited to ${size.openFiles} (${openFiles.by}), and a server came near that`;
  }
  return null;
}
