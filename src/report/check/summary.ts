/** A check as Markdown, for the summary of a job or a comment: what was decided first, then on what grounds. */
import type { Analysis } from '../../model/analysis.ts';
import type { Check, GateResult } from '../../model/check.ts';
import { escapeMarkdown, fenceMarkdown } from '../escape.ts';
import { table } from '../markdown.ts';
import { bracketText, capacityText } from '../words/capacity-text.ts';
import { gateName, storedNote, storedText, verdictWords } from '../words/check-text.ts';
import { commandText } from '../words/command-text.ts';
import { leadText } from '../words/lead-text.ts';

/** GitHub takes no longer comment, https://docs.github.com/en/rest/checks/runs; a summary of a job may be longer. */
const MOST_CHARACTERS = 65_535;

export function checkSummary(check: Check, analysis: Analysis): string {
  const parts = [
    `# bench check: ${verdictWords[check.verdict]}`,
    ...check.gates.map(gatePart),
    '## Capacities',
    table(
      ['Target', 'Objective', 'Capacity', 'Meaning'],
      analysis.targets.flatMap(({ label, capacities }) =>
        capacities.map((capacity) => [
          label,
          capacity.objective,
          capacityText(capacity),
          bracketText(capacity, analysis),
        ]),
      ),
    ),
    ...storedParts(check),
    '## What to doubt',
    ...analysis.warnings
      .filter(({ severity }) => severity !== 'note')
      .map(({ label, text }) => `- ${escapeMarkdown(label === null ? text : `${label}: ${text}`)}`),
    '## How it was measured',
    escapeMarkdown(leadText(analysis)),
    check.confirmedBy === null ? '' : escapeMarkdown(`Fresh rounds: ${check.confirmedBy}.`),
    fenceMarkdown(commandText(analysis)),
  ];
  return fitting(parts.filter((part) => part !== ''));
}

const signs = { pass: '✅', fail: '❌', 'cannot-tell': '❔' } as const;

function gatePart(gate: GateResult): string {
  const advice = gate.advice === null ? '' : ` *${escapeMarkdown(gate.advice)}*`;
  return `${signs[gate.verdict]} **${escapeMarkdown(gateName(gate))}** ${verdictWords[gate.verdict]}. ${escapeMarkdown(gate.text)}${advice}`;
}

function storedParts(check: Check): readonly string[] {
  if (check.stored.length === 0) return [];
  const note = storedNote(check);
  return [
    '## Older runs',
    ...(note === null ? [] : [note]),
    check.stored.map((one) => `- ${escapeMarkdown(storedText(one))}`).join('\n'),
  ];
}

const CUT = '*The rest did not fit here; bench check prints it.*';

/** As many parts as fit, whole, the first ones first. */
function fitting(parts: readonly string[]): string {
  const kept: string[] = [];
  let length = 1;
  for (const part of parts) {
    length += part.length + 2;
    if (length + CUT.length > MOST_CHARACTERS) return `${[...kept, CUT].join('\n\n')}\n`;
    kept.push(part);
  }
  return `${kept.join('\n\n')}\n`;
}
