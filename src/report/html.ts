/** The report as one page: opens from a disk, asks the network for nothing, and says everything without script too. */
import type { Analysis } from '../model/analysis.ts';
import type { Run } from '../model/run.ts';
import { timeText } from './figures.ts';
import { html, Markup } from './markup.ts';
import { download, noteMarks, notes, repeat } from './page/closing.ts';
import { pageData } from './page/data.ts';
import { doubts } from './page/doubts.ts';
import { facts } from './page/facts.ts';
import { lineSwitches, pictureFigure, serverFigure } from './page/figure.ts';
import { lead, reportTitle, results } from './page/lead.ts';
import { pack } from './page/pack.ts';
import { reading } from './page/reading.ts';
import { DATA_ID, script, scriptHash } from './page/script.ts';
import { stepTable } from './page/step-table.ts';
import { style } from './page/style.ts';
import { trust } from './page/trust.ts';

/**
 * Draws the whole report.
 * @param run what the analysis was derived from
 * @param runText the text of its file: the page gives it back byte for byte
 * @returns an HTML document that refers to nothing outside of itself
 */
export async function htmlReport(
  analysis: Analysis,
  run: Run,
  runText: string = JSON.stringify(run),
): Promise<string> {
  const title = reportTitle(analysis);
  const marks = noteMarks(analysis);
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${title} – load report</title>
<style>${new Markup(style)}</style></head>
<body>
<header>
<div class="top"><span>Load report <span class="made">· ${timeText(analysis.startedAt)} · ${analysis.tool.name} ${analysis.tool.version}</span></span>${themeSwitch()}</div>
<h1>${title}</h1>
${lead(analysis)}
</header>
<main>
<div class="summary">${results(analysis, marks)}${doubts(analysis)}</div>
${await pictures(analysis, marks)}
${await servers(analysis)}
${trust(analysis, [run])}
${reading()}
${facts(analysis, run, marks)}
${tables(analysis)}
${notes(analysis)}
${repeat(analysis)}
${download(runText)}
</main>
<footer>Run ${analysis.runId}, drawn by ${analysis.tool.name} ${analysis.tool.version}.</footer>
<script type="application/octet-stream" id="${DATA_ID}">${pack(JSON.stringify(pageData(analysis)))}</script>
<script>${new Markup(script)}</script>
</body></html>
`;
  return page.text;
}

function themeSwitch(): Markup {
  const choices = [
    ['auto', 'Auto'],
    ['light', 'Light'],
    ['dark', 'Dark'],
  ] as const;
  return html`<fieldset class="theme"><legend>Colours</legend>${choices.map(
    ([value, name]) =>
      html`<label><input type="radio" name="theme" id="theme-${value}" autocomplete="off"${value === 'auto' ? new Markup(' checked') : null}>${name}</label>`,
  )}</fieldset>`;
}

async function pictures(analysis: Analysis, marks: ReadonlyMap<string, Markup>): Promise<Markup> {
  const several = analysis.targets.length > 1;
  const measured = analysis.targets.filter(({ failure }) => failure === null);
  const figures: Markup[] = [];
  for (const [i, target] of measured.entries()) {
    if (several) {
      figures.push(
        html`<h3 class="target-title">${target.title} <span class="quiet">${target.label}</span>${marks.get(target.label) ?? null}</h3>`,
      );
    }
    figures.push(await pictureFigure(analysis, target, i));
  }
  if (measured.length === 0) return html`<p>No target could be measured, so there is no picture.</p>`;
  return html`<section aria-labelledby="picture"><div class="heading"><h2 id="picture">Success and latency over the request rate</h2>${lineSwitches()}</div>${figures}</section>`;
}

async function servers(analysis: Analysis): Promise<Markup | null> {
  const measured = analysis.targets.filter(({ failure }) => failure === null);
  if (measured.length === 0) return null;
  const figures: Markup[] = [];
  for (const target of measured) {
    if (analysis.targets.length > 1) figures.push(html`<h3 class="target-title">${target.title}</h3>`);
    figures.push(await serverFigure(analysis, target));
  }
  return html`<section aria-labelledby="server"><h2 id="server">CPU and memory over the request rate</h2>${figures}</section>`;
}

function tables(analysis: Analysis): Markup | null {
  const measured = analysis.targets.filter(({ failure }) => failure === null);
  if (measured.length === 0) return null;
  return html`<section aria-labelledby="steps"><h2 id="steps">All steps</h2>${measured.map((target) => stepTable(analysis, target))}</section>`;
}
