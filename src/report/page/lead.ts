/** The first lines: what was tested, and what came out, in words and in figures. */
import type { Analysis, TargetAnalysis } from '../../model/analysis.ts';
import { html, type Markup } from '../markup.ts';
import { bracketText, capacityText, whyNotMeasured } from '../words/capacity-text.ts';
import { leadParts } from '../words/lead-text.ts';

export function lead(analysis: Analysis): Markup {
  return html`${leadParts(analysis).map((part) => html`<p class="lead">${part}</p>`)}`;
}

/** One block for each target: its capacity for each objective, large, with its bracket below. */
export function results(analysis: Analysis, notes: ReadonlyMap<string, Markup>): Markup {
  const several = analysis.targets.length > 1;
  return html`<section class="results" aria-labelledby="results">
<h2 id="results">What came out</h2>
${analysis.targets.map(
  (target) => html`<div class="result">
${several ? html`<h3>${target.title} <span class="quiet">${target.label}</span>${notes.get(target.label) ?? null}</h3>` : null}
${failed(target)}
${target.failure === null || target.steps.length > 0 ? capacities(target, analysis) : null}
</div>`,
)}
</section>`;
}

function failed({ failure, steps }: TargetAnalysis): Markup | null {
  if (failure === null) return null;
  const what = steps.length === 0 ? 'Could not be measured' : 'Not measured to its end';
  return html`<p class="bad">${what}: ${failure.detail}</p>`;
}

function capacities(target: TargetAnalysis, analysis: Analysis): Markup {
  const why = whyNotMeasured(target);
  if (why !== null) return html`<p class="doubtful">Not measured. ${why}</p>`;
  if (target.capacities.length === 0) return html`<p class="quiet">No objective was asked for.</p>`;
  return html`<dl class="capacities">${target.capacities.map(
    (capacity) => html`<div><dt>Capacity for <code>${capacity.objective}</code></dt>
<dd class="figure">${capacityText(capacity)}</dd>
<dd>${bracketText(capacity, analysis)}</dd></div>`,
  )}</dl>`;
}
