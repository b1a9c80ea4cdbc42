/** The difference of two targets over the rate: how many times the second's latency and goodput the first's are. */
import type { Column } from '../../model/analysis.ts';
import type { Difference, RateDifference, Ratio } from '../../model/comparison.ts';
import { decadeTicks, logPosition, placedBetween } from '../axes.ts';
import type { Drawing, Layer } from './drawing.ts';
import type { Frame } from './frame.ts';
import type { Layout } from './layout.ts';
import { type Fills, patterns } from './overlays.ts';
import { axisTitle, type Picture, whole } from './picture.ts';
import { axisOnly, fixedAxis, layer, onLogAxis, plot, spanX, staircase } from './plot.ts';
import { stack } from './stack.ts';

type Part = 'p50' | 'p99' | 'goodput';

/** Ratios from here to here are always on the axis, so that small differences look small. */
const LEAST: readonly [number, number] = [1 / 2, 2];

const heights = { latency: 150, goodput: 96 } as const;

/**
 * Draws latency ratios above goodput ratios, over the rates that both were asked for.
 * @param ofBoth all columns of the two
 * @param id unique among the pictures of a page
 */
export async function differencePicture(
  frame: Frame,
  difference: Difference,
  ofBoth: readonly (readonly Column[])[],
  id: string,
): Promise<Picture> {
  const { layout } = frame;
  const { fills, defs } = patterns(frame, id);
  const wide = layout.name === 'wide';
  const columns = placedBetween(difference.rates, ofBoth);
  const ink = frame.colour('accent');
  const rows = await stack(
    [
      {
        drawing: ratioPlot(frame, difference, columns, ['p50', 'p99'], fills, false),
        height: heights.latency,
        caption: [
          { text: 'Latency' },
          { text: 'p50', sign: { as: 'line', colour: ink } },
          { text: 'p99', sign: { as: 'dashes', colour: ink } },
          ...(wide ? [{ text: 'bands: intervals' }] : []),
        ],
      },
      {
        drawing: ratioPlot(frame, difference, columns, ['goodput'], fills, true),
        height: heights.goodput,
        caption: [
          { text: 'Goodput' },
          { text: wide ? 'answered rightly within the window' : 'within the window' },
        ],
        gapAbove: 10,
      },
    ],
    frame,
  );
  return whole(layout, {
    ...rows,
    body: `<defs>${defs}</defs>${rows.body}${axisTitle(frame, rows.bottom)}`,
    height: rows.bottom + layout.textSize * 3.4,
  });
}

function ratioPlot(
  frame: Frame,
  { rates }: Difference,
  columns: ReturnType<typeof placedBetween<RateDifference>>,
  parts: readonly Part[],
  fills: Fills,
  labelled: boolean,
): Drawing {
  const height = labelled ? heights.goodput : heights.latency;
  const domain = ratioDomain(rates, parts);
  const onRatioAxis = onLogAxis(domain);
  const ticks = ratioTicks(domain, frame.layout, height);
  const axis = fixedAxis(ticks, {
    labelExpr: "format(datum.value, datum.value < 1000 ? '~r' : ',.0f') + '×'",
  });
  return plot(frame, height, labelled, [
    axisOnly({ y: onRatioAxis('at', axis) }),
    layer('equal', [{ at: 1 }], { type: 'rule', stroke: frame.colour('faint') }, { y: onRatioAxis('at') }),
    ...parts.flatMap((part) => [band(part), line(part)]),
    layer(
      'hatched',
      columns
        .filter(({ column }) => parts.some((part) => column[part]?.doubtful === true))
        .map(({ span: { from, to } }) => ({ from, to })),
      { type: 'rect', fill: fills.hatch, fillOpacity: 0.4 },
      spanX(frame),
    ),
  ]);

  function band(part: Part): Layer {
    const values = columns.flatMap(({ column, span: { from, to } }) => {
      const interval = column[part]?.interval ?? null;
      if (interval === null) return [];
      return [{ from, to, low: Math.max(domain[0], interval[0]), high: interval[1] ?? domain[1] }];
    });
    return layer(
      `${part}band`,
      values,
      { type: 'rect', fill: frame.colour('accent'), fillOpacity: part === 'p99' ? 0.13 : 0.22 },
      { ...spanX(frame), y: onRatioAxis('low'), y2: { field: 'high' } },
    );
  }

  function line(part: Part): Layer {
    const treads = columns.map(({ column, span }) => ({ span, value: column[part]?.value ?? null }));
    return staircase(frame, `${part}ratio`, treads, onRatioAxis, {
      stroke: frame.colour('accent'),
      strokeJoin: 'round',
      ...(part === 'p99' ? { strokeWidth: 1.6, strokeDash: [2, 2.5] } : { strokeWidth: 2.2 }),
    });
  }
}

/** Holds every ratio with its interval. */
function ratioDomain(rates: readonly RateDifference[], parts: readonly Part[]): readonly [number, number] {
  const ends = rates.flatMap((rate) => parts.flatMap((part) => endsOf(rate[part])));
  const [lowest, highest] = [Math.min(LEAST[0], ...ends), Math.max(LEAST[1], ...ends)];
  return [lowest / 1.12, highest * 1.12];
}

function endsOf(ratio: Ratio | null): readonly number[] {
  if (ratio === null) return [];
  return [ratio.value, ...(ratio.interval ?? [])].filter((end): end is number => end !== null && end > 0);
}

/** 1, 2 and 5 of every decade, or decades alone where those would stand too close together. */
function ratioTicks(domain: readonly [number, number], { textSize }: Layout, height: number): number[] {
  const decade = (logPosition(domain[0] * 10, domain) - logPosition(domain[0], domain)) * height;
  return decadeTicks(domain, decade / 3 >= textSize * 1.2 ? [1, 2, 5] : [1]);
}
