/**
 * Percentiles as lines over the map, each of them in marks whose names begin with its own, so that a page can switch
 * it on and off: `p99_marks`, `p99halo_marks`, …; `s99…` are the same over successes only.
 */
import type { Column, TargetAnalysis } from '../../model/analysis.ts';
import { logPosition, spread } from '../axes.ts';
import { percentileName } from '../figures.ts';
import type { Layer, Look, PositionChannel } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import type { Fills } from './overlays.ts';
import { haloedText, layer, onRateAxis, spanX, staircase, type Tread } from './plot.ts';

interface Axes {
  readonly onLatencyAxis: (field: string) => PositionChannel;
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

const dotted: Look = { strokeWidth: 1.8, strokeDash: [0.1, 3.2], strokeCap: 'round' };

export function percentileLines(
  frame: Frame,
  target: TargetAnalysis,
  { onLatencyAxis, slot, fills }: Axes,
): Layer[] {
  const columns = triedColumns(target);
  return [
    ...frame.percentiles.flatMap((percentile, i) => {
      const name = percentileClass(percentile);
      const infiniteUs = slot((i + 1) / (frame.percentiles.length + 1));
      const successes = () => line(name.replace('p', 's'), treads('overSuccesses'), dotted);
      return [
        ...(frame.successLines ? successes() : []),
        ...line(name, treads('overScheduled'), strokes[percentile] ?? {}),
        doubts(name, percentile),
      ];

      function treads(basis: Basis): Tread[] {
        return columns.map(({ column, span }) => {
          const us = drawnUs(column, percentile, basis);
          return { span, value: us === Number.POSITIVE_INFINITY ? infiniteUs : us };
        });
      }
    }),
    ...names(frame, onLatencyAxis, columns),
  ];

  function line(name: string, points: readonly Tread[], look: Look): Layer[] {
    const halo: Look = { stroke: frame.colour('paper'), strokeWidth: 4.5, opacity: 0.8 };
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
  function doubts(name: string, percentile: number): Layer {
    const values = columns.flatMap(({ column, span: { from, to } }) => {
      const us = drawnUs(column, percentile, 'overScheduled');
      const isTrusted = find(column, percentile, 'overScheduled')?.trusted ?? true;
      if (isTrusted || us === null || us === Number.POSITIVE_INFINITY) return [];
      return [{ from, to, low: us / 1.25, high: us * 1.25 }];
    });
    const y = { y: onLatencyAxis('low'), y2: { field: 'high' } };
    return layer(`${name}doubt`, values, { type: 'rect', fill: fills.hatch }, { ...spanX(frame), ...y });
  }
}

type Basis = 'overScheduled' | 'overSuccesses';

const find = (column: Column, percentile: number, basis: Basis) =>
  column[basis].find((one) => one.percentile === percentile);

/** Null where there is nothing to draw: nothing recorded, or too few requests to mean anything. */
function drawnUs(column: Column, percentile: number, basis: Basis): number | null {
  const found = find(column, percentile, basis);
  return found === undefined || !found.enoughSamples || found.us === 0 ? null : found.us;
}

/** The name of each line where it begins, moved apart where lines begin close together. */
function names(
  frame: Frame,
  onLatencyAxis: Axes['onLatencyAxis'],
  columns: ReturnType<typeof triedColumns>,
): Layer[] {
  const [lowest, highest] = frame.latencyDomain;
  const height = frame.layout.heatHeight;
  const starts = frame.percentiles
    .flatMap((percentile) => {
      const points = columns.map(({ column, span }) => ({
        at: span.from,
        us: drawnUs(column, percentile, 'overScheduled'),
      }));
      const first = points.find(({ us }) => us !== null && us !== Number.POSITIVE_INFINITY);
      return first === undefined || first.us === null
        ? []
        : [{ percentile, at: first.at, depth: height * (1 - logPosition(first.us, [lowest, highest])) }];
    })
    .toSorted((a, b) => a.depth - b.depth);
  const depths = spread(
    starts.map(({ depth }) => depth - frame.layout.textSize * 0.7),
    frame.layout.textSize * 1.05,
    [8, height - 8],
  );
  return starts.flatMap(({ percentile, at }, i) => {
    const us = highest * (lowest / highest) ** ((depths[i] ?? 0) / height);
    return haloedText(
      frame,
      `${percentileClass(percentile)}name`,
      [{ at, us, text: percentileName(percentile) }],
      { baseline: 'middle', dx: 3, fontWeight: 600 },
      { x: onRateAxis(frame, 'at'), y: onLatencyAxis('us') },
    );
  });
}
