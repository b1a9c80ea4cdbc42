/** The report as text that reads well as it is, and better rendered: for a pull request or a chat. */

import type { Analysis, Column, TargetAnalysis, Warning } from '../model/analysis.ts';
import type { ComparedTarget, Ratio } from '../model/comparison.ts';
import {
  type FigureColumn,
  figureColumns,
  figureText,
  headText,
  spreadText,
} from './comparison/figure-columns.ts';
import { findingText, ranking } from './comparison/finding.ts';
import { UNEVEN_NOTE, wholeRatioText } from './comparison/ratio-text.ts';
import { escapeMarkdown, fenceMarkdown } from './escape.ts';
import { DASH, rateText } from './figures.ts';
import { type StepColumn, stepColumns } from './step-columns.ts';
import { bracketText, capacityText, whyNotMeasured } from './words/capacity-text.ts';
import { crossedIn, crossedText } from './words/class-text.ts';
import { commandText } from './words/command-text.ts';
import { leadText, reportTitle } from './words/lead-text.ts';

/** GitHub-flavoured Markdown: what was tested, capacities, doubts, and a table of columns for each target. */
export function markdownReport(analysis: Analysis): string {
  const parts = [
    `# ${escapeMarkdown(reportTitle(analysis))}`,
    escapeMarkdown(leadText(analysis)),
    '## What came out',
    ...findings(analysis),
    capacities(analysis),
    ...sideBySide(analysis),
    '## What to doubt',
    warnings(analysis),
    '## Steps',
    'Percentiles are over everything scheduled, a failure counting as ∞. Figures with a † are not to be trusted, or rest on few requests.',
    ...analysis.targets.flatMap((target) => steps(analysis, target)),
    ...differences(analysis),
    ...notes(analysis),
    '## Repeat it',
    fenceMarkdown(commandText(analysis)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function findings(analysis: Analysis): string[] {
  const { comparison, objectives } = analysis;
  if (comparison === null) return [];
  const found = objectives.map((_, at) => {
    const { best, text } = findingText(analysis, comparison, at);
    return `${best === null ? '' : `**${escapeMarkdown(best)}** `}${escapeMarkdown(text)}`;
  });
  const isUneven = analysis.warnings.some(({ code }) => code === 'uneven-cpus');
  return isUneven ? [...found, escapeMarkdown(`${UNEVEN_NOTE}.`)] : found;
}

/** Every figure with its factor to the best, which has a star. */
function sideBySide(analysis: Analysis): string[] {
  const { comparison } = analysis;
  if (comparison === null) return [];
  const columns = figureColumns(analysis, comparison);
  const cell = (column: FigureColumn, target: ComparedTarget) => {
    const figure = column.figure(target);
    const spread = spreadText(column, figure);
    const factor = figure.isBest ? ' ★' : figure.toBest === null ? '' : `, ${factorText(figure.toBest)}`;
    return `${figureText(column, figure)}${figure.doubtful ? ' †' : ''}${spread === null ? '' : ` [${spread}]`}${factor}`;
  };
  const rows = ranking(comparison, 0).map((target) => [
    target.class === null ? target.label : `${target.label} (${target.class})`,
    ...columns.map((column) => cell(column, target)),
  ]);
  return [
    '## Side by side',
    ...severalClasses(analysis),
    'In square brackets: the interval of the median over the rounds. Behind each figure that is not the best of its column (★): how many times the best it is, the median over the rounds that both have (of targets of two runs, the one’s median divided by the other’s), with its interval and how surely that holds it. Worse is said of capacity, p99 and CPU a request at one fixed rate alone, where an exact test shows it, corrected for all such comparisons.',
    table(['Target', ...columns.map(headText)], rows),
  ];
}

const factorText = (ratio: Ratio): string =>
  `${wholeRatioText(ratio)}${ratio.word === 'worse' ? ', worse' : ''}`;

/** Above the table, what must be said of rows of several classes. */
const severalClasses = ({ warnings }: Analysis): string[] =>
  warnings.filter(({ code }) => code === 'several-classes').map(({ text }) => escapeMarkdown(text));

/** Ratios at every rate; none where there is nothing to divide. */
function differences({ comparison }: Analysis): string[] {
  if (comparison === null) return [];
  return comparison.differences.flatMap((difference) => {
    const { label, toLabel, rates } = difference;
    const known = rates.filter(({ p50, p99, goodput }) => (p50 ?? p99 ?? goodput) !== null);
    if (known.length === 0) return [];
    const text = (ratio: Ratio | null) =>
      ratio === null ? DASH : `${wholeRatioText(ratio)}${ratio.doubtful ? ' †' : ''}`;
    const crossed = crossedIn(comparison, difference);
    return [
      `### ${escapeMarkdown(`${label} ÷ ${toLabel}`)}`,
      ...(crossed === null ? [] : [crossedText(crossed)]),
      table(
        ['Rate', 'p50', 'p99', 'Goodput'],
        known.map(({ ratePerSecond, p50, p99, goodput }) => [
          rateText(ratePerSecond),
          text(p50),
          text(p99),
          text(goodput),
        ]),
      ),
    ];
  });
}

function capacities(analysis: Analysis): string {
  const rows = analysis.targets.flatMap((target) => {
    const why = target.failure?.detail ?? whyNotMeasured(target);
    if (target.steps.length === 0) return [[target.title, '', 'not measured', why ?? '']];
    return [
      ...target.capacities.map((capacity) => [
        target.title,
        capacity.objective,
        capacityText(capacity),
        bracketText(capacity, analysis),
      ]),
      ...(why === null ? [] : [[target.title, '', 'not measured to its end', why]]),
    ];
  });
  return table(['Target', 'Objective', 'Capacity', 'Meaning'], rows);
}

function warnings(analysis: Analysis): string {
  if (analysis.warnings.length === 0) return 'Nothing speaks against these figures.';
  const several = analysis.targets.length > 1;
  return analysis.warnings
    .filter(({ code }) => code !== 'several-classes')
    .map((one) => doubtLine(one, several ? one.label : null))
    .join('\n');
}

type Doubt = Pick<Warning, 'severity' | 'text' | 'advice'>;

export function doubtLine({ severity, text, advice }: Doubt, label: string | null = null): string {
  const about = label === null ? '' : `${escapeMarkdown(label)}: `;
  const todo = advice === null ? '' : ` *${escapeMarkdown(advice)}*`;
  return `- **${severity}** ${about}${escapeMarkdown(text)}${todo}`;
}

function steps(analysis: Analysis, target: TargetAnalysis): string[] {
  if (target.columns.length === 0) return [];
  const columns = stepColumns(analysis, target);
  return [
    `### ${escapeMarkdown(target.title)}`,
    table(
      ['Rate', ...columns.map(({ head }) => head)],
      target.columns.map((column) => [rateText(column.ratePerSecond), ...stepRow(column, columns)]),
    ),
  ];
}

function stepRow(column: Column, columns: readonly StepColumn[]): string[] {
  const { notTried } = column;
  if (notTried !== null)
    return columns.map((_, i) => (i === columns.length - 1 ? `not tried: ${notTried}` : ''));
  return columns.map(({ text, mark }) => {
    const isDoubted = ['faded', 'untrusted'].includes(mark(column) ?? '');
    return `${text(column)}${isDoubted ? ' †' : ''}`;
  });
}

function notes(analysis: Analysis): string[] {
  const all = analysis.targets.flatMap(({ title, deviations }) =>
    deviations.map((note) => ({ title, note })),
  );
  if (all.length === 0) return [];
  const list = all.map(
    ({ title, note }, i) => `${i + 1}. **${escapeMarkdown(title)}**: ${escapeMarkdown(note)}`,
  );
  return ['## Notes', 'Where a target does not serve the common page to the letter:', list.join('\n')];
}

/** A table of text that is not yet escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
