import { type Command, Option } from 'commander';
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

/** Which targets are meant. */
export const targetOption = (): Option =>
  new Option(
    '-t, --target <target>',
    '[label=]<name|path>[:variant]; again for more; all, all:* (default: the current folder)',
  ).argParser(collect);

/** A flag as it is typed, from its name in the program: `--per-decade` of `perDecade`. */
export const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
