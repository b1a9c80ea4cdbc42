import type { Command } from 'commander';
import type { Caller } from '../work/caller.ts';
import type { Interrupts } from './interrupts.ts';
import type { Surroundings } from './surroundings.ts';

/** What every command works with. */
export interface Context {
  readonly surroundings: Surroundings;
  readonly interrupts: Interrupts;
  /** As whom the command asks for work. */
  readonly caller: Caller;
}

/** Does a command's work; gives its exit code. A `UsageError` that it throws is printed for the user, exit 2. */
export type Act = (context: Context) => number | Promise<number>;

/**
 * Adds one command to the program. Its action calls `run` with what is to be done:
 * `program.command('targets').action((flags: Flags) => run((context) => listTargets(flags, context)))`.
 */
export type AddCommand = (program: Command, run: (act: Act) => Promise<void>) => void;

/** For options that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];
