/** The report as text that reads well as it is, and better rendered: for a pull request or a chat. */

import type { Analysis, Column, TargetAnalysis } from '../model/analysis.ts';
import type { ComparedTarget, Ratio } from '../model/comparison.ts';
import { formatSuccess } from '../model/share.ts';
import { type FigureColumn, figureColumns, figureText, spreadText } from './comparison/figure-columns.ts';
import { findingText } from './comparison/finding.ts';
import { UNEVEN_NOTE, wholeRatioText } from './comparison/ratio-text.ts';
import { escapeMarkdown, fenceMarkdown } from './escape.ts';
import { countText, cpusText, DASH, memoryText, percentileName, rateText } from './figures.ts';
import { bracketText } from './page/bracket-text.ts';
import { commandText } from './page/closing.ts';
import { percentileText } from './page/column-text.ts';
import { leadText, reportTitle } from './page/lead.ts';
import { failuresText, remarks } from './page/step-table.ts';
import { capacityText } from './picture/objective-row.ts';

const shownPercentiles = [50, 90, 99, 99.9];

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
    const factor = figure.isBest ? ' ★' : figure.toBest === null ? '' : `, ${wholeRatioText(figure.toBest)}`;
    return `${figureText(column, figure)}${figure.doubtful ? ' †' : ''}${spread === null ? '' : ` [${spread}]`}${factor}`;
  };
  const rows = comparison.targets.map((target) => [
    target.label,
    ...columns.map((column) => cell(column, target)),
  ]);
  const heads = columns.map(({ head, note }) => (note === null ? head : `${head}, ${note}`));
  return [
    '## Side by side',
    'In square brackets: lowest and highest of the rounds. Behind each figure that is not the best of its column (★): how many times the best it is, and between what, over every pair of rounds.',
    table(['Target', ...heads], rows),
  ];
}

/** Ratios at every rate; none where there is nothing to divide. */
function differences({ comparison }: Analysis): string[] {
  return (comparison?.differences ?? []).flatMap(({ label, toLabel, rates }) => {
    const known = rates.filter(({ p50, p99, goodput }) => (p50 ?? p99 ?? goodput) !== null);
    if (known.length === 0) return [];
    const text = (ratio: Ratio | null) =>
      ratio === null ? DASH : `${wholeRatioText(ratio)}${ratio.doubtful ? ' †' : ''}`;
    return [
      `### ${escapeMarkdown(`${label} ÷ ${toLabel}`)}`,
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
  const rows = analysis.targets.flatMap((target) =>
    target.failure === null
      ? target.capacities.map((capacity) => [
          target.title,
          capacity.objective,
          capacityText(capacity),
          bracketText(capacity, analysis),
        ])
      : [[target.title, '', 'not measured', target.failure.detail]],
  );
  return table(['Target', 'Objective', 'Capacity', 'Meaning'], rows);
}

function warnings(analysis: Analysis): string {
  if (analysis.warnings.length === 0) return 'Nothing speaks against these figures.';
  const several = analysis.targets.length > 1;
  return analysis.warnings
    .map(({ severity, label, text, advice }) => {
      const about = several && label !== null ? `${escapeMarkdown(label)}: ` : '';
      const todo = advice === null ? '' : ` *${escapeMarkdown(advice)}*`;
      return `- **${severity}** ${about}${escapeMarkdown(text)}${todo}`;
    })
    .join('\n');
}

function steps(analysis: Analysis, target: TargetAnalysis): string[] {
  if (target.columns.length === 0) return [];
  const objectives = analysis.objectives.map(({ text }) => text);
  const head = [
    'Rate',
    'Requests',
    'Success',
    'In window',
    ...shownPercentiles.map(percentileName),
    ...objectives,
    'Server CPUs',
    'Memory',
    'Failures',
    'Remarks',
  ];
  return [
    `### ${escapeMarkdown(target.title)}`,
    table(
      head,
      target.columns.map((column) => stepRow(column, objectives)),
    ),
  ];
}

function stepRow(column: Column, objectives: readonly string[]): string[] {
  const rate = rateText(column.ratePerSecond);
  if (column.notTried !== null) {
    const between = Array.from({ length: 8 + objectives.length + 1 }, () => '');
    return [rate, ...between, '', `not tried: ${column.notTried}`];
  }
  const percentile = (wanted: number) => {
    const one = column.overScheduled.find((candidate) => candidate.percentile === wanted);
    const sound = one === undefined || one.us === null || (one.trusted && one.enoughSamples);
    return `${percentileText(one)}${sound ? '' : ' †'}`;
  };
  return [
    rate,
    countText(column.scheduled),
    formatSuccess(column.successRatio),
    formatSuccess(column.goodputRatio),
    ...shownPercentiles.map(percentile),
    ...objectives.map((text) => column.verdicts.find(({ objective }) => objective === text)?.verdict ?? ''),
    cpusText(column.serverCpus),
    memoryText(column.maxRssBytes),
    failuresText(column),
    remarks(column).join(', '),
  ];
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
