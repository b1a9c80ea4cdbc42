/** Can the generator do its work on this host? What keeps it on its CPUs, and what lets it go first. */
import type { Plan } from '../../model/plan.ts';
import type { DoctorLine } from '../../model/run.ts';
import type { PreparedHost } from './prepare-host.ts';

/** One line for each thing that was arranged for the generator, or could not be. */
export function examineGenerator(
  { generator }: Pick<PreparedHost, 'generator'>,
  { placement }: Pick<Plan, 'placement'>,
): DoctorLine[] {
  const shared = placement.resolved === 'shared';
  return [
    {
      code: 'generator-cpus',
      verdict: generator.pinnedBy === null ? 'doubtful' : 'good',
      value:
        generator.pinnedBy === null ? 'not pinned' : `${generator.cpus.join(', ')}, by ${generator.pinnedBy}`,
      why: shared
        ? 'Generator and servers use the same CPUs, and no others.'
        : 'A generator that strays onto the servers’ CPUs slows what it measures.',
      advice:
        generator.pinnedBy === null ? 'Install taskset (util-linux), or allow writing to cgroups.' : null,
    },
    ...(shared ? [priority(generator.priorityBy)] : []),
  ];
}

function priority(by: string | null): DoctorLine {
  return {
    code: 'generator-priority',
    verdict: by === null ? 'doubtful' : 'good',
    value: by === null ? 'not raised' : `raised, by ${by}`,
    why: 'A generator that has to queue behind the server for a CPU sends late.',
    advice: by === null ? 'Run as root, or with a cgroup of one’s own; or ask for --placement split.' : null,
  };
}
