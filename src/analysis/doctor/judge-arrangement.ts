/** What was arranged for the generator: CPUs that it keeps to, and going first where it shares them. */
import type { DoctorLine, Setting } from '../../model/examination.ts';
import { line } from './line.ts';

const why = {
  shared: 'Generator and servers use the same CPUs, and no others.',
  split: 'A generator that strays onto the servers’ CPUs slows what it measures.',
  remote: 'A generator that changes its CPU finds its data in no cache, and is late.',
} as const;

export function judgeArrangement({ placement, generator: { pinnedBy, priorityBy } }: Setting): DoctorLine[] {
  const shared = placement.resolved === 'shared';
  const pinned = line(
    'generator-cpus',
    pinnedBy === null ? 'doubtful' : 'good',
    pinnedBy === null ? 'not pinned' : `${placement.generatorCpus.join(', ')}, by ${pinnedBy}`,
    why[placement.resolved],
    'Install taskset (util-linux), or allow writing to cgroups.',
  );
  if (!shared) return [pinned];
  return [
    pinned,
    line(
      'generator-priority',
      priorityBy === null ? 'doubtful' : 'good',
      priorityBy === null ? 'not raised' : `raised, by ${priorityBy}`,
      'A generator that has to queue behind the server for a CPU sends late.',
      'Run as root, or with a cgroup of one’s own; or ask for `--placement split`.',
    ),
  ];
}
