/** The picture in the page: both sizes of it, and over it one focusable strip for each column. */
import type { Analysis, TargetAnalysis } from '../../model/analysis.ts';
import { logPosition } from '../axes.ts';
import { percentileName } from '../figures.ts';
import { html, Markup } from '../markup.ts';
import { allLines, type Frame, frameOf, placed } from '../picture/frame.ts';
import { narrow, wide } from '../picture/layout.ts';
import { capacityText } from '../picture/objective-row.ts';
import { percentileClass } from '../picture/percentile-lines.ts';
import { latencyPicture, type Picture, serverPicture } from '../picture/picture.ts';
import { columnLabel } from './column-text.ts';
import { bracketText } from './lead.ts';

const shownAtFirst = new Set<number>([50, 99]);

/** The switches of the percentile lines; they work without script. */
export function lineSwitches(): Markup {
  return html`<fieldset class="switches"><legend>Lines</legend>
${allLines.percentiles.map(
  (percentile) =>
    html`<label><input type="checkbox" id="line-${percentileClass(percentile)}"${
      shownAtFirst.has(percentile) ? new Markup(' checked') : null
    }> ${percentileName(percentile)}</label>`,
)}
<label><input type="checkbox" id="line-successes"> dotted: over successes only</label></fieldset>`;
}

/** The rules that let the switches act, for the page's style sheet. */
export const switchRules = allLines.percentiles
  .map((percentile) => {
    const name = percentileClass(percentile);
    const own = ['', 'halo', 'doubt', 'name', 'namehalo'].map((part) => `.${name}${part}_marks`).join(',');
    const successes = ['', 'halo'].map((part) => `.${name.replace('p', 's')}${part}_marks`).join(',');
    return (
      `:root:not(:has(#line-${name}:checked)) :is(${own}){display:none}` +
      `:root:not(:has(#line-${name}:checked):has(#line-successes:checked)) :is(${successes}){display:none}`
    );
  })
  .join('\n');

/** A target's picture, its columns, and the place of its panel. */
export async function pictureFigure(
  analysis: Analysis,
  target: TargetAnalysis,
  index: number,
): Promise<Markup> {
  const [large, small] = await both(analysis, (frame, name) =>
    latencyPicture(frame, target, `${name}${index}`),
  );
  const frame = frameOf(analysis, wide, allLines);
  const columns = placed(frame, target).map(({ column, span }, i) => {
    const left = logPosition(span.from, frame.rateDomain) * 100;
    const right = logPosition(span.to, frame.rateDomain) * 100;
    return html`<div role="option" id="column-${index}-${i}" tabindex="-1" aria-selected="false" data-rate="${column.ratePerSecond}" style="left:${left.toFixed(3)}%;width:${(right - left).toFixed(3)}%" aria-label="${columnLabel(column)}"></div>`;
  });
  return html`<div class="target pictured">
<figure class="chart" style="${place('wide', large)};${place('narrow', small)}">
${svgOf(large, 'wide', pictureLabel(analysis, target))}
${svgOf(small, 'narrow', pictureLabel(analysis, target))}
<div class="columns" role="listbox" aria-orientation="horizontal" aria-label="${target.title}: columns by request rate; the arrow keys move">${columns}</div>
</figure>
<div class="panel" hidden></div>
</div>`;
}

/** A target's CPU and memory over the rate. */
export async function serverFigure(analysis: Analysis, target: TargetAnalysis): Promise<Markup> {
  const [large, small] = await both(analysis, (frame) => serverPicture(frame, target));
  const label = `${target.title}: CPUs in use and resident memory over the request rate. ${peaks(target)}`;
  return html`<div class="target"><figure class="chart">${svgOf(large, 'wide', label)}${svgOf(small, 'narrow', label)}</figure></div>`;
}

async function both(
  analysis: Analysis,
  drawn: (frame: Frame, name: 'wide' | 'narrow') => Promise<Picture>,
): Promise<readonly [Picture, Picture]> {
  return [
    await drawn(frameOf(analysis, wide, allLines), 'wide'),
    await drawn(frameOf(analysis, narrow, allLines), 'narrow'),
  ];
}

function svgOf(picture: Picture, size: 'wide' | 'narrow', label: string): Markup {
  return html`<svg class="${size}" viewBox="0 0 ${picture.width} ${picture.height}" role="img" aria-label="${label}">${new Markup(picture.body)}</svg>`;
}

/** Where the columns lie in a picture, as shares of its size, for the style sheet. */
function place(size: 'wide' | 'narrow', { columns, width, height }: Picture): string {
  const percent = (part: number, of: number) => `${((part / of) * 100).toFixed(3)}%`;
  return [
    `--${size}-left:${percent(columns.left, width)}`,
    `--${size}-right:${percent(width - columns.right, width)}`,
    `--${size}-top:${percent(columns.top, height)}`,
    `--${size}-bottom:${percent(height - columns.bottom, height)}`,
  ].join(';');
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
