/** Switches for the percentile lines of all pictures at once. */
import { percentileName } from '../figures.ts';
import { html, Markup } from '../markup.ts';
import { allLines } from '../picture/frame.ts';
import { percentileClass } from '../picture/percentile-lines.ts';

const shownAtFirst = new Set<number>([50, 99]);

/** The switches of the percentile lines; they work without script. */
export function lineSwitches(): Markup {
  return html`<fieldset class="switches"><legend>Lines</legend>
${allLines.percentiles.map(
  (percentile) =>
    html`<label><input type="checkbox" id="line-${percentileClass(percentile)}"${
      shownAtFirst.has(percentile) ? new Markup(' checked') : null
    }> ${percentileName(percentile)}</label>`,
)}
<label><input type="checkbox" id="line-successes"> dotted: over successes only</label></fieldset>`;
}

/** The rules that let the switches act, for the page's style sheet. */
export const switchRules = allLines.percentiles
  .map((percentile) => {
    const name = percentileClass(percentile);
    const own = ['', 'halo', 'doubt', 'name', 'namehalo'].map((part) => `.${name}${part}_marks`).join(',');
    const successes = ['', 'halo'].map((part) => `.${name.replace('p', 's')}${part}_marks`).join(',');
    return (
      `:root:not(:has(#line-${name}:checked)) :is(${own}){display:none}` +
      `:root:not(:has(#line-${name}:checked):has(#line-successes:checked)) :is(${successes}){display:none}`
    );
  })
  .join('\n');
