import type { Command } from 'commander';
import { defaultObjective } from '../plan/wishes.ts';
import { jsonReport } from '../report/json.ts';
import { importRecords } from '../work/import-records.ts';
import { type AddCommand, type Context, collect } from './command.ts';
import { openView } from './open-view.ts';
import { readChoice, readDurationMs, readLabel, readObjectives, readRate } from './read-options.ts';

interface ImportFlags {
  readonly rate?: string;
  readonly label: string;
  readonly title?: string;
  readonly objective?: readonly string[];
  readonly timeout: string;
  readonly out?: string;
  readonly json?: true;
}

const examples = `
A file holds what one host sent at one rate, as "vegeta encode" writes it: JSON or CSV, packed with gzip or not. Files
of one rate are the hosts of one step; the rate is that of all of them together, of which each sent an equal share.
Where records are missing, the step is void and the exit code 1.

Examples:
  bench import vegeta --rate 250 --label shop a.json b.json       one step, sent by two hosts
  bench import vegeta --label shop records/*.json.gz              250rps-a.json.gz, 250rps-b.json.gz, 500rps-a.json.gz …
`;

/** `bench import`: records of another load engine as a run. */
export const addImport: AddCommand = (program, run) => {
  const command: Command = program
    .command('import')
    .summary('fold the records of another load engine into a run')
    .description(
      'Folds the records of a load that was sent elsewhere, request by request, into a run with a report. Nothing is measured.',
    )
    .argument('<engine>', 'whose records they are: vegeta')
    .argument('<file...>', 'records, as vegeta encode writes them')
    .option('--rate <rate>', 'of all files together (default: 250rps in a file’s name)')
    .option('--label <label>', 'of what was loaded', 'imported')
    .option('--title <title>', 'likewise, in words (default: the label)')
    .option('--objective <objective>', 'what is good enough; again for more (default: p99<500ms)', collect)
    .option('--timeout <time>', 'that requests were given', '30s')
    .option('--out <dir>', 'folder of the run (default: reports/<time>-<label>)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples);
  command.action((engine: string, files: readonly string[], flags: ImportFlags) =>
    run((context) => importFiles(engine, files, flags, context)),
  );
};

async function importFiles(
  engine: string,
  files: readonly string[],
  flags: ImportFlags,
  context: Context,
): Promise<number> {
  const { surroundings, caller } = context;
  readChoice(engine, 'import', ['vegeta']);
  const order = {
    files,
    ratePerSecond: flags.rate === undefined ? null : readRate(flags.rate, '--rate'),
    label: readLabel(flags.label, '--label'),
    title: flags.title ?? null,
    objectives: readObjectives(flags.objective) ?? [defaultObjective],
    timeoutMs: readDurationMs(flags.timeout, '--timeout', 10, 120_000),
    out: flags.out ?? null,
    argv: surroundings.argv,
  };
  using view = openView(context);
  const { analysis, report } = await importRecords(order, caller, view.note);
  view.end(analysis, report);
  if (flags.json === true) surroundings.stdout.write(jsonReport(analysis));
  const isVoid = analysis.targets.some(({ steps }) =>
    steps.some(({ validity }) => validity === 'generator-limited'),
  );
  return isVoid ? 1 : 0;
}
