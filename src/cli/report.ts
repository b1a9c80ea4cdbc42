import { drawAgain, reportFormats } from '../work/draw.ts';
import { type AddCommand, type Context, collect } from './command.ts';
import { printable } from './printable.ts';
import { readFormats, readObjectives } from './read-options.ts';

interface ReportFlags {
  readonly format: string;
  readonly objective?: readonly string[];
  readonly out?: string;
}

const examples = `
A run is named by its folder, its run.json, or as "latest".

Examples:
  bench report latest                                       the page again, with what this version sees in it
  bench report reports/2026-03-04-050607-remix --format svg,csv
  bench report latest --objective "p99<200ms" --out /tmp/strict
  bench report reports/monday reports/tuesday               the targets of both, beside each other
`;

/** `bench report`: draws runs again, from nothing but their `run.json`. */
export const addReport: AddCommand = (program, run) => {
  program
    .command('report')
    .summary('draw a run again, or several in one report')
    .description(
      'Draws a run again from what was stored, into its own folder; or several runs in one report, into a folder below reports/. Nothing is measured.',
    )
    .argument('<run...>', 'run folder, run.json, or latest')
    .option('--format <formats>', `any of ${reportFormats.join(',')}`, 'html')
    .option('--objective <objective>', 'instead of those of the sweep; again for more', collect)
    .option('--out <dir>', 'another folder for the files')
    .addHelpText('after', examples)
    .action((runs: readonly string[], flags: ReportFlags) => run((context) => report(runs, flags, context)));
};

async function report(
  runs: readonly string[],
  flags: ReportFlags,
  { surroundings: { cwd, stdout } }: Context,
): Promise<number> {
  const formats = readFormats(flags.format, reportFormats);
  const files = await drawAgain(runs, flags.out ?? null, formats, readObjectives(flags.objective), cwd);
  for (const file of files) stdout.write(`${printable(file)}\n`);
  return 0;
}
