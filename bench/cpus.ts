/** A CPU for the load and one for everything else, where there are two. */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Whether there are CPUs enough to keep them apart, and a way to do it. */
export const split = process.platform === 'linux' && availableParallelism() > 1;

/** The CPU of generators, ours and others. */
export const GENERATOR_CPU = 0;
/** The CPU of servers, and of the script itself. */
export const SERVER_CPU = 1;

/** Keeps a process and all its threads on one CPU. */
export function keepOn(cpu: number, pid: number | undefined): void {
  if (split) execFileSync('taskset', ['-a', '-cp', String(cpu), String(pid)], { stdio: 'ignore' });
}

/** Turns a command into one that runs on one CPU. */
export const on = (cpu: number) => (command: { readonly file: string; readonly args: readonly string[] }) =>
  split ? { file: 'taskset', args: ['-c', String(cpu), command.file, ...command.args] } : command;
