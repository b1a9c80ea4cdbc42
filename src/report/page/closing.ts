/** Below the picture: how to repeat it, how to read it, what deviates, and the run to take along. */
import type { Analysis } from '../../model/analysis.ts';
import { quoteForShell } from '../escape.ts';
import { bytesText } from '../figures.ts';
import { html, type Markup } from '../markup.ts';
import { pack } from './pack.ts';

/** The command that repeats the sweep, quoted for a shell. */
export function commandText(analysis: Analysis): string {
  return commandWords(analysis).join(' ');
}

const commandWords = ({ command }: Analysis): readonly string[] => ['bench', ...command].map(quoteForShell);

export function repeat(analysis: Analysis): Markup {
  return html`<section aria-labelledby="repeat"><h2 id="repeat">Repeat it</h2>
<pre class="command"><code>${commandWords(analysis).map((word, i) => html`${i === 0 ? '' : ' '}<span>${word}</span>`)}</code></pre>
<p class="quiet">Orders and arrivals come from the seed ${analysis.plan.seed}; the run below holds the whole plan.</p></section>`;
}

/** Footnotes by target: the links to its deviations, e.g. ¹ ². */
export function noteMarks(analysis: Analysis): ReadonlyMap<string, Markup> {
  let number = 0;
  return new Map(
    analysis.targets.map((target) => [
      target.label,
      html`${target.deviations.map(() => {
        number++;
        return html`<sup><a href="#note-${number}" aria-label="Note ${number}">${number}</a></sup>`;
      })}`,
    ]),
  );
}

export function notes(analysis: Analysis): Markup | null {
  const all = analysis.targets.flatMap(({ title, deviations }) =>
    deviations.map((note) => ({ title, note })),
  );
  if (all.length === 0) return null;
  return html`<section aria-labelledby="notes"><h2 id="notes">Notes</h2>
<p>Where a target does not serve the common page to the letter:</p>
<ol class="notes">${all.map(({ title, note }, i) => html`<li id="note-${i + 1}"><b>${title}</b>: ${note}</li>`)}</ol></section>`;
}

/** The run inside the page. The link works without script; with it, the run is unpacked first. */
export function download(runText: string): Markup {
  return html`<section aria-labelledby="run"><h2 id="run">The run itself</h2>
<p>Every figure here is derived from the record of what was observed, and can be derived again with <code>bench report</code>.</p>
<p><a id="download" class="button" download="run.json.gz" href="data:application/gzip;base64,${pack(runText)}">Download run.json<span class="packed">.gz</span></a> <span class="quiet">${bytesText(Buffer.byteLength(runText))} unpacked</span></p></section>`;
}
