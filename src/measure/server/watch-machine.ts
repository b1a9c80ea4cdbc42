import { posix } from 'node:path';
import type { Step } from '../../model/run.ts';
import { keyedNumber, type ReadFile, readKernelFile } from '../host/kernel-file.ts';
import { ownPlaces, throttledMs } from '../host/outer-limits.ts';

type MachineUse = Step['machine'];

/**
 * Makes the function that watches the machine over a step.
 * @param cpus the CPUs that server and generator use: what happens on others does not count
 */
export function machineWatcher(
  cpus: readonly number[],
  read: ReadFile = readKernelFile,
): () => () => MachineUse {
  return () => {
    const before = machineFigures(cpus, read);
    return () => {
      const after = machineFigures(cpus, read);
      const since = (figure: keyof MachineUse) => difference(before[figure], after[figure]);
      return {
        busyMs: since('busyMs'),
        stealMs: since('stealMs'),
        throttledMs: since('throttledMs'),
        listenOverflows: since('listenOverflows'),
        listenDrops: since('listenDrops'),
        synRetransmits: since('synRetransmits'),
        timeWaitAtStart: before.timeWaitAtStart,
      };
    };
  };
}

/** Figures since the machine started, and the sockets in TIME_WAIT now. */
export function machineFigures(cpus: readonly number[], read: ReadFile): MachineUse {
  const netstat = read('/proc/net/netstat') ?? '';
  return {
    busyMs: busyMs(cpus, read),
    stealMs: stealMs(cpus, read('/proc/stat') ?? ''),
    throttledMs: throttledMs(ownPlaces(read), read),
    listenOverflows: counterIn(netstat, 'TcpExt', 'ListenOverflows'),
    listenDrops: counterIn(netstat, 'TcpExt', 'ListenDrops'),
    synRetransmits: counterIn(netstat, 'TcpExt', 'TCPSynRetrans'),
    timeWaitAtStart: pairIn(read('/proc/net/sockstat') ?? '', 'TCP', 'tw'),
  };
}

/** CPU time of all tasks on these CPUs. `/proc/stat` counts ticks of 10 ms, which is too coarse. */
function busyMs(cpus: readonly number[], read: ReadFile): number | null {
  const schedstat = read('/proc/schedstat');
  if (schedstat !== null) return addUp(cpus.map((cpu) => ranOn(cpu, schedstat)));
  // The file that only a root cgroup has shows that this is the whole machine and not a container.
  const mount = ownPlaces(read).v1['cpuacct']?.mount;
  if (mount === undefined || read(posix.join(mount, 'release_agent')) === null) return null;
  const byCpu = (read(posix.join(mount, 'cpuacct.usage_percpu')) ?? '').trim().split(/\s+/).map(Number);
  return addUp(cpus.map((cpu) => (byCpu[cpu] === undefined ? null : byCpu[cpu] / 1e6)));
}

/** The seventh number of a CPU's line, nanoseconds: https://docs.kernel.org/scheduler/sched-stats.html */
function ranOn(cpu: number, schedstat: string): number | null {
  const line = schedstat.split('\n').find((candidate) => candidate.startsWith(`cpu${cpu} `));
  const ns = line?.split(' ')[7];
  return ns === undefined ? null : Number(ns) / 1e6;
}

/** The eighth number of a CPU's line, in ticks of 10 ms whatever the kernel's own clock is; see proc_stat(5). */
function stealMs(cpus: readonly number[], stat: string): number | null {
  const lines = stat.split('\n').map((line) => line.trim().split(/\s+/));
  return addUp(
    cpus.map((cpu) => {
      const ticks = lines.find(([name]) => name === `cpu${cpu}`)?.[8];
      return ticks === undefined ? null : Number(ticks) * 10;
    }),
  );
}

/** A counter from a file of two lines for each protocol, the names and the numbers. */
function counterIn(text: string, protocol: string, name: string): number | null {
  const [names, numbers] = text.split('\n').filter((line) => line.startsWith(`${protocol}:`));
  const index = names?.split(' ').indexOf(name) ?? -1;
  const number = numbers?.split(' ')[index];
  return index < 0 || number === undefined ? null : Number(number);
}

/** A number from a line of `name number` pairs, e.g. `TCP: inuse 1 orphan 0 tw 3`. */
function pairIn(text: string, protocol: string, name: string): number | null {
  const words =
    text
      .split('\n')
      .find((line) => line.startsWith(`${protocol}:`))
      ?.split(' ') ?? [];
  const index = words.indexOf(name);
  return index < 0 ? null : keyedNumber(`${name} ${words[index + 1]}`, name);
}

function addUp(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(0, b - a);
}
