/** What `bench compare` found, as one page without script: what differs, the figures, and where the latencies lie apart. */
import type { ComparedTwo } from '../../analysis/comparison/compare-two.ts';
import type { ComparedPair, ComparedPairFigure } from '../../model/compared.ts';
import { html, Markup, type Piece } from '../markup.ts';
import { hasRateRatio } from '../page/difference-view.ts';
import { svgOf } from '../page/figure.ts';
import { style } from '../page/style.ts';
import { themeSwitch } from '../page/theme-switch.ts';
import { differenceMap } from '../picture/difference-map.ts';
import { differencePicture } from '../picture/difference-picture.ts';
import { frameOf, usualLines } from '../picture/frame.ts';
import { narrow, wide } from '../picture/layout.ts';
import {
  crossedLines,
  figureGroups,
  figureName,
  pairingText,
  pairTitle,
  ratioCell,
  sideText,
  spreadText,
  valueText,
  wordCell,
} from '../words/compare-text.ts';

/** @returns an HTML document that refers to nothing outside of itself */
export async function compareHtml(all: readonly ComparedTwo[], toolVersion: string): Promise<string> {
  const titles = all.map(({ pair }) => pairTitle(pair)).join(' · ');
  const sections: Markup[] = [];
  for (const [i, two] of all.entries()) sections.push(await section(two, i, all.length > 1));
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${titles} – comparison</title>
<style>${new Markup(style)}${new Markup(ownStyle)}</style></head>
<body>
<header><div class="top"><span>Comparison <span class="made">· framebench ${toolVersion}</span></span>${themeSwitch()}</div>
<h1>${titles}</h1></header>
<main>${sections}</main>
</body></html>
`;
  return page.text;
}

async function section({ pair, analysis }: ComparedTwo, i: number, isOneOfSeveral: boolean): Promise<Markup> {
  const title = isOneOfSeveral ? html`<h2>${pairTitle(pair)}</h2>` : null;
  return html`<section aria-label="${pairTitle(pair)}">${title}
<dl class="sides"><div><dt>A</dt><dd>${sideText(pair.a)}</dd></div><div><dt>B</dt><dd>${sideText(pair.b)}</dd></div></dl>
${differs(pair)}
${crossedLines(pair).map((text) => html`<p class="said"><b>${text}</b></p>`)}<p class="said">${pairingText(pair)}</p>
${figureGroups(pair).map(
  ({ title, lead, figures }) =>
    html`<h3>${title}</h3>${lead === null ? null : html`<p class="said">${lead}</p>`}${
      figures.length === 0 ? null : figureTable(title, figures)
    }`,
)}
${await pictures({ pair, analysis }, i)}
${doubts(pair)}</section>`;
}

function differs({ differs: all }: ComparedPair): Markup {
  if (all.length === 0)
    return html`<h3>What differs</h3><p class="said">Nothing that is stored differs beside the time.</p>`;
  const rows = all.map(
    ({ what, a, b }) =>
      html`<tr role="row"><th role="rowheader" scope="row">${what}</th>${cell('A', a, 'text')}${cell('B', b, 'text')}</tr>`,
  );
  return html`<h3>What differs</h3>${table('What differs', ['What', 'A', 'B'], rows)}`;
}

function figureTable(title: string, figures: readonly ComparedPairFigure[]): Markup {
  const value = (name: 'A' | 'B', figure: ComparedPairFigure, side: ComparedPairFigure['a']) => {
    const spread = spreadText(figure, side);
    const small = spread === null ? null : html`<small>${spread}</small>`;
    return cell(name, html`<b>${valueText(figure, side)}</b>${small}`, side.doubtful ? 'untrusted' : '');
  };
  const rows = figures.map(
    (figure) =>
      html`<tr role="row"><th role="rowheader" scope="row">${figureName(figure)}</th>${value('A', figure, figure.a)}${value('B', figure, figure.b)}${cell('B ÷ A', ratioCell(figure))}${cell('Word', wordCell(figure), `text word ${figure.ratio?.word ?? ''}`)}</tr>`,
  );
  return table(title, ['Figure', 'A', 'B', 'B ÷ A', 'Word'], rows);
}

/** The head stands before it where the window is too narrow for a row. */
const cell = (head: string, what: Piece, name = ''): Markup =>
  html`<td role="cell" class="${name}" data-head="${head}">${what}</td>`;

/** Roles are spelt out, as some browsers forget what a table is once its boxes are laid out otherwise. */
const table = (title: string, heads: readonly string[], rows: readonly Markup[]): Markup =>
  html`<div class="scroller pairtable" role="region" tabindex="0" aria-label="${title}"><table role="table"><thead role="rowgroup"><tr role="row">${heads.map(
    (head) =>
      html`<th role="columnheader" scope="col"${head === 'Word' || title === 'What differs' ? html` class="text"` : null}>${head}</th>`,
  )}</tr></thead><tbody role="rowgroup">${rows}</tbody></table></div>`;

/** The ratios over the rate, and the map; none where they have no rate in common. */
async function pictures({ pair, analysis }: ComparedTwo, i: number): Promise<Markup | null> {
  const difference = analysis.comparison?.differences[0];
  if (difference === undefined || pair.columns.length === 0) return null;
  const frames = [wide, narrow].map((layout) => frameOf(analysis, layout, usualLines));
  const ofBoth = analysis.targets.map(({ columns }) => columns);
  const maps = await Promise.all(frames.map((frame) => differenceMap(frame, pair.columns, ofBoth)));
  const ratios = difference.rates.some(hasRateRatio)
    ? await Promise.all(
        frames.map((frame) => differencePicture(frame, difference, ofBoth, `ratios${i}${frame.layout.name}`)),
      )
    : null;
  const sized = (drawn: typeof maps, words: string) =>
    html`<figure class="chart">${drawn.map((picture, at) => svgOf(picture, at === 0 ? 'wide' : 'narrow', words))}</figure>`;
  return html`<h3>Where their latencies lie apart</h3>
<p class="said">Each cell is the share of all scheduled requests that took this long at this rate, B’s divided by A’s: blue where B has more of them, ochre where A has, blank where nothing differs. One in a thousand is added to both, so that single requests do not show.</p>
${sized(maps, `Shares of requests by rate and latency: ${pair.b.label} divided by ${pair.a.label}. The tables hold the figures.`)}
${
  ratios === null
    ? html`<p class="said">At no rate were both measured often enough for a ratio.</p>`
    : html`<h3>B ÷ A over the rate</h3>
<p class="said">Above 1×, latencies of B are longer and its goodput is larger.</p>
${sized(ratios, `Ratios of latencies and goodput over the rate: ${pair.b.label} divided by ${pair.a.label}.`)}`
}`;
}

function doubts({ warnings }: ComparedPair): Markup {
  const said = warnings.map(
    ({ severity, text, advice }) =>
      html`<li><b>${severity}</b> ${text}${advice === null ? null : ` ${advice}`}</li>`,
  );
  return html`<h3>What to doubt</h3>${
    said.length === 0
      ? html`<p class="said">Nothing speaks against these figures.</p>`
      : html`<ul class="said">${said}</ul>`
  }`;
}

const ownStyle = `
.sides div{display:grid;grid-template-columns:1.6rem 1fr;margin:.15rem 0}
.sides dt{font-weight:680}
.said{max-width:62rem;color:var(--quiet);font-size:.92rem;margin:.4rem 0 .7rem;text-wrap:pretty}
ul.said{padding-left:1.1rem}
main h3{margin:1.7rem 0 .35rem}
.pairtable{max-height:none}
.pairtable table{min-width:0}
.pairtable td,.pairtable th{vertical-align:top;padding:5px 0 5px 22px}
.pairtable .text{white-space:normal}
.pairtable th:first-child{text-align:left;padding-left:0;white-space:normal;min-width:7rem}
.pairtable .word{min-width:6rem;max-width:14rem}
.pairtable small{display:block;color:var(--quiet);font-size:.9em}
.word.better{color:var(--pass);font-weight:680}
.word.worse{color:var(--bad);font-weight:680}
.word.undecided{color:var(--quiet)}
@media (max-width:700px){
.pairtable table,.pairtable tbody{display:block}
.pairtable thead{display:none}
.pairtable tr{display:grid;grid-template-columns:1fr 1fr;gap:0 1rem;padding:.45rem 0;border-bottom:1px solid var(--grid)}
.pairtable tbody th{grid-column:1/-1;position:static}
.pairtable td,.pairtable tbody th{padding:1px 0;border:0;text-align:left;white-space:normal}
.pairtable td:empty{display:none}
.pairtable td::before{content:attr(data-head) ' ';color:var(--quiet);font-weight:400}
}
`;
