/** The first lines: what was tested, and what came out, in words and in figures. */
import type { Analysis, CapacityOverRounds, TargetAnalysis } from '../../model/analysis.ts';
import { formatWaitMs } from '../../model/duration.ts';
import { formatRate } from '../../model/rate.ts';
import { bandwidthText, latencyText, memoryText, plural, rateText, timeText } from '../figures.ts';
import { html, type Markup } from '../markup.ts';
import { capacityText } from '../picture/objective-row.ts';

/** The report's name: what was tested. */
export function reportTitle(analysis: Analysis): string {
  const titles = analysis.targets.map(({ title }) => title);
  return titles.length <= 3
    ? titles.join(' · ')
    : `${titles.slice(0, 3).join(' · ')} and ${titles.length - 3} more`;
}

export function lead(analysis: Analysis): Markup {
  const { plan, host } = analysis;
  const { size } = host;
  const [lowest, highest] = [analysis.rates[0] ?? 0, analysis.rates.at(-1) ?? 0];
  const rates =
    analysis.rates.length === 1
      ? `${formatRate(lowest)} requests a second`
      : `${formatRate(lowest)} to ${formatRate(highest)} requests a second in ${analysis.rates.length} steps`;
  const where = [
    plural(size.cpus, 'CPU'),
    ...(size.memoryBytes === null ? [] : [memoryText(size.memoryBytes)]),
    ...(size.bandwidthBitsPerSecond === null ? [] : [bandwidthText(size.bandwidthBitsPerSecond)]),
  ].join(', ');
  const visitor =
    plan.visitor === 'reader'
      ? 'a reader who is logged in and prefers dark'
      : 'an anonymous visitor without cookies';
  const contract = plan.targets.some(({ contract: one }) => one !== null);
  return html`<p class="lead">Asked for ${rates}${plan.rounds > 1 ? `, in ${plan.rounds} rounds,` : ''}
on the host <b>${host.name}</b> (${where})${contract ? ` by ${visitor}` : ''};
generator and server ${host.placement === 'shared' ? 'shared the same CPUs' : 'each had CPUs of their own'}.
${duration(analysis)}</p>`;
}

function duration({ startedAt, finishedAt }: Analysis): string {
  if (finishedAt === null) return `Begun ${timeText(startedAt)}, not finished.`;
  const ms = Date.parse(finishedAt) - Date.parse(startedAt);
  const took = Number.isFinite(ms) ? `, in ${formatWaitMs(ms)}` : '';
  return `Measured ${timeText(startedAt)}${took}.`;
}

/** One block for each target: its capacity for each objective, large, with its bracket below. */
export function results(analysis: Analysis, notes: ReadonlyMap<string, Markup>): Markup {
  const several = analysis.targets.length > 1;
  return html`<section class="results" aria-labelledby="results">
<h2 id="results">What came out</h2>
${analysis.targets.map(
  (target) => html`<div class="result">
${several ? html`<h3>${target.title} <span class="quiet">${target.label}</span>${notes.get(target.label) ?? null}</h3>` : null}
${target.failure === null ? capacities(target, analysis) : html`<p class="bad">Could not be measured: ${target.failure.detail}</p>`}
</div>`,
)}
</section>`;
}

function capacities(target: TargetAnalysis, analysis: Analysis): Markup {
  if (target.capacities.length === 0) return html`<p class="quiet">No objective was asked for.</p>`;
  return html`<dl class="capacities">${target.capacities.map(
    (capacity) => html`<div><dt>Capacity for <code>${capacity.objective}</code></dt>
<dd class="figure">${capacityText(capacity)}</dd>
<dd>${bracketText(capacity, analysis)}</dd></div>`,
  )}</dl>`;
}

/** The capacity's bracket and its spread over the rounds, as a sentence. */
export function bracketText(capacity: CapacityOverRounds, analysis: Analysis): string {
  const objective = analysis.objectives.find(({ text }) => text === capacity.objective);
  const meaning =
    objective === undefined
      ? ''
      : `${objective.percentile} % of all scheduled requests answered rightly within ${latencyText(objective.latencyUs)}; `;
  const failed = capacity.failedAtPerSecond;
  const bracket =
    capacity.kind === 'none'
      ? failed === null
        ? 'no rate could be shown to meet it'
        : `the first rate that surely fails is ${rateText(failed)}`
      : failed === null
        ? 'no rate above it failed'
        : `it fails at ${rateText(failed)}`;
  const spread =
    capacity.interval === null
      ? ''
      : `; the ${capacity.rounds.length} rounds lie between ${rateText(capacity.interval[0])} and ${rateText(capacity.interval[1])}`;
  return `${meaning}${bracket}${spread}.`;
}
