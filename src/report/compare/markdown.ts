/** What `bench compare` found, as Markdown. */
import type { ComparedTwo } from '../../analysis/comparison/compare-two.ts';
import type { ComparedPair } from '../../model/compared.ts';
import { escapeMarkdown } from '../escape.ts';
import { doubtLine, table } from '../markdown.ts';
import {
  crossedLines,
  figureGroups,
  figureName,
  pairingText,
  pairTitle,
  ratioCell,
  sideText,
  spreadText,
  valueText,
  wordCell,
} from '../words/compare-text.ts';

export function compareMarkdown(all: readonly ComparedTwo[]): string {
  return `${all.flatMap(({ pair }) => pairParts(pair)).join('\n\n')}\n`;
}

function pairParts(pair: ComparedPair): readonly string[] {
  const figures = figureGroups(pair).flatMap(({ title, lead, figures: of }) => [
    `## ${title}`,
    ...(lead === null ? [] : [escapeMarkdown(lead)]),
    ...(of.length === 0
      ? []
      : [
          table(
            ['Figure', 'A', 'B', 'B ÷ A', 'Word'],
            of.map((figure) => [
              figureName(figure),
              ...[figure.a, figure.b].map((side) => {
                const spread = spreadText(figure, side);
                return `${valueText(figure, side)}${spread === null ? '' : ` (${spread})`}`;
              }),
              ratioCell(figure),
              wordCell(figure),
            ]),
          ),
        ]),
  ]);
  return [
    `# ${escapeMarkdown(pairTitle(pair))}`,
    `**A** ${escapeMarkdown(sideText(pair.a))}\n**B** ${escapeMarkdown(sideText(pair.b))}`.replace(
      '\n',
      '  \n',
    ),
    '## What differs',
    pair.differs.length === 0
      ? 'Nothing that is stored differs beside the time.'
      : table(
          ['What', 'A', 'B'],
          pair.differs.map(({ what, a, b }) => [what, a, b]),
        ),
    escapeMarkdown([...crossedLines(pair), pairingText(pair)].join(' ')),
    ...figures,
    '## What to doubt',
    pair.warnings.length === 0
      ? 'Nothing speaks against these figures.'
      : pair.warnings.map((one) => doubtLine(one)).join('\n'),
  ];
}
