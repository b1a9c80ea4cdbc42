import { join } from 'node:path';
import { analyse } from '../analysis/analyse.ts';
import { writeWhole } from '../files/write-file.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Objective } from '../model/objective.ts';
import type { Run } from '../model/run.ts';
import { csvReport } from '../report/csv.ts';
import { jsonReport } from '../report/json.ts';
import { markdownReport } from '../report/markdown.ts';

/** A run with the text of its file, which the page gives back byte for byte. */
export interface RunWithText {
  readonly run: Run;
  readonly text: string;
}

type Draw = (analysis: Analysis, source: RunWithText) => string | Promise<string | Uint8Array>;

/**
 * Every form that a report comes in, by the ending of its file. What draws pictures takes a second to load, and is
 * loaded when it is needed: no mistyped flag should wait for it.
 */
const drawers = {
  html: async (analysis, { run, text }) => {
    const { htmlReport } = await import('../report/html.ts');
    return htmlReport(analysis, run, text);
  },
  md: markdownReport,
  csv: csvReport,
  svg: async (analysis) => (await import('../report/svg.ts')).svgReport(analysis),
  png: async (analysis) => (await import('../report/png.ts')).pngReport(analysis),
  json: jsonReport,
} satisfies Readonly<Record<string, Draw>>;

export type ReportFormat = keyof typeof drawers;

export const reportFormats = Object.keys(drawers) as readonly ReportFormat[];

/**
 * Draws a run and writes `report.<format>` files. All are drawn before the first is written.
 * @param objectives instead of those of the plan
 * @returns their paths, absolute where the folder is
 * @throws UsageError where the folder cannot be written to; NoFontError for a PNG where no font is installed
 */
export async function drawReports(
  source: RunWithText,
  folder: string,
  formats: readonly ReportFormat[],
  objectives: readonly Objective[] | null,
): Promise<string[]> {
  const analysis = analyse(source.run, objectives === null ? {} : { objectives });
  const drawn = await Promise.all(
    formats.map(async (format) => ({
      path: join(folder, `report.${format}`),
      content: await drawers[format](analysis, source),
    })),
  );
  for (const { path, content } of drawn) writeWhole(path, content);
  return drawn.map(({ path }) => path);
}
