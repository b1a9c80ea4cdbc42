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
export interface Given {
  /** CPUs that an outer quota leaves; null: no quota. */
  readonly cpuQuota: number | null;
  /** What this process may use at the most. */
  readonly memoryBytes: number;
}

/** Compares what the plan's host promises with what holds for a server on this machine. */
export function describeLimits(
  { host, placement }: Pick<Plan, 'host' | 'placement'>,
  given: Given,
  trial: TrialResult,
): Limits {
  const { cpus, memoryBytes, bandwidthBitsPerSecond, openFiles } = host.size;
  return {
    cpu: cpuLimit(Math.min(cpus, placement.reducedTo ?? cpus), cpus, given, trial),
    memory: memoryLimitOf(memoryBytes, given, trial),
    bandwidth: without(
      bandwidthBitsPerSecond === null ? NOT_LIMITED : whyNoBandwidth[placement.resolved],
      null,
    ),
    openFiles: openFilesLimitOf(openFiles, trial),
  };
}

/** The limits of a system on which none can be set. */
export function noLimits(platform: string, cpus: number, memoryBytes: number): Limits {
  const by = `not available on ${platform}`;
  return {
    cpu: without(by, cpus),
    memory: without(by, memoryBytes),
    bandwidth: without(by, null),
    openFiles: without(by, null),
  };
}

const NOT_LIMITED = 'not limited';

const whyNoBandwidth = {
  shared: 'loopback cannot be limited',
  split: 'loopback cannot be limited',
  remote: 'left to the host’s own network',
} as const;

/** A limit that is not in force, and why. */
const without = (by: string, effective: number | null): Limit => ({ enforced: false, by, effective });

function cpuLimit(
  wanted: number,
  asked: number,
  { cpuQuota }: Given,
  { held, cpusBy, whyNot }: TrialResult,
): Limit {
  const effective = Math.min(held.cpus.length, cpuQuota ?? Number.POSITIVE_INFINITY);
  if (cpusBy === null) return without(whyNot ?? 'no cpuset, no taskset', effective);
  if (effective < wanted) return without(`this machine gives ${effective} of ${asked} CPUs`, effective);
  return { enforced: true, by: cpusBy, effective };
}

function memoryLimitOf(
  asked: number | null,
  { memoryBytes }: Given,
  { held, memoryBy, whyNot }: TrialResult,
): Limit {
  if (asked === null) return without(NOT_LIMITED, memoryBytes);
  if (asked > memoryBytes) {
    return without(`this machine has ${formatMemory(memoryBytes)} of ${formatMemory(asked)}`, memoryBytes);
  }
  if (memoryBy !== null && held.memoryBytes !== null && held.memoryBytes <= asked) {
    return { enforced: true, by: memoryBy, effective: held.memoryBytes };
  }
  return without(whyNot ?? 'no memory controller that this user may write', memoryBytes);
}

function openFilesLimitOf(asked: number | null, { held }: TrialResult): Limit {
  const { soft = null, hard = null } = held.openFiles ?? {};
  if (asked === null) return without(NOT_LIMITED, soft);
  if (soft === asked && hard === asked) return { enforced: true, by: 'rlimit', effective: soft };
  return without(`the hard limit here is ${hard ?? 'unknown'}`, soft);
}
