/** The difference of any two targets: a choice that works without script, a chart, and its figures as a table. */

import { columnAt } from '../../analysis/targets/columns.ts';
import { type Analysis, type Column, percentileOf } from '../../model/analysis.ts';
import {
  type Comparison,
  type Difference,
  fixedRateOf,
  holdsOne,
  type RateDifference,
  type Ratio,
} from '../../model/comparison.ts';
import { formatSuccess } from '../../model/share.ts';
import { comparedFigures } from '../../model/target-figures.ts';
import { noteOf } from '../comparison/figure-columns.ts';
import { ranking } from '../comparison/finding.ts';
import { UNEVEN_MARK, wholeRatioText, wordText } from '../comparison/ratio-text.ts';
import { DASH, latencyText, rateText } from '../figures.ts';
import { html, type Markup } from '../markup.ts';
import { differencePicture } from '../picture/difference-picture.ts';
import { frameOf, usualLines } from '../picture/frame.ts';
import { narrow, wide } from '../picture/layout.ts';
import { crossedIn, crossedText } from '../words/class-text.ts';
import { svgOf } from './figure.ts';

/** More than so many pairs are not drawn, since each weighs as much as a picture. */
const MOST_PAIRS = 15;

/**
 * Which differences the page shows, that of the two highest capacities first: all, or where those are too many, the
 * best with each other target, and each with the next one in the order of capacity.
 */
export function shownDifferences(comparison: Comparison): readonly Difference[] {
  const order = ranking(comparison, 0).map(({ label }) => label);
  const ordered = comparison.differences
    .map((difference) => {
      const places = [order.indexOf(difference.label), order.indexOf(difference.toLabel)];
      return { difference, upper: Math.min(...places), lower: Math.max(...places) };
    })
    .toSorted((a, b) => a.upper - b.upper || a.lower - b.lower);
  const shown =
    ordered.length <= MOST_PAIRS
      ? ordered
      : ordered.filter(({ upper, lower }) => upper === 0 || lower === upper + 1);
  return shown.map(({ difference }) => difference);
}

/** The rules that show the chosen pair and no other, for the page's style sheet. */
export function pairRules(count: number): string {
  return Array.from(
    { length: count },
    (_, i) => `:root:has(#pairs option[value="${i}"]:checked) .pair:not(.pair-${i}){display:none}`,
  ).join('\n');
}

export async function differenceView(analysis: Analysis, comparison: Comparison): Promise<Markup> {
  const shown = shownDifferences(comparison);
  const options = shown.map((difference, i) => {
    const crossed = crossedIn(comparison, difference);
    return html`<option value="${i}">${difference.label} ÷ ${difference.toLabel}${crossed === null ? null : ` (${crossed})`}</option>`;
  });
  const choice =
    shown.length < 2
      ? null
      : html`<label class="choice">Show <select id="pairs" autocomplete="off">${options}</select></label>`;
  const pairs: Markup[] = [];
  for (const [i, difference] of shown.entries()) pairs.push(await pair(analysis, comparison, difference, i));
  return html`<section aria-labelledby="difference"><div class="heading"><h2 id="difference">The difference of two</h2>${choice}</div>
${shown.length < comparison.differences.length ? html`<p class="legendline">The best with each other one, and neighbours in the order of capacity. Of any other two: <code>bench compare &lt;run&gt;#one &lt;run&gt;#other</code>.</p>` : null}${pairs}</section>`;
}

async function pair(
  analysis: Analysis,
  comparison: Comparison,
  difference: Difference,
  i: number,
): Promise<Markup> {
  const { label, toLabel, rates } = difference;
  const crossed = crossedIn(comparison, difference);
  const badge = crossed === null ? null : html` <span class="class">${crossed}</span>`;
  const title = html`<h3 class="pair-title">${label} ÷ ${toLabel}${badge}</h3>`;
  if (!hasRatio(difference)) {
    return html`<div class="pair pair-${i}">${title}<p>${
      rates.length === 0
        ? 'They were measured at no common rate.'
        : 'No ratio is given: it takes two rounds of each to know how far a repetition would differ. The table of all steps holds their figures.'
    }</p></div>`;
  }
  const ofBoth = [label, toLabel].map(
    (one) => analysis.targets.find((target) => target.label === one)?.columns ?? [],
  );
  const draw = (layout: typeof wide) =>
    differencePicture(frameOf(analysis, layout, usualLines), difference, ofBoth, `pair${i}${layout.name}`);
  const spoken = facts(analysis, difference)
    .map(([name, value]) => `${name}: ${value}.`)
    .join(' ');
  const words = `${label} divided by ${toLabel}, over the request rate. ${spoken} The table below it holds the figures.`;
  const isDrawn = rates.some(hasRateRatio);
  const chart = isDrawn
    ? html`<figure class="chart">${svgOf(await draw(wide), 'wide', words)}${svgOf(await draw(narrow), 'narrow', words)}</figure>`
    : null;
  const reading = isDrawn
    ? `Above 1×, latencies of ${label} are longer and its goodput is larger; below 1×, those of ${toLabel}.`
    : 'At no rate were both measured often enough for a ratio.';
  return html`<div class="pair pair-${i}">
${chart}<div class="pair-lead">${title}${crossed === null ? null : html`<p>${crossedText(crossed)}</p>`}<dl>${facts(analysis, difference).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p>${reading}</p></div>
${table(analysis, difference)}</div>`;
}

