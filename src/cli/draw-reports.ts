import { join } from 'node:path';
import { analyseTogether } from '../analysis/analyse.ts';
import { tellApart } from '../analysis/tell-apart.ts';
import { writeWhole } from '../files/write-file.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Objective } from '../model/objective.ts';
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
  svg: async (analysis) => (await import('../report/svg.ts')).svgReport(analysis),
  png: async (analysis) => (await import('../report/png.ts')).pngReport(analysis),
  json: jsonReport,
} satisfies Readonly<Record<string, Draw>>;

export type ReportFormat = keyof typeof drawers;

export const reportFormats = Object.keys(drawers) as readonly ReportFormat[];

/**
 * Draws a run, or several together, and writes `report.<format>` files. All are drawn before the first is written.
 * @param objectives instead of those of the plan
 * @returns their paths, absolute where the folder is
 * @throws UsageError where the folder cannot be written to; NoFontError for a PNG where no font is installed
 */
export async function drawReports(
  sources: readonly Source[],
  folder: string,
  formats: readonly ReportFormat[],
  objectives: readonly Objective[] | null,
): Promise<string[]> {
  const runs = tellApart(sources.map(({ run }) => run));
  const analysis = analyseTogether(runs, objectives === null ? {} : { objectives });
  const told = runs.map((run, i) => ({ run, text: sources[i]?.text ?? '' }));
  const drawn = await Promise.all(
    formats.map(async (format) => ({
      path: join(folder, `report.${format}`),
      content: await drawers[format](analysis, told),
    })),
  );
  for (const { path, content } of drawn) writeWhole(path, content);
  return drawn.map(({ path }) => path);
}
