/** How to read the picture, for somebody who sees one for the first time. */
import type { Analysis } from '../../model/analysis.ts';
import { html, type Markup } from '../markup.ts';

export function reading({ comparison }: Analysis): Markup {
  return html`<section class="reading" aria-labelledby="reading"><h2 id="reading">How to read it</h2>
<dl>
<div><dt>A column</dt><dd>One request rate, kept up for some seconds whether or not the server kept up: every request goes out when it is due. Rates grow tenfold from one labelled line to the next.</dd></div>
<div><dt>A cell</dt><dd>The share of all scheduled requests of that column whose answer took this long. Colours are logarithmic: from one request in ten thousand to all of them. Latency runs from the moment a request was <em>due</em> to the last byte of its answer, so time spent waiting in line is in it.</dd></div>
<div><dt>Failures</dt><dd>Failed requests never colour the map: they have rows of their own above it. Map and rows of a column add up to everything that was scheduled.</dd></div>
<div><dt>Success</dt><dd>Two curtains hang from 100 %: red for requests that were never answered rightly, ochre for those not answered rightly <em>within the window</em> in which they were sent. Each further nine takes as much room as the last; below 90 % the scale is even, down to 0 %. A server that is overloaded for a few seconds may still answer everything in the end: then only the ochre curtain shows it. A thin ochre strip is ordinary: what was under way when the window closed.</dd></div>
<div><dt>Percentile lines</dt><dd>p99 is the latency that 99 % of <em>everything scheduled</em> stayed under, a failure counting as ∞. A line is drawn where at least five requests lie beyond it. Dotted lines rank the successes alone; those improve when a server drops its slow requests, so nothing is decided by them.</dd></div>
<div><dt>Capacity</dt><dd>The highest rate that meets the objective with no failing rate below it, marked with a tall tick and a dashed line; the short tick is the lowest rate above it that fails. Thick bar: meets it. Crosses: fails. Dots: nobody can say, for want of requests or of trust.</dd></div>
<div><dt>Hatched</dt><dd>Not to be trusted: the generator or something else on the machine was the limit. Hatching on a line alone means that our own lateness could have made that percentile.</dd></div>
<div><dt>Faded</dt><dd>Rests on few requests. It neither makes nor breaks a capacity.</dd></div>
<div><dt>The left edge</dt><dd>Latency is often higher at 1 to 10 requests a second than at 100: an idle machine lets its CPUs sleep. That is neither the framework nor the load.</dd></div>
${
  comparison === null
    ? null
    : html`<div><dt>A factor</dt><dd>One figure divided by another: 2× is twice as much, 0.5× half as much; never “so many per cent more”. ≥ and ≤ stand where a capacity is known only to be at least what was tried.</dd></div>
<div><dt>An interval</dt><dd>A factor’s interval runs from the lowest round of one target over the highest of the other to the highest over the lowest. Of capacities it reaches up to the next rate that failed as well, because the capacity lies somewhere below it. An interval that holds 1× shows no clear difference.</dd></div>`
}</dl></section>`;
}
