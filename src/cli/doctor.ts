import { defaultHost, findHost, loadConfig } from '../files/load-config.ts';
import { examine } from '../work/examine.ts';
import type { AddCommand, Context } from './command.ts';
import { readChoice } from './read-options.ts';
import { doctorText } from './terminal/doctor-text.ts';
import { createLiveRegion } from './terminal/live-region.ts';
import { colorLevel, createPaint, fitted } from './terminal/paint.ts';
import { viewOptions } from './terminal/view-options.ts';

interface DoctorFlags {
  readonly host?: string;
  readonly placement?: string;
  readonly json?: true;
  readonly config?: string;
}

const explanation = `
Each line is good, doubtful or bad, with what it means and what to do. Requests are sent to a server of its own that
knows when it has answered, so the check shows what a sweep would report, beside what is true.

Exit code 3: a line is bad.
`;

/** `bench doctor`: can this host and this generator be trusted, and up to which rate? */
export const addDoctor: AddCommand = (program, run) => {
  program
    .command('doctor')
    .summary('check whether this machine and the generator can be trusted')
    .description(
      'Checks in less than a minute whether this machine and the load generator on it can be trusted, and up to which rate.',
    )
    .option('--host <name>', 'a host of bench.config.json (default: its sweep.host, else droplet)')
    .option('--placement <how>', 'auto, shared or split (default: auto)')
    .option('--json', 'print everything as JSON')
    .option('--config <file>', 'instead of the nearest bench.config.json')
    .addHelpText('after', explanation)
    .action((flags: DoctorFlags) => run((context) => doctor(flags, context)));
};

async function doctor(flags: DoctorFlags, context: Context): Promise<number> {
  const { stdout, env, cwd } = context.surroundings;
  const config = loadConfig(cwd, flags.config ?? null);
  const host = findHost(config, flags.host ?? config.sweep.host ?? defaultHost, '--host');
  const placement = readChoice(flags.placement ?? config.sweep.placement ?? 'auto', '--placement', [
    'auto',
    'shared',
    'split',
  ]);
  using progress = showProgress(context);
  const document = await examine(host, placement, context.caller, progress.say);
  progress[Symbol.dispose]();
  if (flags.json === true) stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else {
    const paint = createPaint(colorLevel(env, stdout.isTerminal));
    stdout.write(`${doctorText(document, paint, stdout.columns ?? 100).join('\n')}\n`);
  }
  return document.verdict === 'bad' ? 3 : 0;
}

/** One line that says what is done now; where the output is no terminal, one sentence at the start. */
function showProgress({ surroundings, interrupts }: Context): Disposable & { say(what: string): void } {
  const { stderr } = surroundings;
  const { live, color } = viewOptions(surroundings);
  if (!live) {
    stderr.write('Checking this machine and the load generator; takes less than a minute.\n');
    return { say: () => undefined, [Symbol.dispose]: () => undefined };
  }
  const { quiet } = createPaint(color);
  const region = createLiveRegion(stderr);
  const silence = interrupts.tellThrough((sentence) => region.print([sentence]));
  return {
    say: (what) => region.draw([quiet(fitted(`Checking: ${what} …`, stderr.columns ?? 80))]),
    [Symbol.dispose]() {
      silence();
      region.close();
    },
  };
}
