/** How to read the picture, for a first-time reader. */
import type { Analysis } from '../../model/analysis.ts';
import { html, type Markup } from '../markup.ts';

export function reading({ comparison }: Analysis): Markup {
  return html`<section class="reading" aria-labelledby="reading"><h2 id="reading">How to read it</h2>
<dl>
<div><dt>A column</dt><dd>One request rate, held for some seconds, whether or not the server keeps up: every request is sent when it is due. Rates grow tenfold from one labelled line to the next.</dd></div>
<div><dt>A cell</dt><dd>The share of all scheduled requests of that column whose answer took this long. Colours are logarithmic: from one request in ten thousand to all of them. Latency runs from the moment a request was <em>due</em> to the last byte of its answer, so time spent waiting is included.</dd></div>
<div><dt>Failures</dt><dd>Failed requests are not in the map: they have rows of their own above it. Together, the map and the rows of a column add up to everything that was scheduled.</dd></div>
<div><dt>Success</dt><dd>Two areas hang from 100 %. Red: requests that were never answered rightly. Ochre: requests not answered rightly <em>within the window</em> in which they were sent. Each further nine takes as much room as the last; below 90 % the scale is linear, down to 0 %. A server that is overloaded for a few seconds may still answer everything in the end; then only the ochre area shows the overload. A thin ochre strip is normal: it is what was in flight when the window closed.</dd></div>
<div><dt>Percentile lines</dt><dd>p99 is the latency that 99 % of <em>everything scheduled</em> stayed under, a failure counting as ∞. A line is drawn where at least five requests lie beyond it. Dotted lines rank the successes alone; they improve when a server drops its slow requests, so they decide nothing.</dd></div>
<div><dt>Capacity</dt><dd>The highest rate that meets the objective with no failing rate below it (of a search: that the server holds more likely than not), marked with a tall tick and a dashed line; the short tick is the lowest rate above it that fails. Thick bar: meets it. Crosses: fails. Dots: undecided, because there were too few requests, or the step is not to be trusted.</dd></div>
<div><dt>Hatched</dt><dd>Not to be trusted: the generator or something else on the machine was the limit, or nobody attests that they were not. Where only a line is hatched, the generator’s own lag may have caused that percentile.</dd></div>
<div><dt>Faded</dt><dd>Based on few requests. It decides no capacity.</dd></div>
<div><dt>The left edge</dt><dd>Latency is often higher at 1 to 10 requests a second than at 100, because an idle machine lets its CPUs sleep. Neither the framework nor the load is the cause.</dd></div>
${
  comparison === null
    ? null
    : html`<div><dt>A factor</dt><dd>One figure divided by another: 2× is twice as much, 0.5× half as much; never “so many per cent more”. ≥ and ≤ stand where a capacity is known only to be at least what was tried.</dd></div>
<div><dt>An interval</dt><dd>Rounds are what repeats, each on fresh servers. A factor’s interval comes from the ratios of the same rounds: with six rounds or more from an exact test of which signs they could have had, with fewer from Student’s t, which holds if the ratios are log-normal and is marked so. Beside it stands how often such an interval holds the truth. Targets of two runs share no rounds; their intervals cannot know how the machine changed in between.</dd></div>
<div><dt>Better, worse</dt><dd>Said only of the capacity, and of p99 and CPU a request at one fixed rate, where the exact test leaves at most one chance in twenty that any such word in this report is wrong. It takes seven rounds at least for two targets, more for more of them. Else it is undecided.</dd></div>`
}</dl></section>`;
}
