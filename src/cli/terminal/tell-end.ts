/** The last lines of a sweep: how much each target copes with, what to doubt, and where the report is. */
import type { Analysis, CapacityOverRounds, TargetAnalysis } from '../../model/analysis.ts';
import { formatRate } from '../../model/rate.ts';
import type { TargetFailure } from '../../model/run.ts';
import { firstWords } from '../../model/target-failure.ts';
import { capacityText, shortMedianText, whyNotMeasured } from '../../report/words/capacity-text.ts';
import { searchText } from '../../report/words/search-text.ts';
import { printable } from '../printable.ts';
import { type Paint, padded, widthOf, wrapped } from './paint.ts';

/** A label that leaves less beside it stands above. */
const LEAST_ROOM = 30;

/** As many doubts as can be read at a glance; the report has them all. */
const MOST_DOUBTS = 4;

/**
 * @param reportPath as a person would open it
 * @param columns to wrap at; null: nowhere
 */
export function tellEnd(
  analysis: Analysis,
  reportPath: string,
  columns: number | null,
  paint: Paint,
): string[] {
  const labelWidth = Math.max(0, ...analysis.targets.map((target) => widthOf(printable(nameOf(target)))));
  const room = columns ?? Number.POSITIVE_INFINITY;
  const capacities = analysis.targets.flatMap((target) => tellTarget(target, labelWidth, room, paint));
  return [
    '',
    ...capacities,
    ...tellDoubts(analysis, room, paint),
    '',
    `Report: ${paint.bold(printable(reportPath))}`,
  ];
}

/** With its class, where that is known. */
const nameOf = (target: TargetAnalysis) =>
  target.class === null ? target.label : `${target.label} (${target.class})`;

function tellTarget(target: TargetAnalysis, labelWidth: number, columns: number, paint: Paint): string[] {
  const label = padded(printable(nameOf(target)), labelWidth);
  const words = wordTarget(target, paint);
  const room = columns - labelWidth - 2;
  if (room < LEAST_ROOM) {
    const below = words.flatMap((text) => wrapped(text, Math.max(1, columns - 3)));
    return [paint.bold(label.trimEnd()), ...below.map((line) => `  ${line}`)];
  }
  const lines = words.flatMap((text) => wrapped(text, room));
  return lines.map((line, at) => `${at === 0 ? paint.bold(label) : ' '.repeat(labelWidth)}  ${line}`);
}

function wordTarget(target: TargetAnalysis, paint: Paint): string[] {
  const { label, failure, steps } = target;
  const why = whyNotMeasured(target);
  if (why !== null) return [`${paint.doubtful('not measured')}: ${why}`];
  const capacities = target.capacities.map((capacity) => wordCapacity(capacity, paint));
  if (failure === null) return capacities;
  if (steps.length === 0) return [wordFailure(label, failure, paint.bad('not measured'))];
  return [...capacities, wordFailure(label, failure, paint.bad('not measured to its end'))];
}

/** In a sentence, for what was said when it failed may have scrolled away. */
function wordFailure(label: string, { reason, detail }: TargetFailure, what: string): string {
  const words = firstWords(detail);
  const why = words.startsWith(`${label} `) ? words.slice(label.length + 1) : words;
  return `${what} (${printable(reason)}): ${printable(why)}`;
}

function wordCapacity(capacity: CapacityOverRounds, paint: Paint): string {
  const objective = printable(capacity.objective);
  if (capacity.searched !== undefined) {
    return `${objective}: ${colourOf(capacity, paint)(capacityText(capacity))}; ${searchText(capacity)}`;
  }
  const { kind, ratePerSecond, failedAtPerSecond } = capacity;
  const rate = (perSecond: number | null) => `${formatRate(perSecond ?? Number.POSITIVE_INFINITY)}/s`;
  const fails = failedAtPerSecond === null ? '' : `, fails it at ${rate(failedAtPerSecond)}`;
  const spread = shortMedianText(capacity);
  if (kind === 'none' || ratePerSecond === null) {
    const first = failedAtPerSecond === null ? '' : `; ${rate(failedAtPerSecond)} fails it`;
    return `${colourOf(capacity, paint)('no rate')} is shown to meet ${objective}${first}${spread}`;
  }
  const value = paint.good(rate(ratePerSecond));
  if (kind === 'at-least') {
    return `meets ${objective} up to ${paint.good('at least')} ${value}${spread}${fails || '; no rate that was tried surely fails it'}`;
  }
  return `meets ${objective} up to ${value}${fails}${spread}`;
}

/** That no rate meets an objective is bad, unless none surely failed it. */
function colourOf({ kind, failedAtPerSecond }: CapacityOverRounds, paint: Paint): Paint['good'] {
  if (kind === 'cannot-tell') return paint.doubtful;
  if (kind === 'below') return paint.bad;
  if (kind !== 'none') return paint.good;
  return failedAtPerSecond === null ? paint.doubtful : paint.bad;
}

function tellDoubts({ targets, warnings }: Analysis, columns: number, paint: Paint): string[] {
  const weight = { bad: 0, doubt: 1, note: 2 } as const;
  const serious = warnings
    .filter(({ code, severity }) => severity !== 'note' && code !== 'target-failed')
    .toSorted((a, b) => weight[a.severity] - weight[b.severity]);
  if (serious.length === 0) return [];
  const shown = serious.slice(0, MOST_DOUBTS).flatMap(({ severity, label, text, advice }) => {
    const colour = severity === 'bad' ? paint.bad : paint.doubtful;
    // Of one target alone, all is about it.
    const name = label === null || targets.length === 1 ? '' : `${printable(label)}: `;
    const what = severity === 'bad' && advice !== null ? `${text} ${advice}` : text;
    const sentence = `${name}${printable(what)}`;
    return wrapped(sentence, columns - 5).map((line, at) => `  ${at === 0 ? colour('!') : ' '} ${line}`);
  });
  const more = serious.length - MOST_DOUBTS;
  return ['', 'To doubt:', ...shown, ...(more > 0 ? [`  and ${more} more in the report`] : [])];
}
