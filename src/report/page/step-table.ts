/** The table of all steps: the figures behind the picture, and its text alternative. */

import { type Analysis, runOfTarget, type StepAnalysis, type TargetAnalysis } from '../../model/analysis.ts';
import { formatShare, formatSuccess } from '../../model/share.ts';
import { countText, cpusText, memoryText, percentileName, rateText } from '../figures.ts';
import { html, type Markup, type Piece } from '../markup.ts';
import { percentileText } from './column-text.ts';

export function stepTable(analysis: Analysis, target: TargetAnalysis): Markup {
  const percentiles = target.steps[0]?.overScheduled.map(({ percentile }) => percentile) ?? [];
  const several = runOfTarget(analysis, target.label).plan.rounds > 1;
  const objectives = analysis.objectives.map(({ text }) => text);
  const width = 9 + percentiles.length + objectives.length + (several ? 1 : 0);
  const rows: (readonly [rate: number, round: number, row: Markup])[] = [
    ...target.steps.map(
      (step) => [step.ratePerSecond, step.round, row(step, percentiles, objectives, several)] as const,
    ),
    ...target.columns.flatMap(({ notTried, ratePerSecond }) =>
      notTried === null
        ? []
        : [
            [
              ratePerSecond,
              0,
              html`<tr class="nottried"><th scope="row">${rateText(ratePerSecond)}</th><td colspan="${width - 1}">not tried: ${notTried}</td></tr>`,
            ] as const,
          ],
    ),
  ];
  const sorted = rows.toSorted(([rateA, roundA], [rateB, roundB]) => rateA - rateB || roundA - roundB);
  return html`<div class="scroller" role="region" tabindex="0" aria-label="Table of all steps: ${target.title}"><table>
<caption>${target.title}: every step. Percentiles are over everything scheduled, a failure counting as ∞.</caption>
<thead><tr><th scope="col">Rate</th>${several ? html`<th scope="col">Round</th>` : null}<th scope="col">Requests</th><th scope="col">Achieved</th><th scope="col">Success</th><th scope="col">In window</th>${percentiles.map(
    (percentile) => html`<th scope="col">${percentileName(percentile)}</th>`,
  )}${objectives.map((objective) => html`<th scope="col">${objective}</th>`)}<th scope="col">Server CPUs</th><th scope="col">Memory</th><th scope="col" class="text">Failures</th><th scope="col" class="text">Remarks</th></tr></thead>
<tbody>${sorted.map(([, , one]) => one)}</tbody></table></div>`;
}

function row(
  step: StepAnalysis,
  percentiles: readonly number[],
  objectives: readonly string[],
  several: boolean,
): Markup {
  const percentileCell = (percentile: number): Piece => {
    const one = step.overScheduled.find((candidate) => candidate.percentile === percentile);
    const doubtful = one !== undefined && (!one.trusted || !one.enoughSamples);
    return html`<td${doubtful ? html` class="${one.trusted ? 'faded' : 'untrusted'}"` : null}>${percentileText(one)}</td>`;
  };
  const verdictCell = (objective: string): Piece => {
    const verdict = step.verdicts.find((one) => one.objective === objective)?.verdict ?? 'undecided';
    return html`<td class="${verdict}">${verdict}</td>`;
  };
  return html`<tr${step.validity === 'valid' ? null : html` class="untrusted"`}><th scope="row">${rateText(step.ratePerSecond)}</th>${
    several ? html`<td>${step.round}</td>` : null
  }<td>${countText(step.scheduled)}</td><td>${rateText(step.achievedPerSecond)}</td><td>${formatSuccess(step.successRatio)}</td><td>${formatSuccess(step.goodputRatio)}</td>${percentiles.map(
    percentileCell,
  )}${objectives.map(verdictCell)}<td>${cpusText(step.serverCpus)}</td><td>${memoryText(step.maxRssBytes)}</td><td class="text">${failuresText(step)}</td><td class="text">${remarks(step).join('; ')}</td></tr>`;
}

/** `reset 1.2 %, shed 40 %` */
export function failuresText(step: Pick<StepAnalysis, 'failures'>): string {
  return step.failures.map(({ kind, share }) => `${kind} ${formatShare(share)}`).join(', ');
}

/** What keeps a step from being taken as it stands. */
export function remarks(
  step: Pick<StepAnalysis, 'validity' | 'stable' | 'thin' | 'beyondLink'>,
): readonly string[] {
  return [
    ...(step.validity === 'valid' ? [] : [step.validity]),
    ...(step.stable ? [] : ['unstable']),
    ...(step.thin ? ['few requests'] : []),
    ...(step.beyondLink ? ['beyond the link'] : []),
  ];
}
