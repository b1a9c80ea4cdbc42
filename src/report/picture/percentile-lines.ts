/**
 * Percentiles as lines over the map, each of them in marks whose names begin with its own, so that a page can switch
 * it on and off: `p99_marks`, `p99halo_marks`, …; `s99…` are the same over successes only.
 */
import type { Column, Percentile, TargetAnalysis } from '../../model/analysis.ts';
import { logPosition, type Span, spread } from '../axes.ts';
import { percentileName } from '../figures.ts';
import type { Layer, Look, Place } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import type { Fills } from './overlays.ts';
import { asIs, layer, onRateAxis, spanX, staircase, type Tread } from './plot.ts';

interface Axes {
  readonly onLatencyAxis: (field: string) => Place;
  /** A latency within the slot for infinite ones, from its share of the slot's height. */
  readonly slot: (share: number) => number;
  readonly fills: Fills;
}

const strokes: Readonly<Record<number, Look>> = {
  50: { strokeWidth: 2.4 },
  90: { strokeWidth: 1.5, strokeDash: [7, 3] },
  99: { strokeWidth: 1.5 },
  99.9: { strokeWidth: 1.5, strokeDash: [2, 2.5] },
};

/** The class of a percentile's marks: `p99`, `p999` (dots have a meaning in selectors). */
export function percentileClass(percentile: number): string {
  return percentileName(percentile).replace('.', '');
}

export function percentileLines(frame: Frame, target: TargetAnalysis, place: Axes): Layer[] {
  const columns = triedColumns(target);
  return [
    ...frame.percentiles.flatMap((percentile, i) => {
      const share = (i + 1) / (frame.percentiles.length + 1);
      const name = percentileClass(percentile);
      return [
        ...(frame.successLines
          ? line(
              frame,
              place,
              name.replace('p', 's'),
              treads(columns, percentile, 'overSuccesses', place, share),
              {
                strokeWidth: 1.8,
                strokeDash: [0.1, 3.2],
                strokeCap: 'round',
              },
            )
          : []),
        ...line(
          frame,
          place,
          name,
          treads(columns, percentile, 'overScheduled', place, share),
          strokes[percentile] ?? {},
        ),
        ...doubts(frame, place, name, columns, percentile),
      ];
    }),
    ...names(frame, place, columns),
  ];
}

/** Where a percentile rests on enough requests; an infinite one lies in its share of the slot. */
function treads(
  columns: readonly { column: Column; span: Span }[],
  percentile: number,
  basis: 'overScheduled' | 'overSuccesses',
  place: Axes,
  share: number,
): Tread[] {
  return columns.map(({ column, span }) => {
    const us = drawn(find(column, percentile, basis));
    return { span, value: us === Number.POSITIVE_INFINITY ? place.slot(share) : us };
  });
}

function find(column: Column, percentile: number, basis: 'overScheduled' | 'overSuccesses') {
  return column[basis].find((one) => one.percentile === percentile);
}

/** Null where there is nothing to draw: nothing recorded, or too little to mean anything. */
function drawn(percentile: Percentile | undefined): number | null {
  return percentile === undefined || !percentile.enoughSamples || percentile.us === 0 ? null : percentile.us;
}

function line(
  frame: Frame,
  { onLatencyAxis }: Axes,
  name: string,
  points: readonly Tread[],
  look: Look,
): Layer[] {
  const halo = { stroke: frame.colour('paper'), strokeWidth: 4.5, opacity: 0.8 };
  return [
    staircase(frame, `${name}halo`, points, onLatencyAxis, { strokeJoin: 'round', ...halo }),
    staircase(frame, name, points, onLatencyAxis, {
      strokeJoin: 'round',
      stroke: frame.colour('ink'),
      ...look,
    }),
  ];
}

/** A hatched band over the percentiles that our own lag may have made. */
function doubts(
  frame: Frame,
  place: Axes,
  name: string,
  columns: readonly { column: Column; span: Span }[],
  percentile: number,
): Layer[] {
  const values = columns.flatMap(({ column, span }) => {
    const found = find(column, percentile, 'overScheduled');
    const us = drawn(found);
    if (found === undefined || found.trusted || us === null || us === Number.POSITIVE_INFINITY) return [];
    return [{ from: span.from, to: span.to, low: us / 1.25, high: us * 1.25 }];
  });
  return [
    layer(
      `${name}doubt`,
      values,
      { type: 'rect', fill: place.fills.hatch },
      {
        ...spanX(frame),
        y: place.onLatencyAxis('low'),
        y2: { field: 'high' },
      },
    ),
  ];
}

/** The name of each line where it begins, moved apart where lines begin close together. */
function names(frame: Frame, place: Axes, columns: readonly { column: Column; span: Span }[]): Layer[] {
  const [lowest, highest] = frame.latencyDomain;
  const height = frame.layout.heatHeight;
  const starts = frame.percentiles
    .flatMap((percentile) => {
      const first = columns.find(({ column }) => {
        const us = drawn(find(column, percentile, 'overScheduled'));
        return us !== null && us !== Number.POSITIVE_INFINITY;
      });
      const us = first === undefined ? null : drawn(find(first.column, percentile, 'overScheduled'));
      return first === undefined || us === null ? [] : [{ percentile, at: first.span.from, us }];
    })
    .map((start) => ({ ...start, depth: height * (1 - logPosition(start.us, [lowest, highest])) }))
    .toSorted((a, b) => a.depth - b.depth);
  const depths = spread(
    starts.map(({ depth }) => depth - frame.layout.textSize * 0.7),
    frame.layout.textSize * 1.05,
    [8, height - 8],
  );
  return starts.flatMap(({ percentile, at }, i) => {
    const us = highest * (lowest / highest) ** ((depths[i] ?? 0) / height);
    const text = (name: string, mark: Look) =>
      layer(
        name,
        [{ at, us, text: percentileName(percentile) }],
        { type: 'text', align: 'left', baseline: 'middle', dx: 3, fontWeight: 600, ...mark },
        { x: onRateAxis(frame, 'at'), y: place.onLatencyAxis('us'), text: asIs('text') },
      );
    const name = percentileClass(percentile);
    return [
      text(`${name}namehalo`, {
        stroke: frame.colour('paper'),
        strokeWidth: 4,
        strokeJoin: 'round',
        opacity: 0.9,
      }),
      text(`${name}name`, { fill: frame.colour('ink') }),
    ];
  });
}
