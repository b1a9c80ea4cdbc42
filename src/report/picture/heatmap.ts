/** The latency map: rate × latency × share of everything scheduled, with its percentile lines. */
import type { TargetAnalysis } from '../../model/analysis.ts';
import { logPosition, logTicks } from '../axes.ts';
import { plainText } from '../escape.ts';
import { shareLevel } from '../palette.ts';
import type { Drawing, Layer, PositionChannel } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import { plotWidth } from './layout.ts';
import { capacityLines, doubtOverlay, type Fills, groups, notTriedGround, THIN_OPACITY } from './overlays.ts';
import { percentileLines } from './percentile-lines.ts';
import {
  asIs,
  axisOnly,
  fixedAxis,
  haloedText,
  inBox,
  layer,
  onLogAxis,
  onRateAxis,
  plot,
  snapped,
} from './plot.ts';

/** The slot above the map, where a percentile goes whose rank falls among the failures: it is infinite. */
const INFINITE_HEIGHT = 24;

/** Writes microseconds as `formatUs` does, in the language of Vega's expressions. */
export const latencyLabel =
  "datum.value >= 999999 ? format(datum.value / 1e6, '~r') + ' s' : datum.value >= 999.9 ? format(datum.value / 1e3, '~r') + ' ms' : format(datum.value, '~r') + ' µs'";

export function heatmap(frame: Frame, target: TargetAnalysis, fills: Fills): Drawing {
  const [lowest, highest] = frame.latencyDomain;
  const ceiling =
    highest * (highest / lowest) ** (INFINITE_HEIGHT / (frame.layout.heatHeight - INFINITE_HEIGHT));
  const slot = (share: number) => highest * (ceiling / highest) ** share;
  const onLatencyAxis = onLogAxis([lowest, ceiling]);
  const infinity = slot(0.55);
  const axis = fixedAxis([...logTicks(frame.latencyDomain), infinity], {
    labelExpr: `datum.value > ${highest * 1.0001} ? '∞' : ${latencyLabel}`,
    gridOpacity: { condition: { test: `datum.value > ${highest * 1.0001}`, value: 0 }, value: 1 },
  });
  const x = (rate: number) => snapped(logPosition(rate, frame.rateDomain) * plotWidth(frame.layout));
  const y = (us: number) => snapped((1 - logPosition(us, [lowest, ceiling])) * frame.layout.heatHeight);
  const cells = triedColumns(target).flatMap(({ column: { cells: inColumn, thin }, span }) =>
    inColumn.flatMap(({ fromUs, toUs, share }) => {
      const level = shareLevel(share);
      if (level === null) return [];
      const place = { x: x(span.from), x2: x(span.to), y: y(fromUs), y2: y(toUs) };
      return [{ ...place, fill: frame.levelColour('latency', level), thin }];
    }),
  );
  return plot(frame, frame.layout.heatHeight, true, [
    axisOnly({ y: onLatencyAxis('at', axis) }),
    notTriedGround(frame, target),
    notTriedText(frame, target, onLatencyAxis, Math.sqrt(lowest * highest)),
    ...[true, false].map((thin) =>
      layer(
        thin ? 'thincells' : 'cells',
        cells.filter((cell) => cell.thin === thin),
        { type: 'rect', ...(thin ? { fillOpacity: THIN_OPACITY } : {}) },
        { ...inBox, fill: asIs('fill') },
      ),
    ),
    ...doubtOverlay(frame, target, fills),
    layer(
      'ceiling',
      [{ at: highest }],
      { type: 'rule', stroke: frame.colour('line') },
      { y: onLatencyAxis('at') },
    ),
    ...objectiveLines(frame, onLatencyAxis),
    ...capacityLines(frame, target),
    ...percentileLines(frame, target, { onLatencyAxis, slot, fills }),
  ]);
}

/** A line at each objective's latency, named at its left end, where slow answers are rare. */
function objectiveLines(frame: Frame, onLatencyAxis: (field: string) => PositionChannel): Layer[] {
  const values = frame.objectives.flatMap(({ terms, text }) =>
    terms.flatMap(({ withinUs }) =>
      withinUs === null ? [] : [{ at: withinUs, x: frame.rateDomain[0], text: plainText(text) }],
    ),
  );
  return [
    layer(
      'objective',
      values,
      { type: 'rule', stroke: frame.colour('ink'), strokeDash: [1.5, 2.5], strokeWidth: 1 },
      { y: onLatencyAxis('at') },
    ),
    ...haloedText(
      frame,
      'objectivetext',
      values,
      { baseline: 'bottom', dx: 4, dy: -2 },
      { x: onRateAxis(frame, 'x'), y: onLatencyAxis('at') },
    ),
  ];
}

function notTriedText(
  frame: Frame,
  target: TargetAnalysis,
  onLatencyAxis: (field: string) => PositionChannel,
  middleUs: number,
): Layer {
  const values = groups(target, (column) => column.notTried !== null).map(({ from, to }) => ({
    at: Math.sqrt(from * to),
    y: middleUs,
  }));
  return layer(
    'nottriedtext',
    values,
    { type: 'text', text: 'not tried', angle: 270, fill: frame.colour('faint'), baseline: 'middle' },
    { x: onRateAxis(frame, 'at'), y: onLatencyAxis('y') },
  );
}
