import { type Command, Option } from 'commander';
import { UsageError } from '../model/usage-error.ts';
import { collect, flagOf, targetOption } from './command.ts';
import { type DeclarationFlags, declarationNames, declarationOptions } from './declaration-flags.ts';

/** The flags of `bench sweep`, as typed. */
export interface SweepFlags extends DeclarationFlags {
  readonly target?: readonly string[];
  readonly host?: string;
  readonly visitor?: string;
  readonly rates?: string;
  readonly perDecade?: string;
  readonly duration?: string;
  readonly rounds?: string;
  readonly order?: string;
  readonly arrivals?: string;
  readonly engine?: string;
  readonly warmup?: string;
  readonly timeout?: string;
  readonly maxConnections?: string;
  readonly objective?: readonly string[];
  readonly placement?: string;
  readonly seed?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly wait?: true;
  readonly findCapacity?: true;
  readonly precision?: string;
  readonly time?: string;
  readonly quick?: true;
  readonly earlyStop: boolean;
  readonly verify: boolean;
  readonly dryRun?: true;
  readonly json?: true;
  readonly config?: string;
}

const groups: readonly (readonly [title: string, options: readonly Option[]])[] = [
  [
    'What is measured, and where',
    [
      targetOption(),
      new Option(
        '--host <name>',
        'where servers run, and their size: droplet, or one of bench.config.json (default: droplet, here, 2 CPUs and 4 GiB)',
      ),
      new Option('--visitor <who>', 'reader (signed in, dark theme) or anonymous (default: reader)'),
      new Option('--placement <how>', 'of generator and server: auto, shared or split (default: auto)'),
      new Option('--no-verify', 'do not look whether targets of a contract serve the right page'),
    ],
  ],
  [
    'A server without a target.json',
    [
      new Option('--url <url>', 'of a server that runs already, on this machine'),
      new Option('--yes-load <address>', 'of --url, where it is another machine: it is yours to load'),
      ...declarationOptions(),
    ],
  ],
  [
    'The load',
    [
      new Option('--quick', 'fixed settings for a first picture: 13 rates in one to two minutes a target'),
      new Option('--find-capacity', 'search the capacity of each start, instead of going through all rates'),
      new Option('--precision <share>', 'how closely it is searched (default: 5%)'),
      new Option('--rates <rates>', 'a range, 1..10000, or a list, 100,200,400 (default: 1..10000)'),
      new Option('--per-decade <n>', 'rates of a range from each to ten times it (default: 10)'),
      new Option('--duration <time>', 'shortest step; low rates last longer (default: 5s)'),
      new Option('--rounds <n>', 'passes over all targets, each on fresh servers, or auto (default: 1)'),
      new Option(
        '--time <time>',
        'for --rounds auto: as many rounds as fit in it, 5 at least; up to 8 until 5 tell, where others disturb the machine',
      ),
      new Option('--order <order>', 'of rates: up, down or shuffled (default: up)'),
      new Option('--arrivals <kind>', 'constant or poisson (default: constant)'),
      new Option('--engine <name>', 'what sends it: vegeta, from the PATH (default: bench itself)'),
      new Option('--warmup <how>', 'auto, none, or a time (default: auto)'),
      new Option('--timeout <time>', 'of a request, from when it was due (default: 10s)'),
      new Option('--max-connections <n>', 'open at a time (default: what the machine allows, 4096 at most)'),
      new Option('--no-early-stop', 'go on above three hopeless rates'),
      new Option('--seed <n>', 'of orders and arrivals (default: by chance, and printed)'),
    ],
  ],
  [
    'The result',
    [
      new Option(
        '--objective <objective>',
        'what is good enough; again for more (default: p99<500ms)',
      ).argParser(collect),
      new Option('--out <dir>', 'folder of the run (default: reports/<time>-<labels>)'),
      new Option('--resume <dir>', 'resume an interrupted run'),
      new Option('--wait', 'wait while another sweep measures on this machine'),
      new Option('--dry-run', 'print the whole plan and how long it takes; start nothing'),
      new Option('--json', 'print the result as JSON'),
      new Option('--config <file>', 'instead of the nearest bench.config.json'),
    ],
  ],
];

const examples = `
Three ways to a server of your own:
  bench sweep -- node server.js                   a command; PORT and HOST say where it is to listen
  bench sweep --url http://127.0.0.1:3000/        a server that runs already
  bench sweep --target ./my-app                   a folder with a target.json, which bench init writes:
    {"name": "my-app", "start": ["node", "server.js"], "measure": {"path": "/", "expect": "Welcome"}}

Examples:
  bench sweep --target remix --quick              a first picture
  bench sweep -t remix -t vanilla --rounds 3      a comparison, with fresh servers in each round
  bench sweep -t remix --find-capacity            one number with an interval, in two minutes
  bench sweep -t old=./v1 -t new=./v2 --rates 100,200,400 --objective "p99<200ms"
`;

/** Declares the flags of `bench sweep`, in groups, with examples. */
export function declareSweepFlags(command: Command): Command {
  for (const [title, options] of groups) {
    for (const option of options) command.addOption(option.helpGroup(`${title}:`));
  }
  return command.addHelpText('after', examples);
}

/** What may be said beside `--resume`; all else is decided by the run. */
const allowedBeside: readonly string[] = ['resume', 'config', 'wait', 'json', 'dryRun', ...declarationNames];

/**
 * Of a run that is resumed, everything is decided.
 * @throws UsageError where more is said beside `--resume`
 */
export function refuseOtherFlags(flags: SweepFlags): void {
  const given = Object.entries(flags)
    .filter(([name, value]) => !(allowedBeside.includes(name) || value === true))
    .map(([name]) => name);
  const other = flags.quick === true ? 'quick' : given[0];
  if (other === undefined) return;
  throw new UsageError(
    `--resume cannot stand beside ${flagOf(flags[other as keyof SweepFlags] === false ? `no-${other}` : other)}: the run has its plan`,
    'Leave that out, or begin a new run.',
  );
}
