/** The pieces that every plot is made of: the shared rate axis, layers of marks, and the texts' looks. */
import { logTicks, minorTicks, type Span, touch } from '../axes.ts';
import type { Axis, Drawing, Encoding, Layer, Look, Mark, PositionChannel } from './drawing.ts';
import type { Frame } from './frame.ts';
import { plotWidth } from './layout.ts';

/** Writes a rate as `formatRate` does, in the language of Vega's expressions. */
const rateLabel = "format(datum.value, datum.value < 1000 ? ',.3~r' : ',.0f')";

type Datum = Readonly<Record<string, string | number | boolean>>;

/** A layer: data, one mark, and its encoding. The name becomes a class in the SVG: `<name>_marks`. */
export function layer(name: string, values: readonly Datum[], mark: Mark, encoding: Encoding): Layer {
  return { name, data: { values: [...values] }, mark: { clip: false, aria: false, ...mark }, encoding };
}

/** A layer of nothing but the axes of its channels. */
export const axisOnly = (encoding: Encoding): Layer =>
  layer(`${Object.keys(encoding).join('')}axis`, [], { type: 'point' }, encoding);

/** Texts that can be read over anything: layers of this name, and of the name with `halo` behind it. */
export function haloedText(
  { colour }: Frame,
  name: string,
  values: readonly Datum[],
  look: Look,
  encoding: Encoding,
): Layer[] {
  const text = (part: string, own: Look) =>
    layer(
      part,
      values,
      { type: 'text', align: 'left', ...look, ...own },
      { ...encoding, text: asIs('text') },
    );
  return [
    text(`${name}halo`, { stroke: colour('paper'), strokeWidth: 4, strokeJoin: 'round', opacity: 0.9 }),
    text(name, { fill: colour('ink') }),
  ];
}

/** Neighbouring rectangles of these layers leave no seam; other marks are drawn smoothly. */
export const seamless =
  '.cells_marks,.thincells_marks,.late_marks,.failed_marks,.kind_marks,.ground_marks{shape-rendering:crispEdges}';

/** Positions on the rate axis, by the fields `from` and `to`. */
export function spanX(frame: Frame): Encoding {
  return { x: onRateAxis(frame, 'from'), x2: { field: 'to' } };
}

/** A position on the rate axis. */
export function onRateAxis({ rateDomain }: Frame, field: string): PositionChannel {
  return onLogAxis(rateDomain)(field);
}

/** Makes positions on an axis, which is drawn by the first layer that asks for it. */
function onAxis(type: 'log' | 'linear', domain: readonly [number, number]) {
  return (field: string, axis?: Axis): PositionChannel => ({
    field,
    type: 'quantitative',
    scale: { type, domain: [...domain], nice: false },
    ...(axis === undefined ? {} : { axis }),
  });
}

export const onLogAxis = (domain: readonly [number, number]) => onAxis('log', domain);
export const onLinearAxis = (domain: readonly [number, number]) => onAxis('linear', domain);

/** A colour, a text or an opacity as it stands in the data. */
export function asIs(field: string) {
  return { field, type: 'nominal', scale: null, legend: null } as const;
}

/** Eighths of a pixel are exact in binary: Vega writes every digit that it gets, and a picture has thousands of cells. */
export const snapped = (px: number): number => Math.round(px * 8) / 8;

const inPixels = (field: string): PositionChannel => ({ field, type: 'quantitative', scale: null });

/** Rectangles by their corners in pixels. */
export const inBox = {
  x: inPixels('x'),
  x2: { field: 'x2' },
  y: inPixels('y'),
  y2: { field: 'y2' },
} as const satisfies Encoding;

/** Around a plot, for the labels of its axes. */
export const MARGIN = { top: 10, bottom: 30 } as const;

/**
 * A plot of one row, with grid lines at the labelled rates.
 * @param bottom whether the rate axis stands below it
 */
export function plot(frame: Frame, height: number, bottom: boolean, layers: readonly Layer[]): Drawing {
  const { layout, colour, rateDomain } = frame;
  const ticks = logTicks(rateDomain);
  const axis: Axis = {
    ...fixedAxis(ticks, { labelExpr: rateLabel, labelFlush: false }),
    labels: bottom,
    ticks: bottom,
    tickSize: 6,
    orient: 'bottom',
  };
  const minor = minorTicks(rateDomain).filter((at) => !ticks.includes(at));
  return {
    width: plotWidth(layout),
    height,
    padding: { left: layout.left, right: layout.left, ...MARGIN },
    autosize: { type: 'none' },
    background: 'transparent',
    layer: [
      axisOnly({ x: onLogAxis(rateDomain)('from', axis) }),
      ...(bottom
        ? [
            layer(
              'minorticks',
              minor.map((at) => ({ at })),
              { type: 'rule', stroke: colour('faint') },
              { x: onRateAxis(frame, 'at'), y: { value: height }, y2: { value: height + 3 } },
            ),
          ]
        : []),
      ...layers,
    ],
    resolve: { axis: { x: 'shared', y: 'shared' } },
    config: {
      aria: false,
      font: 'inherit',
      view: { stroke: null },
      axis: {
        labelFontSize: layout.textSize,
        labelColor: colour('quiet'),
        title: null,
        domain: false,
        tickColor: colour('faint'),
        labelPadding: 5,
        gridColor: colour('grid'),
        labelLimit: 400,
        labelOverlap: false,
      },
      axisY: { ticks: false },
      text: { fontSize: layout.textSize },
    },
  };
}

/** An axis with these ticks and no fewer: left alone, Vega thins them out to suit the height. */
export function fixedAxis(values: readonly number[], more: Axis): Axis {
  return { values: [...values], tickCount: values.length, ...more };
}

/** A value over a column; null where there is nothing to draw. */
export interface Tread {
  readonly span: Span;
  readonly value: number | null;
}

/** Corners of a staircase: `run` counts on where there is no value, or where columns do not touch. */
export function corners(treads: readonly Tread[]) {
  let run = 0;
  return treads.flatMap(({ span, value }, i) => {
    const before = treads[i - 1]?.span;
    if (value === null || (before !== undefined && !touch(before, span))) run++;
    return value === null
      ? []
      : [span.from, span.to].map((at, end) => ({ at, y: value, run, n: 2 * i + end }));
  });
}

/** A line with a tread for each column. */
export function staircase(
  frame: Frame,
  name: string,
  treads: readonly Tread[],
  onAxis: (field: string) => PositionChannel,
  look: Look,
): Layer {
  return layer(
    name,
    corners(treads),
    { type: 'line', ...look },
    {
      x: onRateAxis(frame, 'at'),
      y: onAxis('y'),
      detail: { field: 'run', type: 'nominal' },
      order: { field: 'n', type: 'quantitative' },
    },
  );
}
