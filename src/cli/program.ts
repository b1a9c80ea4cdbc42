import { Command, CommanderError } from 'commander';
import { capitalised } from '../model/capitalised.ts';
import { UsageError } from '../model/usage-error.ts';
import { addBuild } from './build.ts';
import { addCheck } from './check.ts';
import type { Act, AddCommand, Context } from './command.ts';
import { addCompare } from './compare.ts';
import { addDoctor } from './doctor.ts';
import { addImport } from './import.ts';
import { addInit } from './init.ts';
import { addReport } from './report.ts';
import { addSweep } from './sweep.ts';
import { addTargets } from './targets.ts';
import { addVerify } from './verify.ts';

const commands: readonly AddCommand[] = [
  addSweep,
  addReport,
  addCompare,
  addCheck,
  addImport,
  addVerify,
  addBuild,
  addInit,
  addTargets,
  addDoctor,
];

const examples = `
Examples:
  bench sweep --target remix --quick     a first picture, in one to two minutes
  bench sweep --target ./my-app          your own server, in a folder with a target.json
  bench report latest --format md,svg    draw the last run again
`;

/**
 * Understands what was typed, and does it.
 * @returns the exit code
 * @throws UsageError where it cannot be understood, and whatever a command throws
 */
export async function runProgram(context: Context): Promise<number> {
  const { argv, stdout, stderr } = context.surroundings;
  let exitCode = 0;
  const program = new Command('bench')
    .description(
      'Compares web frameworks under load: whole latency distributions, from a trickle to collapse.',
    )
    .version(context.caller.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this, or the help of a command')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // Mistakes are printed in one place.
      outputError: () => undefined,
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', examples)
    .hook('preAction', (_, command) => refuseMissingValues(command));
  const run = async (act: Act): Promise<void> => {
    exitCode = await act(context);
  };
  for (const add of commands) add(program, run);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    // Without a command the help was printed, which says all there is to say.
    if (error.code === 'commander.help') return 2;
    throw usageErrorOf(error, program, argv);
  }
}

/** `--out --dry-run`: the parser takes whatever word comes next for the value. */
function refuseMissingValues(command: Command): void {
  for (const option of command.options.filter(({ required }) => required)) {
    const values = [command.getOptionValue(option.attributeName()) ?? []].flat();
    for (const value of values) {
      if (value !== '' && !`${value}`.startsWith('--')) continue;
      const found = value === '' ? '' : `, but is followed by ${value}`;
      throw new UsageError(`${option.long} needs a value${found}`, `See bench ${command.name()} --help.`);
    }
  }
}

/** What the parser says, in the form of all our mistakes: a sentence, and what to do. */
function usageErrorOf(
  { message, code }: CommanderError,
  program: Command,
  [word]: readonly string[],
): UsageError {
  const [sentence = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const command = program.commands.find((candidate) => candidate.name() === word);
  const takesTargets = command?.options.some(({ long }) => long === '--target') === true;
  const hint =
    suggestion?.replaceAll(/^\(|\)$/g, '') ??
    (code === 'commander.excessArguments' && takesTargets
      ? 'Targets are named with --target.'
      : `See bench ${command === undefined ? '' : `${command.name()} `}--help.`);
  return new UsageError(capitalised(sentence), hint);
}
