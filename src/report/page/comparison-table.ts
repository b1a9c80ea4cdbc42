/**
 * All targets in one table: a row each, and every figure with its factor to the best of its column. Where the window is
 * too narrow for that, the style sheet turns it: a column each, or a card each where the targets are too many. Roles are
 * spelt out, as some browsers forget what a table is once its boxes are laid out otherwise.
 */
import type { Analysis, TargetAnalysis } from '../../model/analysis.ts';
import type { ComparedTarget, Comparison } from '../../model/comparison.ts';
import {
  builtText,
  type FigureColumn,
  figureColumns,
  figureText,
  headText,
  isAboutBest,
  MOST_SHADED,
  mayBeBest,
  shadeOf,
  shadeOfFigure,
  spreadText,
} from '../comparison/figure-columns.ts';
import { ranking } from '../comparison/finding.ts';
import { ratioText, sureIntervalText, UNEVEN_MARK } from '../comparison/ratio-text.ts';
import { confidenceText, cpusText, plural, rateText } from '../figures.ts';
import { html, type Markup, type Piece } from '../markup.ts';

export function comparisonTable(
  analysis: Analysis,
  comparison: Comparison,
  marks: ReadonlyMap<string, Markup>,
): Markup {
  const columns = figureColumns(analysis, comparison);
  const ranked = ranking(comparison, 0);
  const place = ({ label }: TargetAnalysis) => {
    const at = ranked.findIndex((one) => one.label === label);
    return at < 0 ? ranked.length : at;
  };
  const rows = analysis.targets
    .toSorted((a, b) => place(a) - place(b))
    .map((target) => {
      const compared = ranked.find(({ label }) => label === target.label);
      return compared === undefined
        ? html`<tr role="row">${head(target, null, marks)}<td role="cell" class="text" colspan="${columns.length}">could not be measured: ${target.failure?.detail ?? 'nothing was measured'}</td></tr>`
        : html`<tr role="row">${head(target, compared, marks)}${columns.map((column) => cell(column, compared, comparison))}</tr>`;
    });
  return html`<section class="sidebyside" aria-labelledby="sidebyside"><h2 id="sidebyside">Side by side</h2>
${classes(analysis)}${everyFigure}<div class="scroller compared" role="region" tabindex="0" aria-label="Table of all targets side by side"><table role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Target</th>${columns.map(
    ({ head: name, note }) =>
      html`<th role="columnheader" scope="col">${name}${note === null ? null : html`<small>${note}</small>`}</th>`,
  )}</tr></thead><tbody role="rowgroup">${rows}</tbody></table></div>
<p class="legendline">${explanation(comparison)}</p>${legend(comparison)}</section>`;
}

/** A card shows first what was measured under load. */
const everyFigure = html`<label class="everyfigure"><input type="checkbox" id="every-figure" autocomplete="off"> Every figure</label>`;

/** What the shades mean, where there are any. */
function legend({ targets }: Comparison): Markup | null {
  if (targets.every(({ rounds }) => rounds < 2)) return null;
  const shades = [1, 1.4, 2, 4, 8, MOST_SHADED].map(
    (times) =>
      html`<span class="shade" style="--far:${shadeOf(times)}%">${times}×${times === MOST_SHADED ? ' and more' : null}</span>`,
  );
  return html`<p class="legendline shades">Farther from the best, each way: ${shades} Colourless where the interval of the factor holds 1.</p>`;
}

/** Above the first factor, what must be said of rows of several classes. */
function classes({ warnings }: Analysis): Markup | null {
  const warning = warnings.find(({ code }) => code === 'several-classes');
  return warning === undefined ? null : html`<p class="classes">${warning.text} ${warning.advice}</p>`;
}

/** Who owns the socket; nothing where it is unknown. */
export const classBadge = (target: TargetAnalysis): Markup | null =>
  target.class === null ? null : html` <span class="class">${target.class}</span>`;

function head(
  target: TargetAnalysis,
  compared: ComparedTarget | null,
  marks: ReadonlyMap<string, Markup>,
): Markup {
  const { title, label } = target;
  const facts = [
    label,
    ...(compared === null || compared.mostCpus === null ? [] : [`up to ${cpusText(compared.mostCpus)} CPUs`]),
  ];
  const built = builtText(target);
  return html`<th role="rowheader" scope="row">${title}${marks.get(label) ?? null}${classBadge(target)}<small>${facts.join(', ')}</small>${
    built === null ? null : html`<small>built of ${built}</small>`
  }</th>`;
}

