import { posix } from 'node:path';
import { execa } from 'execa';
import { type CgroupPlaces, cgroupPlaces } from './cgroup-places.ts';
import { allowedCpusIn, openFilesIn } from './describe-machine.ts';
import { readKernelFile, wholeNumber } from './kernel-file.ts';
import type { Command } from './launch.ts';
import { memoryLimit } from './outer-limits.ts';
import { statOf } from './process-stat.ts';

/** What holds for a process, as the kernel tells it. */
export interface Held {
  readonly cpus: readonly number[];
  /** The least of all limits around it; null: none. */
  readonly memoryBytes: number | null;
  readonly openFiles: { readonly soft: number; readonly hard: number } | null;
  /** −20 … 19, lower is more urgent. */
  readonly niceness: number | null;
  /** Of its cgroup among its neighbours, 1 being usual; null: it has no such controller. */
  readonly weight: number | null;
}

/** The program of a trial: it repeats its input, which shows that it has started. */
export const trialCommand: Command = { file: 'cat', args: [] };

/**
 * Starts `cat` in the way that is on trial, and looks at what the kernel holds it to.
 * @throws Error with the first line of its complaint when it cannot be started so
 */
export async function tryInside(trial: Command): Promise<Held> {
  const child = execa(trial.file, trial.args, { reject: false, timeout: 10_000, buffer: { stdout: false } });
  child.stdin.write('here\n');
  let held: Held | null = null;
  for await (const line of child) {
    if (line === 'here' && child.pid !== undefined) held = look(child.pid);
    child.stdin.end();
  }
  const { stderr, exitCode, shortMessage } = await child;
  if (held !== null && exitCode === 0) return held;
  throw new Error((stderr.trim() || shortMessage || `it ended with ${exitCode}`).split('\n')[0]);
}

function look(pid: number): Held {
  const read = (file: string) => readKernelFile(`/proc/${pid}/${file}`) ?? '';
  const places = cgroupPlaces(read('cgroup'), readKernelFile('/proc/self/mountinfo') ?? '');
  return {
    cpus: allowedCpusIn(read('status')),
    memoryBytes: memoryLimit(places),
    openFiles: openFilesIn(read('limits')),
    niceness: statOf(pid)?.niceness ?? null,
    weight: weightIn(places),
  };
}

function weightIn({ v1, v2 }: CgroupPlaces): number | null {
  const shares =
    v1['cpu'] === undefined ? null : wholeNumber(readKernelFile(posix.join(v1['cpu'].dir, 'cpu.shares')));
  if (shares !== null) return shares / 1_024;
  const weight = v2 === null ? null : wholeNumber(readKernelFile(posix.join(v2.dir, 'cpu.weight')));
  return weight === null ? null : weight / 100;
}
