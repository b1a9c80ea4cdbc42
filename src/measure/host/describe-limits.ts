import type { Plan } from '../../model/plan.ts';
import type { Limit, Limits } from '../../model/run.ts';
import { formatMemory } from '../../model/size.ts';
import type { Held } from './try-inside.ts';

/** What a trial showed: what holds for a server here, by what, and why something does not. */
export interface TrialResult {
  readonly held: Held;
  /** `cpuset`, `affinity`, …; null: nothing keeps the server on its CPUs. */
  readonly cpusBy: string | null;
  /** The kind of cgroup; null: nothing limits the server's memory. */
  readonly memoryBy: string | null;
  /** Why there is no group of processes with these limits; null where there is one. */
  readonly whyNot: string | null;
}

/** What the machine has to give. */
export interface Surroundings {
  /** CPUs that an outer quota leaves; null: no quota. */
  readonly cpuQuota: number | null;
  /** What this process may use at the most. */
  readonly memoryBytes: number;
}

/** Compares what the plan's host promises with what holds for a server on this machine. */
export function describeLimits(
  { host, placement }: Pick<Plan, 'host' | 'placement'>,
  surroundings: Surroundings,
  trial: TrialResult,
): Limits {
  return {
    cpu: cpuLimit(host.size.cpus, placement, surroundings, trial),
    memory: memoryLimitOf(host.size.memoryBytes, surroundings, trial),
    bandwidth: bandwidthLimit(host.size.bandwidthBitsPerSecond),
    openFiles: openFilesLimitOf(host.size.openFiles, trial),
  };
}

/** The limits of a system on which none can be set. */
export function noLimits(platform: string, cpus: number, memoryBytes: number): Limits {
  const missing = (effective: number | null): Limit => ({
    enforced: false,
    by: `not available on ${platform}`,
    effective,
  });
  return {
    cpu: missing(cpus),
    memory: missing(memoryBytes),
    bandwidth: missing(null),
    openFiles: missing(null),
  };
}

function cpuLimit(
  asked: number,
  placement: Plan['placement'],
  { cpuQuota }: Surroundings,
  { held, cpusBy, whyNot }: TrialResult,
): Limit {
  const effective = Math.min(held.cpus.length, cpuQuota ?? Number.POSITIVE_INFINITY);
  if (cpusBy === null) return { enforced: false, by: whyNot ?? 'no cpuset, no taskset', effective };
  if (effective < Math.min(asked, placement.reducedTo ?? asked)) {
    return { enforced: false, by: `this machine gives ${effective} of ${asked} CPUs`, effective };
  }
  return { enforced: true, by: cpusBy, effective };
}

function memoryLimitOf(
  asked: number | null,
  { memoryBytes }: Surroundings,
  { held, memoryBy, whyNot }: TrialResult,
): Limit {
  if (asked === null) return { enforced: false, by: 'not limited', effective: memoryBytes };
  if (asked > memoryBytes) {
    return {
      enforced: false,
      by: `this machine has ${formatMemory(memoryBytes)} of ${formatMemory(asked)}`,
      effective: memoryBytes,
    };
  }
  if (memoryBy !== null && held.memoryBytes !== null && held.memoryBytes <= asked) {
    return { enforced: true, by: memoryBy, effective: held.memoryBytes };
  }
  return {
    enforced: false,
    by: whyNot ?? 'no memory controller that this user may write',
    effective: memoryBytes,
  };
}

function bandwidthLimit(asked: number | null): Limit {
  const by = asked === null ? 'not limited' : 'loopback cannot be limited';
  return { enforced: false, by, effective: null };
}

function openFilesLimitOf(asked: number | null, { held }: TrialResult): Limit {
  const effective = held.openFiles?.soft ?? null;
  if (asked === null) return { enforced: false, by: 'not limited', effective };
  if (effective === asked && held.openFiles?.hard === asked)
    return { enforced: true, by: 'rlimit', effective };
  return { enforced: false, by: `the hard limit here is ${held.openFiles?.hard ?? 'unknown'}`, effective };
}
