/** Is the machine what the host promises, and is it ours alone? What a system does not show is not judged. */
import type { DoctorLine, MachineLoad, Setting } from '../../model/examination.ts';
import type { Limit } from '../../model/run.ts';
import { listed, percent, whole } from '../findings/phrases.ts';
import { atLeast, line, upTo } from './line.ts';

/** What can be looked up about the machine and about what was arranged on it. */
export function judgeSetting(setting: Setting): DoctorLine[] {
  return [
    cpus(setting),
    limits(setting),
    ...known(setting.openFiles, openFiles),
    ...known(setting.machine.localPorts, localPorts),
    ...known(setting.machine.somaxconn, listenBacklog),
    ...(setting.governors.length === 0 ? [] : [governor(setting.governors)]),
  ];
}

/** No line where the system does not show it. */
const known = (value: number | null, judge: (value: number) => DoctorLine): DoctorLine[] =>
  value === null ? [] : [judge(value)];

function cpus({ machine, host, placement, generator }: Setting): DoctorLine {
  const [here, wanted] = [machine.cpus, host.size.cpus];
  const why = 'Servers get the CPUs of the host; the generator takes what is left, or shares them.';
  if (here < wanted) {
    return line('cpus', 'bad', `${here}, but the host has ${wanted}`, why, biggerMachine(`${wanted} CPUs`));
  }
  if (placement.reducedTo !== null) {
    const value = `${here}; one is the generator’s, which leaves servers ${placement.reducedTo} of the host’s ${wanted}`;
    return line(
      'cpus',
      'doubtful',
      value,
      why,
      'Ask for `--placement shared`, or use a machine with more CPUs.',
    );
  }
  const how = {
    shared: 'generator and servers share them',
    split: `the generator has CPU ${placement.generatorCpus.join(', ')} for itself`,
    remote:
      generator.machines === undefined
        ? 'the generator is on another machine'
        : `the load comes from ${generator.machines} other machines`,
  }[placement.resolved];
  return line('cpus', 'good', `${here}, and the host has ${wanted}; ${how}`, why, '');
}

function limits({ machine, limits: { cpu, memory, openFiles: files }, host: { size } }: Setting): DoctorLine {
  const asked: (readonly [what: string, limit: Limit, advice: string])[] = [
    ['CPUs', cpu, machine.cpus < size.cpus ? biggerMachine(`${size.cpus} CPUs`) : cpuAdvice],
    ...(size.memoryBytes === null
      ? []
      : [['memory', memory, memoryAdvice(machine.memoryBytes, size.memoryBytes)] as const]),
    ...(size.openFiles === null ? [] : [['open files', files, openFilesAdvice(size.openFiles)] as const]),
  ];
  const loose = asked.filter(([, limit]) => !limit.enforced);
  const value =
    loose.length === 0
      ? listed(asked.map(([what, { by }]) => `${what} by ${by}`))
      : loose.map(([what, { by }]) => `${what} not as the host has them: ${by}`).join('; ');
  return line(
    'limits',
    // Whether a server comes near a limit of open files is known only after the sweep, whose report says so.
    loose.every(([what]) => what === 'open files') ? 'good' : 'doubtful',
    value,
    'A server that may use more, or less, than the host has is not measured on that host.',
    loose.map(([, , advice]) => advice).join(' '),
  );
}

const biggerMachine = (wanted: string) =>
  `Use a machine with ${wanted}, or declare a smaller host in bench.config.json.`;
const cpuAdvice = 'Install taskset (util-linux), or allow writing to cgroups.';
const memoryAdvice = (here: number, wanted: number) =>
  here < wanted
    ? biggerMachine('more memory')
    : 'Run as root, or in a systemd user session, so that a cgroup can limit memory.';
const openFilesAdvice = (wanted: number) =>
  `Raise the hard limit (\`ulimit -Hn ${wanted}\` as root), or declare fewer in bench.config.json.`;

const openFiles = (most: number): DoctorLine =>
  line(
    'open-files',
    atLeast(most, 4_352, 1_280),
    `up to ${whole(most)}`,
    'Every connection of the generator is an open file; a slow server needs thousands of them at once.',
    'Raise the hard limit: `ulimit -Hn 65536` as root, or LimitNOFILE= in a systemd unit.',
  );

const localPorts = (size: number): DoctorLine =>
  line(
    'local-ports',
    atLeast(size, 8_192, 2_048),
    whole(size),
    'Every connection takes a port, and keeps it for a minute after its end.',
    'Widen the range: `sysctl -w net.ipv4.ip_local_port_range="10000 65000"`.',
  );

const listenBacklog = (somaxconn: number): DoctorLine =>
  line(
    'listen-backlog',
    atLeast(somaxconn, 1_024, 128),
    `at most ${whole(somaxconn)} (somaxconn)`,
    'So many connections may wait to be accepted; one more waits a second or longer, whatever the server does.',
    'Raise it: `sysctl -w net.core.somaxconn=4096`.',
  );

const governor = (governors: readonly string[]): DoctorLine =>
  line(
    'governor',
    governors.every((name) => name === 'performance') ? 'good' : 'doubtful',
    listed(governors),
    'A CPU that slows down when there is little to do makes low rates look slower than they are.',
    'Fix its speed: `cpupower frequency-set -g performance`.',
  );

/** Did anybody else use the CPUs? From 5 % on, steps are called host-limited. */
export const judgeLoad = ({ othersShare, stealShare }: MachineLoad): DoctorLine[] => [
  ...known(othersShare, otherLoad),
  ...known(stealShare, steal),
];

const otherLoad = (share: number): DoctorLine =>
  line(
    'other-load',
    upTo(share, 0.02, 0.05),
    `other programs use ${percent(share)} of the CPUs`,
    'What they use is missing to the server, and their turns show as latency.',
    'See with `top` what runs here, and end it or wait.',
  );

const steal = (share: number): DoctorLine =>
  line(
    'steal',
    upTo(share, 0.01, 0.05),
    `the hypervisor took ${percent(share)} of the CPUs`,
    'A virtual machine that has to wait for its CPUs measures its neighbours.',
    'Use a machine with CPUs of its own, or measure at another time.',
  );
