import { availableParallelism, cpus, type as osType, release, totalmem } from 'node:os';
import type { Machine } from '../../model/run.ts';
import type { CgroupPlaces } from './cgroup-places.ts';
import { parseCpuList } from './cpu-list.ts';
import { readKernelFile, wholeNumber } from './kernel-file.ts';
import { cpuQuota, memoryLimit, ownPlaces } from './outer-limits.ts';

/**
 * The machine as this process has it: a container's affinity, quota and memory limit make it smaller.
 * `siblings` holds one list for each core, so that all lists together are the numbers of the usable CPUs.
 */
export function describeMachine(): Machine {
  const places = ownPlaces();
  const usable = usableCpus();
  const quota = cpuQuota(places);
  const allowed = usable.length === 0 ? availableParallelism() : usable.length;
  return {
    cpuModel: cpus()[0]?.model.trim() || null,
    cpus: quota === null ? allowed : Math.max(1, Math.min(allowed, Math.floor(quota))),
    siblings: coresOf(usable),
    memoryBytes: ownMemoryBytes(places),
    kernel: `${osType()} ${release()}`,
    os: osName(),
    node: process.version,
    somaxconn: wholeNumber(readKernelFile('/proc/sys/net/core/somaxconn')),
    localPorts: localPortRange()?.size ?? null,
  };
}

/** How much memory this process may use at the most. */
export const ownMemoryBytes = (places: CgroupPlaces): number =>
  Math.min(totalmem(), memoryLimit(places) ?? Number.POSITIVE_INFINITY);

/** Numbers of the CPUs that affinity and cpuset leave to this process; empty where the system does not say. */
export const usableCpus = (): number[] => allowedCpusIn(readKernelFile('/proc/self/status') ?? '');

/** The numbers of the CPUs in the text of `/proc/<pid>/status`. */
export const allowedCpusIn = (status: string): number[] =>
  parseCpuList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '');

/** How many files this process may open at the most (the hard limit); null where the system does not say. */
export function openFilesLimit(): number | null {
  return openFilesIn(readKernelFile('/proc/self/limits') ?? '')?.hard ?? null;
}

/** The limits on open files in the text of `/proc/<pid>/limits`. */
export function openFilesIn(limits: string): { readonly soft: number; readonly hard: number } | null {
  const match = /^Max open files\s+(\d+)\s+(\d+)/m.exec(limits);
  return match === null ? null : { soft: Number(match[1]), hard: Number(match[2]) };
}

/** The ports that the kernel gives to outgoing connections; null where the system does not say. */
export function localPortRange(): {
  readonly first: number;
  readonly last: number;
  readonly size: number;
} | null {
  const [first, last] = (readKernelFile('/proc/sys/net/ipv4/ip_local_port_range') ?? '')
    .trim()
    .split(/\s+/)
    .map(Number);
  return first === undefined || last === undefined ? null : { first, last, size: last - first + 1 };
}

function coresOf(usable: readonly number[]): number[][] {
  const cores = usable.map((cpu) => {
    const list = readKernelFile(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`);
    return list === null ? [cpu] : parseCpuList(list).filter((sibling) => usable.includes(sibling));
  });
  // Every core is found once for each of its CPUs.
  return cores.filter((core, i) => core[0] === usable[i]);
}

function osName(): string {
  const pretty = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(readKernelFile('/etc/os-release') ?? '')?.[1];
  return pretty ?? `${osType()} ${release()}`;
}
