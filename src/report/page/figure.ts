/** Pictures in the page: each in two sizes, and over it one focusable strip for each column. */
import type { Analysis, TargetAnalysis } from '../../model/analysis.ts';
import { logPosition, placed } from '../axes.ts';
import { html, Markup } from '../markup.ts';
import { allLines, type Frame, frameOf } from '../picture/frame.ts';
import { half, type Layout, narrow, wide } from '../picture/layout.ts';

import { latencyPicture, type Picture, serverPicture, sharedLegend } from '../picture/picture.ts';
import { bracketText, capacityText } from '../words/capacity-text.ts';
import { columnLabel } from './column-text.ts';

/** A picture in two sizes, of which the page shows the one that fits. */
type Sizes = readonly [large: Layout, small: Layout];

/** For a picture that has the page's width to itself, and for one of several beside each other. */
const alone: Sizes = [wide, narrow];
const beside: Sizes = [half, narrow];

/** A target's picture, its columns, and the place of its panel. */
export async function pictureFigure(
  analysis: Analysis,
  target: TargetAnalysis,
  index: number,
): Promise<Markup> {
  return html`<div class="target pictured">
${await chart(analysis, target, index, alone)}
<div class="panel" hidden></div>
</div>`;
}

/** Several targets' pictures on identical axes, with one legend and one panel for all. */
export async function pictureGrid(
  analysis: Analysis,
  targets: readonly TargetAnalysis[],
  marks: ReadonlyMap<string, Markup>,
): Promise<Markup> {
  const figures: Markup[] = [];
  for (const [i, target] of targets.entries()) {
    figures.push(
      html`<div class="pictured">${gridTitle(target, marks)}${await chart(analysis, target, i, beside)}</div>`,
    );
  }
  const key = (layout: Layout) =>
    sharedLegend(frameOf(analysis, layout, allLines), targets, `legend${layout.name}`);
  const words = 'What the colours mean: the share of all scheduled requests, and the share that failed';
  return html`<div class="multiples">${figures}</div>
<figure class="chart legend">${svgOf(key(wide), 'wide', words)}${svgOf(key(narrow), 'narrow', words)}</figure>
<div class="panel together" hidden></div>`;
}

/** The targets' CPUs and memory over the rate, on identical axes. */
export async function serverGrid(
  analysis: Analysis,
  targets: readonly TargetAnalysis[],
  marks: ReadonlyMap<string, Markup>,
): Promise<Markup> {
  const figures: Markup[] = [];
  for (const target of targets) {
    figures.push(html`<div>${gridTitle(target, marks)}${await serverChart(analysis, target, beside)}</div>`);
  }
  return html`<div class="multiples">${figures}</div>`;
}

function gridTitle({ title, label }: TargetAnalysis, marks: ReadonlyMap<string, Markup>): Markup {
  return html`<h3 class="grid-title">${title}${marks.get(label) ?? null} <span class="quiet">${label}</span></h3>`;
}

async function chart(
  analysis: Analysis,
  target: TargetAnalysis,
  index: number,
  sizes: Sizes,
): Promise<Markup> {
  const isAlone = sizes === alone;
  const [large, small] = await both(analysis, sizes, (frame) =>
    latencyPicture(frame, target, `${frame.layout.name}${index}`, isAlone),
  );
  const domain = frameOf(analysis, narrow, allLines).rateDomain;
  const columns = placed(target.columns).map(({ column, span }, i) => {
    const left = logPosition(span.from, domain) * 100;
    const right = logPosition(span.to, domain) * 100;
    return html`<div role="option" id="column-${index}-${i}" tabindex="-1" aria-selected="false" data-rate="${column.ratePerSecond}" style="left:${left.toFixed(3)}%;width:${(right - left).toFixed(3)}%" aria-label="${columnLabel(column)}"></div>`;
  });
  const label = pictureLabel(analysis, target);
  return html`<figure class="chart" style="${place('large', large)};${place('small', small)}">
${svgOf(large, sizes[0].name, label)}
${svgOf(small, sizes[1].name, label)}
<div class="columns" role="listbox" aria-orientation="horizontal" aria-label="${target.title}: columns by request rate; the arrow keys move">${columns}</div>
</figure>`;
}

/** A target's CPU and memory over the rate. */
export async function serverFigure(analysis: Analysis, target: TargetAnalysis): Promise<Markup> {
  return html`<div class="target">${await serverChart(analysis, target, alone)}</div>`;
}

async function serverChart(analysis: Analysis, target: TargetAnalysis, sizes: Sizes): Promise<Markup> {
  const [large, small] = await both(analysis, sizes, (frame) => serverPicture(frame, target));
  const label = `${target.title}: CPUs in use and resident memory over the request rate. ${peaks(target)}`;
  return html`<figure class="chart">${svgOf(large, sizes[0].name, label)}${svgOf(small, sizes[1].name, label)}</figure>`;
}

async function both(
  analysis: Analysis,
  [large, small]: Sizes,
  drawn: (frame: Frame) => Promise<Picture>,
): Promise<readonly [Picture, Picture]> {
  return [await drawn(frameOf(analysis, large, allLines)), await drawn(frameOf(analysis, small, allLines))];
}

/** A picture as an image with a text alternative. */
export function svgOf(picture: Picture, size: Layout['name'], label: string): Markup {
  return html`<svg class="${size}" viewBox="0 0 ${picture.width} ${picture.height}" role="img" aria-label="${label}">${new Markup(picture.body)}</svg>`;
}

/** Where the columns lie in a picture, as shares of its size, for the style sheet. */
function place(size: 'large' | 'small', { columns, width, height }: Picture): string {
  const percent = (part: number, of: number) => `${((part / of) * 100).toFixed(3)}%`;
  return [
    `--${size}-left:${percent(columns.left, width)}`,
    `--${size}-right:${percent(width - columns.right, width)}`,
    `--${size}-top:${percent(columns.top, height)}`,
    `--${size}-bottom:${percent(height - columns.bottom, height)}`,
    `--${size}-mask:${maskOf(columns)}`,
  ].join(';');
}

/** Lets the outline of a chosen column show beside the plots and not over the text between them. */
function maskOf({ top, bottom, textBands }: Picture['columns']): string {
  const percent = (y: number) => `${(((y - top) / (bottom - top)) * 100).toFixed(2)}%`;
  const bands = textBands.map(([from, to]) => `#000 ${percent(from)},#0000 0 ${percent(to)},#000 0,`);
  return `linear-gradient(${bands.join('')}#000 0,#000)`;
}

function pictureLabel(analysis: Analysis, target: TargetAnalysis): string {
  const capacities = target.capacities.map(
    (capacity) =>
      `Capacity for ${capacity.objective}: ${capacityText(capacity)}; ${bracketText(capacity, analysis)}`,
  );
  return `${target.title}: success above, latencies below, over the request rate. ${capacities.join(' ')} The table of all steps holds the figures.`;
}

function peaks(target: TargetAnalysis): string {
  const cpus = target.columns.flatMap(({ serverCpus }) => (serverCpus === null ? [] : [serverCpus]));
  return cpus.length === 0 ? 'Not available here.' : `At most ${Math.max(...cpus).toFixed(2)} CPUs.`;
}
