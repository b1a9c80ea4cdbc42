/** What this process has used of the CPUs so far. */
import { readdirSync, readFileSync } from 'node:fs';

export interface CpuUse {
  /** All threads, in milliseconds. */
  readonly cpuMs: number;
  /** The calling thread, in milliseconds. */
  readonly loopCpuMs: number;
  /** Ready to run but not running, summed over the threads, in milliseconds; null where the kernel does not say. */
  readonly waitForCpuMs: number | null;
}

/** Reads the counters; subtract two readings to get what was used in between. */
export function cpuUse(): CpuUse {
  const { user, system } = process.cpuUsage();
  const loop = process.threadCpuUsage();
  return {
    cpuMs: (user + system) / 1_000,
    loopCpuMs: (loop.user + loop.system) / 1_000,
    waitForCpuMs: waitForCpuMs(),
  };
}

/** The second number of a thread's schedstat (https://docs.kernel.org/scheduler/sched-stats.html), in nanoseconds. */
function waitForCpuMs(): number | null {
  try {
    const waitsNs = readdirSync('/proc/self/task').map((thread) =>
      Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ')[1]),
    );
    return waitsNs.reduce((sum, ns) => sum + ns, 0) / 1_000_000;
  } catch {
    return null;
  }
}
