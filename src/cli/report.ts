import { dirname, resolve } from 'node:path';
import { loadRun, type StoredRun } from '../files/load-run.ts';
import { nameFolderOfSeveral, proveWritable, showRun } from '../files/runs.ts';
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
  references: readonly string[],
  flags: ReportFlags,
  { surroundings: { cwd, stdout } }: Context,
): Promise<number> {
  const formats = flags.format.split(',').map((word) => readChoice(word.trim(), '--format', reportFormats));
  const objectives = flags.objective?.map((text) => readObjective(text, '--objective')) ?? null;
  const runs = distinct(references.map((reference) => loadRun(reference, cwd)));
  const folder = flags.out === undefined ? folderOf(runs, cwd) : resolve(cwd, flags.out);
  proveWritable(folder, flags.out === undefined ? 'report' : '--out');
  const files = await drawOrExplain(() => drawReports(runs, folder, [...new Set(formats)], objectives));
  for (const file of files) stdout.write(`${printable(showRun(file, cwd))}\n`);
  return 0;
}

/** A run that is named twice is there once. */
function distinct(runs: readonly StoredRun[]): readonly StoredRun[] {
  return [...new Map(runs.map((run) => [run.path, run])).values()];
}

/** Beside the run itself; several together have a folder of their own. */
function folderOf(runs: readonly StoredRun[], cwd: string): string {
  const [only, ...others] = runs;
  return only !== undefined && others.length === 0
    ? dirname(only.path)
    : nameFolderOfSeveral(
        cwd,
        runs.map(({ run }) => run.id),
      );
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
