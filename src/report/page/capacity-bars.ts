/** What came out where several targets were measured: the finding in a sentence, and the capacities as bars on one axis. */
import type { Analysis, CapacityOverRounds, TargetAnalysis } from '../../model/analysis.ts';
import type { Comparison } from '../../model/comparison.ts';
import { logPosition, logTicks, rateDomain } from '../axes.ts';
import { findingText, ranking } from '../comparison/finding.ts';
import { UNEVEN_MARK } from '../comparison/ratio-text.ts';
import { rateText } from '../figures.ts';
import { html, type Markup } from '../markup.ts';
import { bracketOnly, capacityText, meaningText } from '../words/capacity-text.ts';
import { classBadge } from './comparison-table.ts';

export function comparedResults(
  analysis: Analysis,
  comparison: Comparison,
  marks: ReadonlyMap<string, Markup>,
): Markup {
  const failed = analysis.targets.filter(({ failure }) => failure !== null);
  return html`<section class="results" aria-labelledby="results">
<h2 id="results">What came out</h2>
${analysis.objectives.map((objective, at) => {
  const { best, text } = findingText(analysis, comparison, at);
  return html`<div class="outcome">
<p class="${at === 0 ? 'finding' : 'further'}">${best === null ? null : html`<b>${best}</b> `}${text}</p>
${at === 0 ? uneven(analysis) : null}${bars(analysis, comparison, at, marks)}
<p class="quiet meaning">${meaningText(objective)}</p></div>`;
})}
${failed.map(({ title, label, failure, steps }) => html`<p class="bad">${title} (${label}) ${steps.length > 0 ? 'was not measured to its end' : 'could not be measured'}: ${failure?.detail ?? ''}</p>`)}
</section>`;
}

/** Beside the first ratio, what must be said of those between unequals. */
function uneven({ warnings }: Analysis): Markup | null {
  const warning = warnings.find(({ code }) => code === 'uneven-cpus');
  return warning === undefined
    ? null
    : html`<p class="uneven" id="uneven"><b>${UNEVEN_MARK}</b> ${warning.text} ${warning.advice}</p>`;
}

function bars(
  analysis: Analysis,
  comparison: Comparison,
  at: number,
  marks: ReadonlyMap<string, Markup>,
): Markup {
  const domain = rateDomain(analysis.rates);
  const percent = (rate: number) => Math.min(100, Math.max(0, logPosition(rate, domain) * 100)).toFixed(2);
  const rows = ranking(comparison, at).flatMap(({ label }) => {
    const target = analysis.targets.find((one) => one.label === label);
    const capacity = target?.capacities[at];
    return target === undefined || capacity === undefined
      ? []
      : [row(target, capacity, percent, marks.get(label) ?? null)];
  });
  const ticks = logTicks(domain).map((tick) => html`<i style="left:${percent(tick)}%">${rateText(tick)}</i>`);
  return html`<ol class="bars">${rows}<li class="scale" aria-hidden="true"><span></span><span class="track">${ticks}</span></li></ol>`;
}

function row(
  target: TargetAnalysis,
  capacity: CapacityOverRounds,
  percent: (rate: number) => string,
  mark: Markup | null,
): Markup {
  const { ratePerSecond: rate, failedAtPerSecond: failed, interval, kind } = capacity;
  const span = (name: string, from: number, to: number) =>
    html`<i class="${name}" style="left:${percent(from)}%;right:${(100 - Number(percent(to))).toFixed(2)}%"></i>`;
  const spread =
    interval === null || interval[0] === interval[1] || interval[1] === null
      ? null
      : span('spread', Math.max(interval[0], 1e-9), interval[1]);
  return html`<li><span class="name">${target.title}${mark} <span class="quiet">${target.label}</span>${classBadge(target)}</span>
<span class="track" aria-hidden="true">${rate === null ? null : span('bar', 1e-9, rate)}${
    rate === null || failed === null ? null : span('gap', rate, failed)
  }${kind === 'at-least' && rate !== null ? html`<i class="more" style="left:${percent(rate)}%"></i>` : null}${spread}</span>
<b class="value">${capacityText(capacity)}</b> <span class="quiet bracket">${bracketOnly(capacity)}</span></li>`;
}
