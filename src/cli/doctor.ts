import { judgeExamination } from '../analysis/doctor/examine.ts';
import { openLeftovers } from '../files/leftovers.ts';
import { defaultHost, findHost, loadConfig } from '../files/load-config.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import { prepareHost } from '../measure/host/prepare-host.ts';
import { GeneratorBroken } from '../measure/load/generator.ts';
import { cleanLeftovers } from '../measure/server/leftovers.ts';
import { TruthServerBroken } from '../measure/truth/truth-server.ts';
import type { DoctorDocument } from '../model/examination.ts';
import type { Plan } from '../model/plan.ts';
import { place } from '../plan/place.ts';
import type { AddCommand, Context } from './command.ts';
import { examineHost } from './examine-host.ts';
import { endOwnAtOnce, memoryIn } from './leftover-memory.ts';
import { readChoice } from './read-options.ts';
import { doctorText } from './terminal/doctor-text.ts';
import { createLiveRegion } from './terminal/live-region.ts';
import { colorLevel, createPaint, fitted } from './terminal/paint.ts';
import { viewSurroundings } from './terminal/view-surroundings.ts';

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
    .option('--host <name>', 'a host of bench.config.json (default: droplet)')
    .option('--placement <how>', 'auto, shared or split (default: auto)')
    .option('--json', 'print everything as JSON')
    .option('--config <file>', 'instead of the nearest bench.config.json')
    .addHelpText('after', explanation)
    .action((flags: DoctorFlags) => run((context) => doctor(flags, context)));
};

async function doctor(flags: DoctorFlags, context: Context): Promise<number> {
  const { stdout, stderr, env } = context.surroundings;
  try {
    const document = await examine(decide(flags, context.surroundings.cwd), context);
    if (flags.json === true) stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    else {
      const paint = createPaint(colorLevel(env, stdout.isTerminal));
      stdout.write(`${doctorText(document, paint, stdout.columns ?? 100).join('\n')}\n`);
    }
    return document.verdict === 'bad' ? 3 : 0;
  } catch (error) {
    if (!(error instanceof GeneratorBroken) && !(error instanceof TruthServerBroken)) throw error;
    stderr.write(`bench: ${error.message}\n`);
    return 1;
  }
}

function decide(flags: DoctorFlags, cwd: string): Pick<Plan, 'host' | 'placement'> {
  const config = loadConfig(cwd, flags.config ?? null);
  const host = findHost(config, flags.host ?? config.sweep.host ?? defaultHost, '--host');
  const asked = readChoice(flags.placement ?? config.sweep.placement ?? 'auto', '--placement', [
    'auto',
    'shared',
    'split',
  ]);
  return { host, placement: place(asked, host.size.cpus, describeMachine()) };
}

async function examine(plan: Pick<Plan, 'host' | 'placement'>, context: Context): Promise<DoctorDocument> {
  const { surroundings, interrupts, version } = context;
  const { cwd, env } = surroundings;
  const startedAt = new Date().toISOString();
  const leftovers = openLeftovers(env);
  for (const cleaned of await cleanLeftovers(leftovers.all())) leftovers.forget(cleaned);
  const memory = memoryIn(leftovers);
  const progress = showProgress(context);
  const prepared = await prepareHost(plan, memory);
  const withdraw = interrupts.beforeLeaving(() => endOwnAtOnce(leftovers));
  try {
    const examination = await examineHost(
      { plan, machine: describeMachine(), prepared, memory },
      { say: progress.say, cwd, env, signal: interrupts.signal },
    );
    return { schema: 1, tool: { name: 'framebench', version }, startedAt, ...judgeExamination(examination) };
  } finally {
    withdraw();
    progress.close();
    await prepared.release();
  }
}

/** One line that says what is done now; where nobody watches, one sentence at the start. */
function showProgress({ surroundings, interrupts }: Context): { say(what: string): void; close(): void } {
  const { stderr } = surroundings;
  const { live, color } = viewSurroundings(surroundings);
  if (!live) {
    stderr.write('Checking this machine and the load generator; takes less than a minute.\n');
    return { say: () => undefined, close: () => undefined };
  }
  const { quiet } = createPaint(color);
  const region = createLiveRegion(stderr);
  const silence = interrupts.tellThrough((sentence) => region.print([sentence]));
  return {
    say: (what) => region.draw([quiet(fitted(`Checking: ${what} …`, stderr.columns ?? 80))]),
    close: () => {
      silence();
      region.close();
    },
  };
}
