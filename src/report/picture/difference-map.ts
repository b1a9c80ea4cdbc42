/** Where the latencies of two targets lie apart: at each rate, the logarithm of the ratio of their shares. */
import type { Column } from '../../model/analysis.ts';
import type { ComparedColumn } from '../../model/compared.ts';
import { logPosition, logTicks, placedBetween } from '../axes.ts';
import type { Drawing } from './drawing.ts';
import type { Frame } from './frame.ts';
import { latencyLabel } from './heatmap.ts';
import { plotWidth } from './layout.ts';
import { axisTitle, type Picture, whole } from './picture.ts';
import { asIs, axisOnly, fixedAxis, inBox, layer, onLogAxis, plot, snapped, spanX } from './plot.ts';
import { stack, text } from './stack.ts';

/** Added to both shares, so that a handful of requests in a thousand make no colour. */
const FLOOR = 0.001;
/** From a hundredfold on the colour is full. */
const DECADES = 2;
/** Steps to either side of no difference. */
const LEVELS = 8;
const FAILURE_HEIGHT = 18;

/** From −8, all of A's, over 0, no difference, to 8. */
export function differenceLevel(a: number, b: number): number {
  const decades = Math.log10((b + FLOOR) / (a + FLOOR)) / DECADES;
  return Math.round(Math.max(-1, Math.min(1, decades)) * LEVELS) + 0;
}

type Placed = ReturnType<typeof placedBetween<ComparedColumn>>;

/**
 * Draws the map, a row of failures above it, and what the colours mean below.
 * @param ofBoth all columns of the two
 */
export async function differenceMap(
  frame: Frame,
  compared: readonly ComparedColumn[],
  ofBoth: readonly (readonly Column[])[],
): Promise<Picture> {
  const columns = placedBetween(compared, ofBoth);
  const { layout } = frame;
  const failing = compared.some(({ a, b }) => a.failed > 0 || b.failed > 0);
  const rows = await stack(
    [
      ...(failing
        ? [
            {
              drawing: failureRow(frame, columns),
              height: FAILURE_HEIGHT,
              caption: [{ text: 'Failures' }],
              label: { text: 'any kind', baseline: FAILURE_HEIGHT - 5 },
              gapBelow: 4,
            },
          ]
        : []),
      {
        drawing: map(frame, columns),
        height: layout.heatHeight,
        caption: [
          { text: 'Latency' },
          {
            text: layout.name === 'wide' ? 'where each has the larger share of its requests' : 'larger share',
          },
        ],
        gapAbove: 8,
      },
    ],
    frame,
  );
  const keyTop = rows.bottom + layout.textSize * 4.2;
  return whole(layout, {
    ...rows,
    body: `${rows.body}${axisTitle(frame, rows.bottom)}<g transform="translate(0,${keyTop})">${key(frame)}</g>`,
    height: keyTop + layout.textSize * 3.4 + 12,
  });
}

/** The colour of a level: of A or B, the stronger the farther apart; paper where nothing differs. */
const look = (frame: Frame, level: number) => ({
  fill: frame.colour(level < 0 ? 'late' : 'accent'),
  fillOpacity: Math.abs(level) / LEVELS,
});

function map(frame: Frame, columns: Placed): Drawing {
  const onLatencyAxis = onLogAxis(frame.latencyDomain);
  const axis = fixedAxis(logTicks(frame.latencyDomain), { labelExpr: latencyLabel });
  const x = (rate: number) => snapped(logPosition(rate, frame.rateDomain) * plotWidth(frame.layout));
  const y = (us: number) => snapped((1 - logPosition(us, frame.latencyDomain)) * frame.layout.heatHeight);
  const cells = columns.flatMap(({ column, span }) =>
    column.cells.flatMap(({ fromUs, toUs, a, b }) => {
      const level = differenceLevel(a, b);
      if (level === 0) return [];
      return [{ x: x(span.from), x2: x(span.to), y: y(fromUs), y2: y(toUs), ...look(frame, level) }];
    }),
  );
  return plot(frame, frame.layout.heatHeight, true, [
    axisOnly({ y: onLatencyAxis('at', axis) }),
    layer(
      'compared',
      columns.map(({ span: { from, to } }) => ({ from, to })),
      { type: 'rect', stroke: frame.colour('grid'), fill: 'transparent' },
      spanX(frame),
    ),
    layer(
      'cells',
      cells,
      { type: 'rect' },
      { ...inBox, fill: asIs('fill'), fillOpacity: asIs('fillOpacity') },
    ),
  ]);
}

function failureRow(frame: Frame, columns: Placed): Drawing {
  const values = columns.map(({ column: { a, b }, span: { from, to } }) => ({
    from,
    to,
    ...look(frame, differenceLevel(a.failed, b.failed)),
  }));
  return plot(frame, FAILURE_HEIGHT, false, [
    layer(
      'cells',
      values,
      { type: 'rect', stroke: frame.colour('line'), strokeWidth: 0.5 },
      { ...spanX(frame), fill: asIs('fill'), fillOpacity: asIs('fillOpacity') },
    ),
  ]);
}

/** From all of A's to all of B's. */
function key(frame: Frame): string {
  const { left, textSize: size } = frame.layout;
  const width = 11;
  const levels = Array.from({ length: 2 * LEVELS + 1 }, (_, i) => i - LEVELS);
  const swatches = levels.map((level, i) => {
    const { fill, fillOpacity } = look(frame, level);
    return `<rect x="${left + i * width}" y="${size * 1.35}" width="${width}" height="11" fill="${fill}" fill-opacity="${fillOpacity}"/>`;
  });
  const end = left + levels.length * width;
  const quiet = { size, fill: frame.colour('quiet') };
  const ticks = [
    [left, 'A 100×', 'start'],
    [(left + end) / 2, 'equal', 'middle'],
    [end, 'B 100×', 'end'],
  ] as const;
  return [
    text(left, size * 0.9, 'ratio of the shares of all scheduled requests', quiet),
    `<g shape-rendering="crispEdges">${swatches.join('')}<rect x="${left}" y="${size * 1.35}" width="${end - left}" height="11" fill="none" stroke="${frame.colour('line')}"/></g>`,
    ...ticks.map(([x, words, anchor]) => text(x, size * 2.4 + 11, words, { ...quiet, anchor })),
  ].join('');
}
