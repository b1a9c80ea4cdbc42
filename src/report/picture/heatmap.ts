/** The latency map: rate × latency × share of everything scheduled, with its percentile lines. */
import type { TargetAnalysis } from '../../model/analysis.ts';
import { logTicks } from '../axes.ts';
import { shareLevel } from '../palette.ts';
import { colour, levelColour } from '../theme.ts';
import type { Drawing } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import { capacityLines, doubtOverlay, type Fills, groups, notTriedGround, solidity } from './overlays.ts';
import { percentileLines } from './percentile-lines.ts';
import { asIs, fixedAxis, layer, onRateAxis, plot, rateAxis, spanX } from './plot.ts';

/** The slot above the map, where a percentile goes whose rank falls among the failures: it is infinite. */
const INFINITE_HEIGHT = 24;

/** Writes microseconds as `formatUs` does, in the language of Vega's expressions. */
const latencyLabel =
  "datum.value >= 999999 ? format(datum.value / 1e6, '~r') + ' s' : datum.value >= 999.9 ? format(datum.value / 1e3, '~r') + ' ms' : format(datum.value, '~r') + ' µs'";

export function heatmap(frame: Frame, target: TargetAnalysis, fills: Fills): Drawing {
  const [lowest, highest] = frame.latencyDomain;
  const ceiling =
    highest * (highest / lowest) ** (INFINITE_HEIGHT / (frame.layout.heatHeight - INFINITE_HEIGHT));
  const slot = (share: number) => highest * (ceiling / highest) ** share;
  const onLatencyAxis = (field: string, axis?: Drawing) => ({
    field,
    type: 'quantitative',
    scale: { type: 'log', domain: [lowest, ceiling], nice: false },
    ...(axis === undefined ? {} : { axis }),
  });
  const infinity = slot(0.55);
  const axis = fixedAxis([...logTicks(frame.latencyDomain), infinity], {
    labelExpr: `datum.value > ${highest * 1.0001} ? '∞' : ${latencyLabel}`,
    gridOpacity: { condition: { test: `datum.value > ${highest * 1.0001}`, value: 0 }, value: 1 },
  });
  const cells = triedColumns(target)
    .flatMap(({ column, span }) =>
      column.cells.map(({ fromUs, toUs, share }) => ({
        from: span.from,
        to: span.to,
        low: fromUs,
        high: toUs,
        level: shareLevel(share),
        solid: solidity(column),
      })),
    )
    .filter(({ level }) => level !== null)
    .toSorted((a, b) => a.solid - b.solid || (a.level ?? 0) - (b.level ?? 0))
    .map((cell) => ({ ...cell, fill: levelColour('latency', cell.level ?? 0) }));
  return plot(frame, frame.layout.heatHeight, [
    ...rateAxis(frame, true),
    layer('latencies', [{ at: lowest }], { type: 'point', opacity: 0 }, { y: onLatencyAxis('at', axis) }),
    ...notTriedGround(frame, target),
    ...notTriedText(frame, target, onLatencyAxis, Math.sqrt(lowest * highest)),
    layer(
      'cells',
      cells,
      { type: 'rect' },
      {
        ...spanX(frame),
        y: onLatencyAxis('low'),
        y2: { field: 'high' },
        fill: asIs('fill'),
        fillOpacity: asIs('solid', 'quantitative'),
      },
    ),
    ...doubtOverlay(frame, target, fills),
    layer('ceiling', [{ at: highest }], { type: 'rule', stroke: colour('line') }, { y: onLatencyAxis('at') }),
    ...objectiveLines(frame, onLatencyAxis),
    ...capacityLines(frame, target),
    ...percentileLines(frame, target, { onLatencyAxis, slot, fills }),
  ]);
}

/** A line at each objective's latency, named at its left end, where slow answers are rare. */
function objectiveLines(frame: Frame, onLatencyAxis: (field: string) => Drawing): Drawing[] {
  const values = frame.objectives.map(({ latencyUs, text }) => ({
    at: latencyUs,
    x: frame.rateDomain[0],
    text,
  }));
  const text = (name: string, mark: Drawing) =>
    layer(
      name,
      values,
      { type: 'text', align: 'left', baseline: 'bottom', dx: 4, dy: -2, ...mark },
      {
        x: onRateAxis(frame, 'x'),
        y: onLatencyAxis('at'),
        text: asIs('text'),
      },
    );
  return [
    layer(
      'objective',
      values,
      { type: 'rule', stroke: colour('ink'), strokeDash: [1.5, 2.5], strokeWidth: 1 },
      {
        y: onLatencyAxis('at'),
      },
    ),
    text('objectivehalo', { stroke: colour('paper'), strokeWidth: 3.5, strokeJoin: 'round', opacity: 0.85 }),
    text('objectivetext', { fill: colour('ink') }),
  ];
}

function notTriedText(
  frame: Frame,
  target: TargetAnalysis,
  onLatencyAxis: (field: string) => Drawing,
  middleUs: number,
): Drawing[] {
  const values = groups(target, (column) => column.notTried !== null).map(({ from, to }) => ({
    at: Math.sqrt(from * to),
    y: middleUs,
    text: 'not tried',
  }));
  return [
    layer(
      'nottriedtext',
      values,
      { type: 'text', angle: 270, fill: colour('faint'), baseline: 'middle' },
      {
        x: onRateAxis(frame, 'at'),
        y: onLatencyAxis('y'),
        text: asIs('text'),
      },
    ),
  ];
}
