import { posix } from 'node:path';
import { listKernelFolder, readKernelFile } from './kernel-file.ts';
import { freeSending } from './network-device.ts';
import { removeFolder, removeGroups } from './process-group.ts';
import { isAlive, statOf } from './process-stat.ts';
import { stopProcesses, type Traces } from './stop-processes.ts';

/**
 * What is on this machine because of one server, or because of the generator, which has cgroups only. It is remembered
 * before anything is there and forgotten when all of it is gone, so that a tool that was killed leaves a trace.
 */
export interface Leftover extends Traces {
  /** Boot of the machine, for process ids begin anew with it; null: the system does not say. */
  readonly boot: string | null;
  readonly toolPid: number;
  /** Clock ticks since boot; null: the system does not say. */
  readonly toolStart: number | null;
  /** Folders in which every cgroup is this tool's whose name begins with `toolMark`, known by name or not. */
  readonly groupsIn: readonly string[];
  /** A network interface that this tool has limited, or was about to. */
  readonly device?: string;
}

/** Where leftovers are remembered. Remembering one with a known `id` replaces it. */
export interface LeftoverMemory {
  remember(leftover: Leftover): void | Promise<void>;
  forget(leftover: Leftover): void | Promise<void>;
}

let described = 0;

/** What names of this tool's cgroups begin with. No other process, living or dead, has the same since the boot. */
export const toolMark = (): string => markOf(process.pid, statOf(process.pid)?.start ?? null);

const markOf = (pid: number, start: number | null): string => `${pid}-${start ?? 0}-`;

/**
 * The trace of something that this tool is about to start, in these cgroups.
 * @param groupsIn folders in which this tool makes more cgroups than these, all named with `toolMark`
 */
export function describeLeftover(cgroups: readonly string[], groupsIn: readonly string[] = []): Leftover {
  const toolStart = statOf(process.pid)?.start ?? null;
  return {
    id: `${toolMark()}${++described}`,
    boot: bootId(),
    toolPid: process.pid,
    toolStart,
    serverPid: null,
    serverStart: null,
    cgroups,
    groupsIn,
  };
}

/** The cgroups of a trace that may still be there. */
export function groupsOf({ cgroups, groupsIn, toolPid, toolStart }: Leftover): readonly string[] {
  const found = groupsIn.flatMap((folder) =>
    listKernelFolder(folder)
      .filter((name) => name.startsWith(markOf(toolPid, toolStart)))
      .map((name) => posix.join(folder, name)),
  );
  return [...new Set([...cgroups, ...found])];
}

/** The folders that hold them, which go when they are empty. */
export function groupParentsOf({ cgroups, groupsIn }: Leftover): readonly string[] {
  return [...new Set([...cgroups.map((dir) => posix.dirname(dir)), ...groupsIn])];
}

/**
 * Ends what tools that are no longer alive have left: their servers, if they are still the same processes, and
 * their cgroups. Never rejects.
 * @returns the leftovers that are dealt with and may be forgotten; those of living tools are not among them
 */
export async function cleanLeftovers(leftovers: readonly Leftover[]): Promise<readonly Leftover[]> {
  const boot = bootId();
  const orphaned = leftovers.filter(
    (leftover) => leftover.boot !== boot || !isAlive(leftover.toolPid, leftover.toolStart),
  );
  for (const leftover of orphaned) {
    // Process ids begin anew with a boot, and no cgroup outlives it.
    if (leftover.boot === boot) {
      const cgroups = groupsOf(leftover);
      await stopProcesses({ ...leftover, cgroups }, 0);
      await removeGroups(cgroups);
      if (leftover.device !== undefined) freeSending(leftover.device);
    }
    for (const parent of groupParentsOf(leftover)) removeFolder(parent);
  }
  return orphaned;
}

function bootId(): string | null {
  return readKernelFile('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}
