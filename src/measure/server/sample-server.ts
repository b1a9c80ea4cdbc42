import { statSync } from 'node:fs';
import { listKernelFolder, readKernelFile } from '../host/kernel-file.ts';
import type { ProcessGroup } from '../host/process-group.ts';
import { everyProcess, familyOf } from '../host/process-stat.ts';
import type { ServerSample } from '../seams.ts';

/** Without a cgroup, finding out who belongs to the server means looking at all processes. */
const lookAgainMs = 1_000;

/** Of a server of which nothing can be seen. */
export const unknownSample: ServerSample = {
  cpuMs: null,
  waitForCpuMs: null,
  rssBytes: null,
  openFiles: null,
  threads: null,
  oomKills: null,
};

/**
 * Makes the function that samples a server's whole process tree.
 *
 * CPU time comes from its cgroup where it has one, else from the threads themselves; time waited for a CPU always
 * comes from the threads. Threads that end take their figures with them, so what was seen of them is kept: the sums
 * never fall, but miss what a thread did after the last sample of its life.
 * Resident memory counts pages that several processes share once for each.
 */
export function serverSampler(leader: number, group: ProcessGroup | null): () => ServerSample {
  const clocks = threadClocks();
  let seen: { readonly at: number; readonly pids: readonly number[] } = {
    at: Number.NEGATIVE_INFINITY,
    pids: [],
  };
  let last: ServerSample | null = null;
  const members = (): readonly number[] => {
    const grouped = group?.pids(leader) ?? [];
    if (grouped.length > 0) return grouped;
    if (performance.now() - seen.at > lookAgainMs) {
      seen = { at: performance.now(), pids: familyOf(leader, everyProcess()) };
    }
    return seen.pids;
  };
  return () => {
    const pids = members();
    const clock = clocks(pids);
    const sizes = pids.map(sizeOf).filter((size) => size !== null);
    const sum = (figure: (size: Size) => number) =>
      // Nobody alive is nothing in use, on systems that can tell.
      process.platform === 'linux' ? sizes.reduce((total, size) => total + figure(size), 0) : null;
    last = {
      cpuMs: atLeast(group?.cpuMs() ?? (group === null ? clock.ranMs : null), last?.cpuMs),
      waitForCpuMs: clock.waitedMs,
      rssBytes: sum((size) => size.rssBytes),
      openFiles: sum((size) => size.openFiles),
      threads: sum((size) => size.threads),
      oomKills: group?.oomKills() ?? last?.oomKills ?? null,
    };
    return last;
  };
}

interface Size {
  readonly rssBytes: number;
  readonly openFiles: number;
  readonly threads: number;
}

function sizeOf(pid: number): Size | null {
  const status = readKernelFile(`/proc/${pid}/status`);
  const rss = /^VmRSS:\s*(\d+) kB/m.exec(status ?? '')?.[1];
  const threads = /^Threads:\s*(\d+)/m.exec(status ?? '')?.[1];
  // A process that has ended and waits for its parent has no memory.
  if (rss === undefined || threads === undefined) return null;
  return { rssBytes: Number(rss) * 1_024, openFiles: openFilesOf(pid), threads: Number(threads) };
}

/** Linux 6.2 and later tell the number as the folder's size; before, the size is 0 and they have to be listed. */
function openFilesOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  try {
    return statSync(folder).size || listKernelFolder(folder).length;
  } catch {
    return 0;
  }
}

/** Adds up what threads ran and waited, in nanoseconds: the first two numbers of `schedstat`. */
function threadClocks(): (pids: readonly number[]) => { ranMs: number | null; waitedMs: number | null } {
  let known = new Map<string, readonly [number, number]>();
  let ran = 0;
  let waited = 0;
  let available = false;
  return (pids) => {
    const now = new Map<string, readonly [number, number]>();
    for (const pid of pids) {
      for (const thread of listKernelFolder(`/proc/${pid}/task`)) {
        const [run, wait] = (readKernelFile(`/proc/${pid}/task/${thread}/schedstat`) ?? '')
          .split(' ')
          .map(Number);
        if (run === undefined || wait === undefined) continue;
        available = true;
        const key = `${pid}/${thread}`;
        const before = known.get(key);
        // A clock that went back is another thread's under the same number.
        const [ranBefore, waitedBefore] = before === undefined || before[0] > run ? [0, 0] : before;
        ran += run - ranBefore;
        waited += wait - waitedBefore;
        now.set(key, [run, wait]);
      }
    }
    known = now;
    return { ranMs: available ? ran / 1e6 : null, waitedMs: available ? waited / 1e6 : null };
  };
}

/** A cumulative figure that can no longer be read stays where it was. */
function atLeast(figure: number | null, before: number | null | undefined): number | null {
  return figure === null ? (before ?? null) : Math.max(figure, before ?? 0);
}