function cell(column: FigureColumn, target: ComparedTarget, comparison: Comparison): Markup {
  const figure = column.figure(target);
  const spread = spreadText(column, figure);
  const { remark, isBest } = figure;
  const shade = isBest ? 0 : shadeOfFigure(column, figure);
  const names = [
    ...(isBest ? ['best'] : shade === 0 ? [] : ['shade']),
    ...(column.isUnderLoad ? [] : ['ondemand']),
  ];
  return html`<td role="cell"${names.length === 0 ? null : html` class="${names.join(' ')}"`}${shade === 0 ? null : html` style="--far:${shade}%"`} data-head="${headText(column)}"><b${figure.value === null ? html` class="unknown"` : figure.doubtful ? html` class="doubted"` : null}>${figureText(column, figure)}</b>${factor(column, target, comparison)}${
    spread === null ? null : html`<small>${spread}</small>`
  }${remark === null ? null : html`<small class="remark">${remark}</small>`}</td>`;
}

/** The word "best", or how many times the best this is, its interval where the pointer rests. */
function factor(column: FigureColumn, target: ComparedTarget, { targets }: Comparison): Piece {
  const figure = column.figure(target);
  const { isBest, toBest } = figure;
  if (isBest) {
    // Nobody is ranked before a target that may be as good.
    const isLevel = targets.some((other) => other.class === target.class && mayBeBest(column.figure(other)));
    return html`<span class="factor${isLevel ? ' level' : ''}">${isLevel ? '≈ best' : 'best'}</span>`;
  }
  if (toBest === null) return null;
  const interval = sureIntervalText(toBest);
  const open = mayBeBest(figure) ? '?' : '';
  const words = `${ratioText(toBest)} best${toBest.word === 'worse' ? ', worse' : open}`;
  return html`<span class="factor"${interval === null ? null : html` title="${interval} of the best"`}>${
    isAboutBest(figure) ? '≈ best' : words
  }${toBest.unevenCpus ? html` <a href="#uneven" aria-label="between unequals">${UNEVEN_MARK}</a>` : null}</span>`;
}

/** How surely the intervals hold what they are about; it depends on nothing but how many rounds have the figure. */
function confidencesText({ targets }: Comparison): string {
  const all = targets.flatMap(({ capacities, figures }) =>
    [...capacities, ...Object.values(figures)].flatMap(({ confidence }) => confidence ?? []),
  );
  const [low, high] = [Math.min(...all), Math.max(...all)];
  if (all.length === 0) return '';
  return `, which holds it with ${low === high ? '' : `${confidenceText(low)} to `}${confidenceText(high)}`;
}

function explanation(comparison: Comparison): Piece {
  const few = comparison.targets.filter(({ rounds }) => rounds < 2);
  const rounds = Math.max(...comparison.targets.map((target) => target.rounds));
  if (few.length === comparison.targets.length) {
    return 'One round only: how far a repetition would differ is not known, so these are points, and no ratio between them is given.';
  }
  const isDoubted = comparison.targets.some(({ figures }) =>
    Object.values(figures).some(({ doubtful }) => doubtful),
  );
  const paired = comparison.targets.every(({ capacities, figures }) =>
    [...capacities, ...Object.values(figures)].every(({ toBest }) => toBest?.paired !== false),
  );
  const how = paired
    ? `as the median over the rounds that both have (${plural(rounds, 'round')})`
    : 'as the median over the rounds that both have, or, of targets of two runs, as the one’s median over its rounds divided by the other’s';
  return [
    `The factor is the figure divided by the best of its column, ${how}: twice as much is 2×, half as much 0.5×. “≈ best”: within 2 %; “best?”: its interval holds 1, so it may be as good, or there were too few rounds. Browser fetches as brotli: each file compressed by bench at quality 11, whatever the server sends. “Worse” is said only of capacity, p99 and CPU a request${comparison.sharedRatePerSecond === null ? '' : ` at ${rateText(comparison.sharedRatePerSecond)}`}, and only where an exact test shows it, corrected for all such comparisons of these targets; all else is intervals. Small print: the interval of the median over the rounds${confidencesText(comparison)}.${isDoubted ? ' Underlined with a wave: from a column that is not to be trusted, as is every factor with it.' : ''}`,
    ...(few.length === 0
      ? []
      : [` No ratio with ${few.map(({ label }) => label).join(', ')}: measured in one round only.`]),
  ];
}
