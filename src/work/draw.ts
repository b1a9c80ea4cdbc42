/** Draws reports: of the run that was just measured, and again from nothing but `run.json`. */
import { dirname, join, resolve } from 'node:path';
import { analyseTogether } from '../analysis/analyse.ts';
import { runLoader, type StoredRun } from '../files/load-run.ts';
import { nameFolderOfSeveral, proveWritable, saveRun, showRun } from '../files/runs.ts';
import { writeWhole } from '../files/write-file.ts';
import type { Analysis } from '../model/analysis.ts';
import { NotSaved } from '../model/not-saved.ts';
import type { Objective } from '../model/objective.ts';
import type { Run } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import { csvReport } from '../report/csv.ts';
import { jsonReport } from '../report/json.ts';
import { markdownReport } from '../report/markdown.ts';
import type { Source } from '../report/source.ts';

type Draw = (analysis: Analysis, sources: readonly Source[]) => string | Promise<string | Uint8Array>;

/**
 * Every form that a report comes in, by the ending of its file. What draws pictures takes a second to load, and is
 * loaded when it is needed: no mistyped flag should wait for it.
 */
const drawers = {
  html: async (analysis, sources) => {
    const { htmlReport } = await import('../report/html.ts');
    return htmlReport(analysis, sources);
  },
  md: markdownReport,
  csv: csvReport,
  svg: async (analysis: Analysis) => (await import('../report/svg.ts')).svgReport(analysis),
  png: async (analysis: Analysis) => (await import('../report/png.ts')).pngReport(analysis),
  json: jsonReport,
} satisfies Readonly<Record<string, Draw>>;

export type ReportFormat = keyof typeof drawers;

export const reportFormats = Object.keys(drawers) as readonly ReportFormat[];

/**
 * Draws a run, or several together, and writes `report.<format>` files. All are drawn before the first is written.
 * @param objectives instead of those of the plan
 * @returns the analysis, and the paths of the files, absolute where the folder is
 * @throws UsageError where the folder cannot be written to; NoFontError for a PNG where no font is installed
 */
async function drawRuns(
  sources: readonly Source[],
  folder: string,
  formats: readonly ReportFormat[],
  objectives: readonly Objective[] | null,
): Promise<{ readonly analysis: Analysis; readonly files: readonly string[] }> {
  const analysis = analyseTogether(
    sources.map(({ run }) => run),
    objectives,
  );
  const files = await writeDrawn(join(folder, 'report'), formats, (format) =>
    drawers[format](analysis, sources),
  );
  return { analysis, files };
}

/**
 * Draws and writes `<path>.<format>` files. All are drawn before the first is written.
 * @returns their paths
 * @throws UsageError where the disk refuses, and whatever drawing throws
 */
export async function writeDrawn<Format extends string>(
  path: string,
  formats: readonly Format[],
  draw: (format: Format) => string | Uint8Array | Promise<string | Uint8Array>,
): Promise<readonly string[]> {
  const drawn = await Promise.all(
    formats.map(async (format) => [`${path}.${format}`, await draw(format)] as const),
  );
  for (const [file, content] of drawn) writeWhole(file, content);
  return drawn.map(([file]) => file);
}

/** A run that was saved, and its report. */
export interface DrawnRun {
  readonly run: Run;
  readonly analysis: Analysis;
  /** The report's path, short where it is below the current folder. */
  readonly report: string;
}

/**
 * Saves a run and draws its report.
 * @param runFolder absolute
 * @throws NotSaved where the report cannot be written; the run is saved then
 */
export async function saveAndDraw(run: Run, runFolder: string, cwd: string): Promise<DrawnRun> {
  const text = await saveRun(runFolder, run);
  try {
    const { analysis, files } = await drawRuns([{ run, text }], runFolder, ['html'], null);
    return { run, analysis, report: showRun(files[0] ?? runFolder, cwd) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new NotSaved(
      error.message,
      `The run itself is saved; draw it with bench report ${showRun(runFolder, cwd)} --out <dir>.`,
    );
  }
}

/**
 * Draws stored runs again, beside the run itself; several together in a folder of their own.
 * @param references as `bench report` names runs; one that is named twice is drawn once
 * @param out another folder for the files, or null
 * @returns the paths of the files, short where they are below `cwd`
 * @throws UsageError where there is no such run, or the folder cannot be written to
 */
export async function drawAgain(
  references: readonly string[],
  out: string | null,
  formats: readonly ReportFormat[],
  objectives: readonly Objective[] | null,
  cwd: string,
): Promise<readonly string[]> {
  const load = runLoader(cwd);
  const runs = [...new Set(references.map(load))];
  const folder = out === null ? folderOf(runs, cwd) : resolve(cwd, out);
  proveWritable(folder, out === null ? 'report' : '--out');
  try {
    const { files } = await drawRuns(runs, folder, formats, objectives);
    return files.map((file) => showRun(file, cwd));
  } catch (error) {
    throw withoutFont(error, '--format png');
  }
}

/**
 * One picture of an analysis.
 * @throws UsageError for a PNG where no font is installed
 */
export async function drawAs(form: 'svg' | 'png', analysis: Analysis): Promise<string | Uint8Array> {
  try {
    return await drawers[form](analysis);
  } catch (error) {
    throw withoutFont(error, `--${form}`);
  }
}

/** A machine without fonts is no bug. */
const withoutFont = (error: unknown, asked: string): unknown =>
  error instanceof Error && error.name === 'NoFontError'
    ? new UsageError(`${asked}: ${error.message}`)
    : error;

function folderOf(runs: readonly StoredRun[], cwd: string): string {
  const [only, ...others] = runs;
  return only !== undefined && others.length === 0
    ? dirname(only.path)
    : nameFolderOfSeveral(
        cwd,
        runs.map(({ run }) => run.id),
      );
}
