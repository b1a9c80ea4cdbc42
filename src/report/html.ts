/** The report as one page: opens from a disk, asks the network for nothing, and says everything without script too. */
import { judgeRun } from '../analysis/doctor/examine.ts';
import type { Analysis, TargetAnalysis } from '../model/analysis.ts';
import { figureColumns } from './comparison/figure-columns.ts';
import { timeText } from './figures.ts';
import { html, Markup } from './markup.ts';
import { comparedResults } from './page/capacity-bars.ts';
import { download, noteMarks, notes, repeat } from './page/closing.ts';
import { comparisonStyle } from './page/comparison-style.ts';
import { comparisonTable } from './page/comparison-table.ts';
import { pageData } from './page/data.ts';
import { differenceView, pairRules, shownDifferences } from './page/difference-view.ts';
import { doubts } from './page/doubts.ts';
import { facts } from './page/facts.ts';
import { pictureFigure, pictureGrid, serverFigure, serverGrid } from './page/figure.ts';
import { lead, results } from './page/lead.ts';
import { lineSwitches } from './page/line-switches.ts';
import { pack } from './page/pack.ts';
import { reading } from './page/reading.ts';
import { DATA_ID, script, scriptHash } from './page/script.ts';
import { stepTable } from './page/step-table.ts';
import { style } from './page/style.ts';
import { themeSwitch } from './page/theme-switch.ts';
import { trust } from './page/trust.ts';
import type { Source } from './source.ts';
import { reportTitle } from './words/lead-text.ts';

/**
 * Draws the whole report.
 * @param sources what the analysis was derived from, in the same order
 * @returns an HTML document that refers to nothing outside of itself
 */
export async function htmlReport(analysis: Analysis, sources: readonly Source[]): Promise<string> {
  const { comparison } = analysis;
  const title = reportTitle(analysis);
  const marks = noteMarks(analysis);
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title} – load report</title>
<style>${new Markup(styleOf(analysis))}</style></head>
<body${comparison === null ? null : new Markup(' class="several"')}>
<header>
<div class="top"><span>Load report <span class="made">· ${timeText(analysis.startedAt)} · ${analysis.tool.name} ${analysis.tool.version}</span></span>${themeSwitch()}</div>
<h1>${title}</h1>
${lead(analysis)}
</header>
<main>
${
  comparison === null
    ? html`<div class="summary">${results(analysis, marks)}${doubts(analysis)}</div>`
    : html`${comparedResults(analysis, comparison, marks)}${comparisonTable(analysis, comparison, marks)}<div class="summary">${doubts(analysis)}</div>`
}
${await pictures(analysis, marks)}
${comparison === null ? null : await differenceView(analysis, comparison)}
${await servers(analysis, marks)}
${trust(
  analysis,
  sources.map(({ run }) => ({ id: run.id, lines: judgeRun(run) })),
)}
${reading(analysis)}
${facts(analysis, sources, marks)}
${tables(analysis)}
${notes(analysis)}
${repeat(analysis)}
${download(sources)}
</main>
<footer>${analysis.otherRuns.length > 0 ? 'Runs' : 'Run'} ${[analysis, ...analysis.otherRuns].map(({ runId }) => runId).join(', ')}, drawn by ${analysis.tool.name} ${analysis.tool.version}.</footer>
<script type="application/octet-stream" id="${DATA_ID}">${pack(JSON.stringify(pageData(analysis)))}</script>
<script>${new Markup(script)}</script>
</body></html>
`;
  return page.text;
}

/** What is only for several targets comes along only where there are several. */
function styleOf(analysis: Analysis): string {
  const { comparison } = analysis;
  return comparison === null
    ? style
    : `${style}${comparisonStyle(figureColumns(analysis, comparison).length, analysis.targets.length)}${pairRules(shownDifferences(comparison).length)}`;
}

async function pictures(analysis: Analysis, marks: ReadonlyMap<string, Markup>): Promise<Markup> {
  const figures = await ofMeasured(analysis, marks, pictureGrid, (only) => pictureFigure(analysis, only, 0));
  return figures === null
    ? html`<p>No target could be measured, so there is no picture.</p>`
    : html`<section aria-labelledby="picture"><div class="heading"><h2 id="picture">Success and latency over the request rate</h2>${lineSwitches()}</div>${figures}</section>`;
}

async function servers(analysis: Analysis, marks: ReadonlyMap<string, Markup>): Promise<Markup | null> {
  const figures = await ofMeasured(analysis, marks, serverGrid, (only) => serverFigure(analysis, only));
  return (
    figures &&
    html`<section aria-labelledby="server"><h2 id="server">CPU and memory over the request rate</h2>${figures}</section>`
  );
}

/** The pictures of all that was measured: on identical axes, or of the only one. */
async function ofMeasured(
  analysis: Analysis,
  marks: ReadonlyMap<string, Markup>,
  grid: typeof serverGrid,
  alone: (only: TargetAnalysis) => Promise<Markup>,
): Promise<Markup | null> {
  const measured = analysis.targets.filter(({ steps }) => steps.length > 0);
  const [only, ...others] = measured;
  if (only === undefined) return null;
  if (others.length > 0) return await grid(analysis, measured, marks);
  return html`${analysis.targets.length > 1 ? targetTitle(only, marks) : null}${await alone(only)}`;
}

function targetTitle({ title, label }: TargetAnalysis, marks: ReadonlyMap<string, Markup>): Markup {
  return html`<h3 class="target-title">${title} <span class="quiet">${label}</span>${marks.get(label) ?? null}</h3>`;
}

function tables(analysis: Analysis): Markup | null {
  const measured = analysis.targets.filter(({ steps }) => steps.length > 0);
  if (measured.length === 0) return null;
  return html`<section aria-labelledby="steps"><h2 id="steps">All steps</h2>${measured.map((target) => stepTable(analysis, target))}</section>`;
}
