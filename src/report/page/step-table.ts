/** The table of all steps: the figures behind the picture, and its text alternative. */
import { type Analysis, runOfTarget, type StepAnalysis, type TargetAnalysis } from '../../model/analysis.ts';
import { rateText } from '../figures.ts';
import { html, type Markup } from '../markup.ts';
import { type StepColumn, stepColumns } from '../step-columns.ts';

export function stepTable(analysis: Analysis, target: TargetAnalysis): Markup {
  const columns = stepColumns(analysis, target);
  const several = runOfTarget(analysis, target).plan.rounds > 1;
  const width = columns.length + (several ? 1 : 0);
  const rows = [
    ...target.steps.map((step) => ({ ...step, row: stepRow(step, columns, several) })),
    ...target.columns.flatMap(({ notTried, ratePerSecond }) =>
      notTried === null
        ? []
        : [
            {
              ratePerSecond,
              round: 0,
              row: html`<tr class="nottried"><th scope="row">${rateText(ratePerSecond)}</th><td colspan="${width}">not tried: ${notTried}</td></tr>`,
            },
          ],
    ),
  ].toSorted((a, b) => a.ratePerSecond - b.ratePerSecond || a.round - b.round);
  return html`<div class="scroller" role="region" tabindex="0" aria-label="Table of all steps: ${target.title}"><table>
<caption>${target.title}: every step. Percentiles are over everything scheduled, a failure counting as ∞.</caption>
<thead><tr><th scope="col">Rate</th>${several ? html`<th scope="col">Round</th>` : null}${columns.map(
    ({ head, isText }) => html`<th scope="col"${isText ? html` class="text"` : null}>${head}</th>`,
  )}</tr></thead>
<tbody>${rows.map(({ row }) => row)}</tbody></table></div>`;
}

function stepRow(step: StepAnalysis, columns: readonly StepColumn[], several: boolean): Markup {
  const cells = columns.map(({ text, mark, isText }) => {
    const name = isText ? 'text' : mark(step);
    return html`<td${name === null ? null : html` class="${name}"`}>${text(step)}</td>`;
  });
  return html`<tr${step.validity === 'valid' ? null : html` class="untrusted"`}><th scope="row">${rateText(step.ratePerSecond)}</th>${
    several ? html`<td>${step.round}</td>` : null
  }${cells}</tr>`;
}
