import { dirname, resolve } from 'node:path';
import { loadRun } from '../files/load-run.ts';
import { proveWritable, showRun } from '../files/runs.ts';
import { UsageError } from '../model/usage-error.ts';
import { type AddCommand, type Context, collect } from './command.ts';
import { drawReports, reportFormats } from './draw-reports.ts';
import { printable } from './printable.ts';
import { readChoice, readObjective } from './read-options.ts';

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
`;

/** `bench report`: draws runs again, from nothing but their `run.json`. */
export const addReport: AddCommand = (program, run) => {
  program
    .command('report')
    .summary('draw a run again')
    .description('Draws runs again from what was stored, each into its own folder. Nothing is measured.')
    .argument('<run...>', 'run folder, run.json, or latest')
    .option('--format <formats>', `any of ${reportFormats.join(',')}`, 'html')
    .option('--objective <objective>', 'instead of those of the sweep; again for more', collect)
    .option('--out <dir>', 'another folder for the files')
    .addHelpText('after', examples)
    .action((runs: readonly string[], flags: ReportFlags) => run((context) => report(runs, flags, context)));
};

async function report(
  references: readonly string[],
  flags: ReportFlags,
  { surroundings: { cwd, stdout } }: Context,
): Promise<number> {
  const formats = flags.format.split(',').map((word) => readChoice(word.trim(), '--format', reportFormats));
  const objectives = flags.objective?.map((text) => readObjective(text, '--objective')) ?? null;
  const runs = references.map((reference) => loadRun(reference, cwd));
  if (runs.length > 1 && flags.out !== undefined) {
    throw new UsageError('--out takes the files of one run, and several are named', 'Draw them one by one.');
  }
  for (const stored of runs) {
    const folder = flags.out === undefined ? dirname(stored.path) : resolve(cwd, flags.out);
    proveWritable(folder, flags.out === undefined ? 'report' : '--out');
    for (const file of await drawOrExplain(() =>
      drawReports(stored, folder, [...new Set(formats)], objectives),
    )) {
      stdout.write(`${printable(showRun(file, cwd))}\n`);
    }
  }
  return 0;
}

/** A machine without fonts is nobody's bug. */
async function drawOrExplain<T>(draw: () => Promise<T>): Promise<T> {
  try {
    return await draw();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoFontError')
      throw new UsageError(`--format png: ${error.message}`);
    throw error;
  }
}