function hasRatio({ capacities, rates }: Difference): boolean {
  return capacities.some((ratio) => ratio !== null) || rates.some(hasRateRatio);
}

export const hasRateRatio = ({ p50, p99, goodput }: RateDifference): boolean =>
  p50 !== null || p99 !== null || goodput !== null;

/** The ratios of the capacities and of what was measured at the two common rates, with their words. */
function facts(
  analysis: Analysis,
  difference: Difference,
): readonly (readonly [name: string, value: string])[] {
  const { comparison, objectives } = analysis;
  const told = (ratio: Ratio) => {
    const word = wordText(ratio);
    const doubt = ratio.doubtful ? ' (not to be trusted)' : '';
    return `${wholeRatioText(ratio)}${doubt}${word === null ? '' : `: ${word}`}`;
  };
  const ofCapacities = difference.capacities.flatMap((ratio, i) =>
    ratio === null ? [] : [[`Capacity for ${objectives[i]?.text ?? ''}`, told(ratio)] as const],
  );
  const ofFigures = comparedFigures.flatMap((figure) => {
    const ratio = difference.figures[figure.key];
    if (comparison === null || ratio === null || fixedRateOf(figure, comparison) === null) return [];
    return [[`${figure.title} ${noteOf(figure, comparison) ?? ''}`, told(ratio)] as const];
  });
  return [...ofCapacities, ...ofFigures];
}

function table(analysis: Analysis, difference: Difference): Markup {
  const { label, toLabel, rates } = difference;
  const [one, other] = [label, toLabel].map((wanted) =>
    analysis.targets.find((target) => target.label === wanted),
  );
  const rows = rates.map((rate) => {
    const [ours = null, theirs = null] = [one, other].map(
      (target) => target && columnAt(target, rate.ratePerSecond),
    );
    const cells = (
      [
        [rate.p50, percentile(ours, 50), percentile(theirs, 50)],
        [rate.p99, percentile(ours, 99), percentile(theirs, 99)],
        [rate.goodput, goodput(ours), goodput(theirs)],
      ] as const
    ).map(
      ([ratio, a, b]) =>
        html`<td>${a}</td><td>${b}</td><td${classOf(ratio)}>${ratio === null ? DASH : wholeRatioText(ratio)}</td>`,
    );
    return html`<tr><th scope="row">${rateText(rate.ratePerSecond)}</th>${cells}</tr>`;
  });
  const heads = ['p50', 'p99', 'Goodput'].map(
    (name) =>
      html`<th scope="col">${name} ${label}</th><th scope="col">${name} ${toLabel}</th><th scope="col">${name}, ratio</th>`,
  );
  return html`<details class="figures"><summary>The figures</summary><div class="scroller" role="region" tabindex="0" aria-label="Table: ${label} divided by ${toLabel}"><table>
<caption>Faded: the interval holds 1×. Wavy: not to be trusted. ${UNEVEN_MARK}: between unequals on busy CPUs. Percentiles are over everything scheduled, a failure counting as ∞.</caption>
<thead><tr><th scope="col">Rate</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

function classOf(ratio: Ratio | null): Markup | null {
  const names = [
    ...(ratio !== null && holdsOne(ratio) ? ['faded'] : []),
    ...(ratio?.doubtful === true ? ['untrusted'] : []),
  ];
  return names.length === 0 ? null : html` class="${names.join(' ')}"`;
}

const percentile = (column: Column | null, wanted: number) =>
  latencyText((column && percentileOf(column, wanted)?.us) ?? null);

const goodput = (column: Column | null) => (column === null ? DASH : formatSuccess(column.goodputRatio));
