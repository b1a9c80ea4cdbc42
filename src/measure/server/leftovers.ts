import { posix } from 'node:path';
import { readKernelFile } from '../host/kernel-file.ts';
import { removeFolder, removeGroups } from '../host/process-group.ts';
import { isAlive, statOf } from './process-stat.ts';
import { stopProcesses, type Traces } from './stop-processes.ts';

/**
 * What is on this machine because of one server, or because of the generator, which has cgroups only. It is remembered
 * before anything is there and forgotten when all of it is gone, so that a tool that was killed leaves a trace.
 */
export interface Leftover extends Traces {
  /** Boot of the machine, for process ids begin anew with it; null: the system does not tell. */
  readonly boot: string | null;
  readonly toolPid: number;
  /** Clock ticks since boot; null: the system does not tell. */
  readonly toolStart: number | null;
}

/** Where leftovers are remembered. Remembering one with a known `id` replaces it. */
export interface LeftoverMemory {
  remember(leftover: Leftover): void | Promise<void>;
  forget(leftover: Leftover): void | Promise<void>;
}

let described = 0;

/** The trace of something that this tool is about to start, in these cgroups. */
export function describeLeftover(cgroups: readonly string[]): Leftover {
  const toolStart = statOf(process.pid)?.start ?? null;
  return {
    id: `${process.pid}-${toolStart ?? Date.now()}-${++described}`,
    boot: bootId(),
    toolPid: process.pid,
    toolStart,
    serverPid: null,
    serverStart: null,
    cgroups,
  };
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
    if (leftover.boot === boot) await stopProcesses(leftover, 0);
    await removeGroups(leftover.cgroups);
    for (const parent of new Set(leftover.cgroups.map((dir) => posix.dirname(dir)))) removeFolder(parent);
  }
  return orphaned;
}

function bootId(): string | null {
  return readKernelFile('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}
