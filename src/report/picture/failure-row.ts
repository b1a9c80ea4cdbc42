/** Failures of one kind, coloured by their share of everything scheduled. They never colour the latency map. */
import type { Column, TargetAnalysis } from '../../model/analysis.ts';
import { shareLevel } from '../palette.ts';
import type { Drawing } from './drawing.ts';
import { type Frame, OTHER_KINDS, triedColumns } from './frame.ts';
import { doubtOverlay, type Fills, notTriedGround, solidity } from './overlays.ts';
import { asIs, layer, plot, spanX } from './plot.ts';

export function failureRow(frame: Frame, target: TargetAnalysis, kind: string, fills: Fills): Drawing {
  const values = triedColumns(target).flatMap(({ column, span }) => {
    const level = shareLevel(shareOf(frame, column, kind));
    if (level === null) return [];
    return [
      { from: span.from, to: span.to, fill: frame.levelColour('failure', level), solid: solidity(column) },
    ];
  });
  const base = [{ from: frame.rateDomain[0], to: frame.rateDomain[1] }];
  return plot(frame, frame.layout.kindHeight, false, [
    layer('ground', base, { type: 'rect', fill: frame.colour('raised') }, spanX(frame)),
    notTriedGround(frame, target),
    layer(
      'kind',
      values,
      { type: 'rect' },
      {
        ...spanX(frame),
        fill: asIs('fill'),
        fillOpacity: asIs('solid'),
      },
    ),
    ...doubtOverlay(frame, target, fills),
  ]);
}

function shareOf(frame: Frame, column: Column, kind: string): number {
  const inRow =
    kind === OTHER_KINDS
      ? column.failures.filter((failure) => !frame.kinds.includes(failure.kind))
      : column.failures.filter((failure) => failure.kind === kind);
  return inRow.reduce((sum, { share }) => sum + share, 0);
}
