/**
 * Final success and goodput in the window, as two curtains that hang from 100 %: red as far as requests failed,
 * ochre as far as they were not answered within the window. A line at the lower edge of each is the figure itself.
 */
import type { TargetAnalysis } from '../../model/analysis.ts';
import { SUCCESS_DEPTH, successDepth, successTicks } from '../axes.ts';
import type { Drawing } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import { capacityLines, doubtOverlay, type Fills, notTriedGround, solidity } from './overlays.ts';
import { asIs, axisOnly, fixedAxis, layer, onLinearAxis, plot, spanX } from './plot.ts';

export function successStrip(frame: Frame, target: TargetAnalysis, fills: Fills): Drawing {
  const values = triedColumns(target).map(({ column, span }) => ({
    from: span.from,
    to: span.to,
    top: 0,
    success: successDepth(column.successRatio),
    goodput: successDepth(column.goodputRatio),
    solid: solidity(column),
  }));
  const depth = onLinearAxis([SUCCESS_DEPTH, 0]);
  const labels = successTicks.map(({ depth: at, text }) => `abs(datum.value - ${at}) < 0.001 ? '${text}' : `);
  const axis = fixedAxis(
    successTicks.map((tick) => tick.depth),
    { labelExpr: `${labels.join('')}''` },
  );
  const curtain = (name: string, field: string, fill: string) =>
    layer(
      name,
      values,
      { type: 'rect', fill },
      {
        ...spanX(frame),
        y: depth('top'),
        y2: { field },
        fillOpacity: asIs('solid'),
      },
    );
  const edge = (name: string, field: string, stroke: string, strokeWidth: number) =>
    layer(name, values, { type: 'rule', stroke, strokeWidth }, { ...spanX(frame), y: depth(field) });
  return plot(frame, frame.layout.stripHeight, false, [
    axisOnly({ y: depth('depth', axis) }),
    notTriedGround(frame, target),
    curtain('late', 'goodput', frame.colour('lateFill')),
    curtain('failed', 'success', frame.colour('badFill')),
    ...doubtOverlay(frame, target, fills),
    ...capacityLines(frame, target),
    edge('goodput', 'goodput', frame.colour('late'), 1.6),
    edge('success', 'success', frame.colour('ink'), 2.6),
  ]);
}
