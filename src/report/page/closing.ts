/** Below the picture: how to repeat it, how to read it, what deviates, and the run for download. */
import type { Analysis } from '../../model/analysis.ts';
import { bytesText } from '../figures.ts';
import { html, Markup } from '../markup.ts';
import type { Source } from '../source.ts';
import { commandWords } from '../words/command-text.ts';
import { pack } from './pack.ts';

export function repeat(analysis: Analysis): Markup {
  const seeds = [analysis, ...analysis.otherRuns].flatMap(({ plan, imported }) =>
    imported === undefined ? [plan.seed] : [],
  );
  const several = seeds.length > 1;
  return html`<section aria-labelledby="repeat"><h2 id="repeat">Repeat it</h2>
<pre class="command"><code>${[analysis, ...analysis.otherRuns].map((run, line) => [line === 0 ? '' : '\n', commandWords(run).map((word, i) => html`${i === 0 ? '' : ' '}<span>${word}</span>`)])}</code></pre>
${seeds.length === 0 ? null : html`<p class="quiet">Orders and arrivals come from the ${several ? 'seeds' : 'seed'} ${seeds.join(', ')}; ${several ? 'the runs below hold the whole plans' : 'the run below holds the whole plan'}.</p>`}</section>`;
}

/** Footnotes by target: the links to its deviations, e.g. ¹ ². */
export function noteMarks(analysis: Analysis): ReadonlyMap<string, Markup> {
  let number = 0;
  return new Map(
    analysis.targets.map((target) => [
      target.label,
      html`${target.deviations.map((_, i) => {
        number++;
        return html`<sup>${i === 0 ? null : ', '}<a href="#note-${number}" aria-label="Note ${number}">${number}</a></sup>`;
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

/** The runs inside the page. The links work without script; with it, the runs are unpacked first. */
export function download(sources: readonly Source[]): Markup {
  const several = sources.length > 1;
  const links = sources.map(({ run, text }, i) => {
    const name = several ? `run-${i + 1}.json` : 'run.json';
    const about = several ? html` <span class="quiet">${run.id},</span>` : null;
    return html`<p><a${i === 0 ? new Markup(' id="download"') : null} class="button download" download="${name}.gz" data-name="${name}" href="data:application/gzip;base64,${pack(text)}">Download ${name}<span class="packed">.gz</span></a>${about} <span class="quiet">${bytesText(Buffer.byteLength(text))} unpacked</span></p>`;
  });
  return html`<section aria-labelledby="run"><h2 id="run">${several ? 'The runs themselves' : 'The run itself'}</h2>
<p>Every figure here is derived from the record of what was observed, and can be derived again with <code>bench report</code>.</p>
${links}</section>`;
}
