import { existsSync, rmdirSync } from 'node:fs';
import { posix } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, keyedNumber, readKernelFile, wholeNumber, writeKernelFile } from './kernel-file.ts';
import { type Command, launchInside } from './launch.ts';
import { signal } from './process-stat.ts';

/** What a group of processes is to be held to; null: not asked for. */
export interface GroupWish {
  readonly cpus: readonly number[] | null;
  readonly memoryBytes: number | null;
  /** `raised` stands to `usual` as 10 to 1 when both want the same CPU. */
  readonly weight: 'raised' | 'usual' | null;
}

/** Processes that the kernel keeps together, with the limits that hold for all of them and what they used. */
export interface ProcessGroup {
  /** Folders that go when the group goes; to be remembered in case the tool does not live to remove them. */
  readonly dirs: readonly string[];
  /** Which wishes were accepted; whether they are in force is seen from a process inside. */
  readonly holds: { readonly cpus: boolean; readonly memory: boolean; readonly weight: boolean };
  /**
   * The command that starts a program inside the group, under the program's own process id.
   * @param openFiles how many it may open, soft and hard; null: as many as this process
   */
  wrap(command: Command, openFiles: number | null): Command;
  /** Who is in it; `leader` is the process that was started inside first. */
  pids(leader: number | null): readonly number[];
  /** CPU time of all that ever ran in it, in milliseconds; null: not available. */
  cpuMs(): number | null;
  /** How many were killed for want of memory; null: not available. */
  oomKills(): number | null;
  /** Kills every process in it and removes it. Never rejects; a folder that cannot be removed stays. */
  remove(): Promise<void>;
}

/** The way in which a machine makes groups. */
export interface Grouping {
  readonly kind: 'cgroup-v1' | 'cgroup-v2' | 'systemd';
  /** Folders below which groups are made, each under its name; none where something else keeps and removes them. */
  readonly parents: readonly string[];
  /** @throws Error saying why there can be no such group */
  open(name: string, wish: GroupWish): ProcessGroup;
  /** Undoes what was changed for the sake of all groups. Never rejects. */
  close(): Promise<void>;
}

/**
 * A group of these cgroups, which count what is used in the given ones.
 * @param accounting whose folder counts CPU time; absent: none does
 * @param memory whose folder counts what was killed; likewise
 */
export function groupIn(
  dirs: readonly string[],
  accounting: string | undefined,
  memory: string | undefined,
): Omit<ProcessGroup, 'holds'> {
  const files = dirs.map((dir) => posix.join(dir, 'cgroup.procs'));
  return {
    dirs,
    wrap: (command, openFiles) => launchInside(command, files, openFiles),
    pids: () => processesIn(dirs[0] ?? ''),
    cpuMs: () => (accounting === undefined ? null : cpuMsIn(accounting)),
    oomKills: () => (memory === undefined ? null : oomKillsIn(memory)),
    remove: () => removeGroups(dirs),
  };
}

/** Processes in a cgroup's folder. Those outside of our process namespace are shown as 0 and left out. */
export function processesIn(dir: string): number[] {
  const text = readKernelFile(posix.join(dir, 'cgroup.procs')) ?? '';
  return text
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
}

/** CPU time used in a cgroup of either version, in milliseconds; null: the folder does not say. */
export function cpuMsIn(dir: string): number | null {
  const usec = keyedNumber(readKernelFile(posix.join(dir, 'cpu.stat')), 'usage_usec');
  if (usec !== null) return usec / 1e3;
  const ns = wholeNumber(readKernelFile(posix.join(dir, 'cpuacct.usage')));
  return ns === null ? null : ns / 1e6;
}

/** Processes killed for want of memory in a cgroup of either version; null: the folder does not say. */
export function oomKillsIn(dir: string): number | null {
  const events = readKernelFile(posix.join(dir, 'memory.events'));
  return keyedNumber(events ?? readKernelFile(posix.join(dir, 'memory.oom_control')), 'oom_kill');
}

/** Kills everybody in these cgroups and removes the folders, innermost last given. Never rejects. */
export async function removeGroups(dirs: readonly string[]): Promise<void> {
  // A killed process leaves its cgroup a moment later; what is stuck in the kernel for longer is left to the next start.
  const attempts = 200;
  let left = dirs.filter((dir) => existsSync(dir));
  for (let i = 0; left.length > 0 && i < attempts; i++) {
    for (const dir of left) killAllIn(dir);
    left = left.filter((dir) => !removeFolder(dir));
    if (left.length > 0) await wait(10);
  }
}

/** Removes a cgroup's folder unless a process is in it or below it; true when it is gone. */
export function removeFolder(dir: string): boolean {
  try {
    rmdirSync(dir);
    return true;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}

/** Kills every process in a cgroup, which is gone a moment later. Never throws. */
export function killAllIn(dir: string): void {
  // Version 2 kills in one go, so that no process can fork away in between.
  const pids = processesIn(dir);
  if (pids.length === 0) return;
  if (
    existsSync(posix.join(dir, 'cgroup.kill')) &&
    writeKernelFile(posix.join(dir, 'cgroup.kill'), '1') === null
  )
    return;
  for (const pid of pids) signal(pid, 'SIGKILL');
}
