/** Can this be trusted? What was checked before the sweep, and which steps are doubtful. */
import { titleOf } from '../../analysis/doctor/titles.ts';
import type { Analysis, StepAnalysis, TargetAnalysis } from '../../model/analysis.ts';
import type { DoctorLine } from '../../model/examination.ts';
import { plural, rateText } from '../figures.ts';
import { html, type Markup, type Piece } from '../markup.ts';
import { withCode } from './doubts.ts';

/** A run with what was checked before its first step. */
export interface CheckedRun {
  readonly id: string;
  readonly lines: readonly DoctorLine[];
}

/** @param runs in the order in which the analysis names them */
export function trust(analysis: Analysis, runs: readonly CheckedRun[]): Markup {
  return html`<section class="trust" aria-labelledby="trust">
<h2 id="trust">Can this be trusted?</h2>
${runs.map(({ id, lines }) => (lines.length === 0 ? null : checks(lines, runs.length > 1 ? id : null)))}
${analysis.targets.every(({ steps }) => steps.length === 0) ? null : html`<h3>The steps</h3>`}
${analysis.targets.map((target) => stepsOf(target, analysis.targets.length > 1))}
</section>`;
}

/** The worst first: what is good can be skimmed. */
function checks(lines: readonly DoctorLine[], runId: string | null): Markup {
  const sorted = (['bad', 'doubtful', 'good'] as const).flatMap((wanted) =>
    lines.filter(({ verdict }) => verdict === wanted),
  );
  return html`<h3>Checked before the first step${runId === null ? null : html` <span class="quiet">of ${runId}</span>`}</h3>
<ul class="checks">${sorted.map(check)}</ul>`;
}

const marks = { good: 'good', doubtful: 'doubt', bad: 'bad' } as const;

function check({ code, verdict, value, why, advice }: DoctorLine): Markup {
  return html`<li class="${marks[verdict]}"><span class="mark">${verdict}</span> <b>${titleOf(code)}</b>: ${value}. <span class="advice">${why}${
    advice === null ? null : html` ${withCode(advice)}`
  }</span></li>`;
}

function stepsOf({ title, steps }: TargetAnalysis, several: boolean): Piece {
  if (steps.length === 0) return null;
  const name = several ? html`<b>${title}</b>: ` : null;
  const doubted = steps.filter(({ validity }) => validity !== 'valid');
  const blurred = steps.filter(
    ({ validity, overScheduled }) => validity === 'valid' && overScheduled.some(({ trusted }) => !trusted),
  );
  const unattested = doubted.filter(({ validity }) => validity === 'unattested').length;
  return html`<p>${name}${sound(steps.length, doubted.length, unattested)}${
    blurred.length === 0
      ? null
      : ` In ${plural(blurred.length, 'step')} a single percentile is hatched, because the generator’s own lag may have caused it.`
  }</p>${doubted.length === 0 ? null : html`<ul class="doubted">${doubted.map(doubtsOf)}</ul>`}`;
}

function sound(all: number, doubted: number, unattested: number): string {
  if (unattested > 0 && unattested === doubted)
    return `Nobody attests ${unattested} of ${plural(all, 'step')}: the load engine does not say how late it was.`;
  if (doubted === 0) return `Neither the generator nor the machine disturbed any of ${plural(all, 'step')}.`;
  if (doubted === all) return `None of ${plural(all, 'step')} can be trusted:`;
  return `${all - doubted} of ${plural(all, 'step')} can be trusted; these cannot:`;
}

function doubtsOf({ ratePerSecond, round, validity, doubts }: StepAnalysis): Markup {
  return html`<li>${rateText(ratePerSecond)}, round ${round}: ${validity}${doubts.length === 0 ? null : `: ${doubts.join('; ')}`}</li>`;
}

export const trustRules = `.checks,.doubted{list-style:none;columns:2 24rem;column-gap:clamp(28px,5vw,64px);font-size:.9rem;line-height:1.46;margin:.4rem 0 1.2rem}
.checks li,.doubted li{break-inside:avoid;padding-bottom:.45rem}
.checks .mark{font-weight:650;font-size:.76rem;letter-spacing:.03em;border-radius:3px;padding:1px 6px;margin-right:3px;border:1px solid currentColor}
.checks .bad{color:inherit}
.checks .good .mark{color:var(--pass)}
.trust p{max-width:46rem;font-size:.93rem}`;
