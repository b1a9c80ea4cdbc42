/** Who runs on this machine, from `/proc/<pid>/stat`; see proc_pid_stat(5). Nobody where there is no `/proc`. */
import { listKernelFolder, readKernelFile } from './kernel-file.ts';

export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** When it started, in clock ticks since boot: with the process id it names a process once and for all. */
  readonly start: number;
  /** −20 … 19, lower is more urgent. */
  readonly niceness: number;
  /** Ended, and only waiting for its parent to notice. */
  readonly ended: boolean;
}

/** What the kernel says about a process; null where it is gone or the system does not say. */
export function statOf(pid: number): ProcessStat | null {
  const text = readKernelFile(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name in brackets may hold spaces and brackets, so fields are counted from behind it.
  const [state, parent, group, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    niceness: Number(rest[13]),
    start: Number(rest[16]),
    ended: state === 'Z' || state === 'X',
  };
}

/** Every process that can be seen. */
export function everyProcess(): ProcessStat[] {
  return listKernelFolder('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat !== null);
}

/** The processes of these process groups, and all that descend from them. */
export function familyOf(leader: number, processes: readonly ProcessStat[]): number[] {
  const family = new Set(
    processes.filter(({ pid, group }) => pid === leader || group === leader).map(({ pid }) => pid),
  );
  for (let before = -1; before !== family.size; ) {
    before = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}

/** Whether a process with this id runs; where the system says so, only if it is the one that started then. */
export function isAlive(pid: number, start: number | null): boolean {
  const stat = statOf(pid);
  if (stat !== null) return !stat.ended && (start === null || stat.start === start);
  return process.platform !== 'linux' && signal(pid, 0);
}

/** Sends a signal to a process, or to a group by its negative number; false where there is none, or it is not ours. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
