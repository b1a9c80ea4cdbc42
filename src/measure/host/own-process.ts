/** Processes of the tool itself: a program of ours under the same Node, spoken to over a channel. */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Command } from './launch.ts';

/** Turns a command into the one that keeps it on its CPUs, and gives it the limits and the priority it is to have. */
export type WrapCommand = (command: Command) => Command;

export interface OwnProcess {
  readonly child: ChildProcess;
  /** Why it ended, in words: what it wrote to its standard error, or what the system says. */
  readonly ended: Promise<string>;
}

/**
 * Starts a program that stands beside a module, in the form that the module itself is in: source or compiled.
 * @param name of the file, without its extension
 * @param beside the URL of the module
 */
export function startOwnProcess(name: string, beside: string, wrap: WrapCommand): OwnProcess {
  const extension = beside.endsWith('.ts') ? 'ts' : 'js';
  const program = fileURLToPath(new URL(`./${name}.${extension}`, beside));
  // A larger young generation is collected less often.
  const { file, args } = wrap({ file: process.execPath, args: ['--max-semi-space-size=32', program] });
  const running = execa(file, args, {
    ipc: true,
    serialization: 'advanced',
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
    reject: false,
    buffer: { stderr: true, ipc: false },
  });
  return {
    child: running.nodeChildProcess,
    ended: running.then(({ stderr, shortMessage }) => stderr || shortMessage || 'no reason given'),
  };
}
