/** What to doubt: the analysis's warnings as they are worded there, and the last log lines of servers that died. */
import type { Analysis, Warning } from '../../model/analysis.ts';
import { plainText } from '../escape.ts';
import { DASH, plural, rateText } from '../figures.ts';
import { html, Markup, type Piece } from '../markup.ts';

const marks = { bad: ['bad', 'Bad'], doubt: ['doubt', 'Doubtful'], note: ['note', 'Note'] } as const;

export function doubts(analysis: Analysis): Markup {
  const grave = analysis.warnings.filter(({ severity }) => severity !== 'note');
  // What is said of classes stands above the table.
  const notes = analysis.warnings.filter(
    ({ severity, code }) => severity === 'note' && code !== 'several-classes',
  );
  return html`<section class="doubts" aria-labelledby="doubts">
<h2 id="doubts">What to doubt</h2>
${grave.length === 0 ? html`<p class="clean">Nothing speaks against these figures.</p>` : null}
${analysis.comparison === null ? list([...grave, ...notes], analysis) : [list(grave, analysis), folded(notes, analysis)]}
${deaths(analysis)}
</section>`;
}

/** The notes of several targets are many and alike, and would push the pictures off the screen. */
function folded(notes: readonly Warning[], analysis: Analysis): Markup | null {
  if (notes.length === 0) return null;
  return html`<details class="folded"><summary>${plural(notes.length, 'note')}</summary>${list(notes, analysis)}</details>`;
}

function list(warnings: readonly Warning[], analysis: Analysis): Markup | null {
  if (warnings.length === 0) return null;
  const several = analysis.targets.length > 1;
  return html`<ul class="warnings">${warnings.map(({ severity, label, text, advice }) => {
    const [name, word] = marks[severity];
    return html`<li class="${name}"><span class="mark">${word}</span> ${
      several && label !== null ? html`<b>${label}</b>: ` : null
    }${withCode(text)} ${advice === null ? null : html`<span class="advice">${withCode(advice)}</span>`}</li>`;
  })}</ul>`;
}

/** Text in which backticks mark code. */
export function withCode(text: string): Piece {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return text;
  return parts.map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}

function deaths(analysis: Analysis): Piece {
  return analysis.targets.flatMap((target) =>
    target.deaths
      .filter(({ logTail }) => logTail.length > 0)
      .map(({ round, ratePerSecond, code, signal, logTail }) => {
        const how = signal ?? (code === null ? DASH : `exit code ${code}`);
        const when = ratePerSecond === null ? 'between steps' : `at ${rateText(ratePerSecond)}`;
        return html`<details class="log"><summary>Last lines of ${target.label}’s log (round ${round}, died ${when}, ${how})</summary>
<pre>${new Markup(html`${logTail.map(plainText).join('\n')}`.text)}</pre></details>`;
      }),
  );
}
