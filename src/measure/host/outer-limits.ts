/** What surrounds this process, a container for one, and makes the machine smaller than it looks. */
import { posix } from 'node:path';
import { type CgroupPlace, type CgroupPlaces, cgroupPlaces, chainOf } from './cgroup-places.ts';
import { keyedNumber, type ReadFile, readKernelFile, wholeNumber } from './kernel-file.ts';

/** This process's places, from `/proc/self`; nowhere on systems without cgroups. */
export function ownPlaces(read: ReadFile = readKernelFile): CgroupPlaces {
  return cgroupPlaces(read('/proc/self/cgroup') ?? '', read('/proc/self/mountinfo') ?? '');
}

/** CPUs that a quota leaves, e.g. 1.5; null without a quota. */
export function cpuQuota(places: CgroupPlaces, read: ReadFile = readKernelFile): number | null {
  const v2 = chain(places.v2).map((dir) => {
    const [quota, period] = (read(posix.join(dir, 'cpu.max')) ?? '').split(/\s+/);
    return ratio(quota, period);
  });
  const v1 = chain(places.v1['cpu']).map((dir) =>
    ratio(read(posix.join(dir, 'cpu.cfs_quota_us')), read(posix.join(dir, 'cpu.cfs_period_us'))),
  );
  return least([...v2, ...v1]);
}

/** Bytes that a limit of memory leaves; null without a limit. */
export function memoryLimit(places: CgroupPlaces, read: ReadFile = readKernelFile): number | null {
  const v2 = chain(places.v2).map((dir) => wholeNumber(read(posix.join(dir, 'memory.max'))));
  const v1 = chain(places.v1['memory']).map((dir) =>
    wholeNumber(read(posix.join(dir, 'memory.limit_in_bytes'))),
  );
  // Without a limit version 1 reports nearly 2^63, rounded down to pages.
  return least([...v2, ...v1].map((bytes) => (bytes !== null && bytes < 2 ** 62 ? bytes : null)));
}

/** Time for which quotas held this process's cgroups back, cumulative, in milliseconds; null: not available. */
export function throttledMs(places: CgroupPlaces, read: ReadFile = readKernelFile): number | null {
  const v2 = chain(places.v2).map((dir) =>
    scaled(keyedNumber(read(posix.join(dir, 'cpu.stat')), 'throttled_usec'), 1e3),
  );
  const v1 = chain(places.v1['cpu']).map((dir) =>
    scaled(keyedNumber(read(posix.join(dir, 'cpu.stat')), 'throttled_time'), 1e6),
  );
  const known = [...v2, ...v1].filter((ms) => ms !== null);
  return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0);
}

function chain(place: CgroupPlace | null | undefined): string[] {
  return place === null || place === undefined ? [] : chainOf(place);
}

function ratio(quota: string | null | undefined, period: string | null | undefined): number | null {
  const [above, below] = [wholeNumber(quota ?? null), wholeNumber(period ?? null)];
  return above === null || below === null || below === 0 ? null : above / below;
}

const scaled = (value: number | null, divisor: number) => (value === null ? null : value / divisor);

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}
