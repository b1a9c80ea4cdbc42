/** One row for each objective: where it is met, where not, where it is unknown, and the capacity with its bracket. */
import type { Column, TargetAnalysis } from '../../model/analysis.ts';
import { logPosition } from '../axes.ts';
import { DASH } from '../figures.ts';
import { capacityText } from '../words/capacity-text.ts';
import type { Drawing, Encoding, Layer } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import { plotWidth } from './layout.ts';
import { groups } from './overlays.ts';
import { asIs, layer, onRateAxis, plot, spanX } from './plot.ts';

export const OBJECTIVE_HEIGHT = 30;
const BAR = 23;

export function objectiveRow(frame: Frame, target: TargetAnalysis, objective: string): Drawing {
  const where = (wanted: string) => (column: Column) =>
    column.notTried === null &&
    column.verdicts.some((one) => one.objective === objective && one.verdict === wanted);
  const of = (wanted: string) => groups(target, where(wanted)).map((group) => ({ ...group, y: BAR }));
  const fails = triedColumns(target)
    .filter(({ column }) => where('fail')(column))
    .map(({ span }) => ({ rate: span.rate, y: BAR }));
  const y: Encoding = {
    y: { field: 'y', type: 'quantitative', scale: { domain: [OBJECTIVE_HEIGHT, 0] }, axis: null },
  };
  const along = { ...spanX(frame), ...y };
  return plot(frame, OBJECTIVE_HEIGHT, false, [
    layer(
      'undecided',
      of('undecided'),
      { type: 'rule', strokeDash: [1.5, 3], stroke: frame.colour('quiet') },
      along,
    ),
    layer('fails', of('fail'), { type: 'rule', stroke: frame.colour('bad'), strokeWidth: 1 }, along),
    layer(
      'failmarks',
      fails,
      {
        type: 'point',
        shape: 'M-1,-1L1,1M1,-1L-1,1',
        size: frame.layout.name === 'wide' ? 12 : 6,
        stroke: frame.colour('bad'),
        strokeWidth: 1.4,
        opacity: 1,
        filled: false,
      },
      { x: onRateAxis(frame, 'rate'), ...y },
    ),
    layer('passes', of('pass'), { type: 'rule', stroke: frame.colour('pass'), strokeWidth: 7 }, along),
    ...capacityMark(frame, target, objective, y),
  ]);
}

/** The tick at the capacity, the bracket to the lowest fail above it, and the figure over them. */
function capacityMark(frame: Frame, target: TargetAnalysis, objective: string, y: Encoding): Layer[] {
  const capacity = target.capacities.find((one) => one.objective === objective);
  if (capacity === undefined) return [];
  const rate = capacity.ratePerSecond;
  const text = capacity.kind === 'none' && triedColumns(target).length === 0 ? DASH : capacityText(capacity);
  const place = rate === null ? 0 : logPosition(rate, frame.rateDomain);
  const px = place * plotWidth(frame.layout);
  const room = text.length * frame.layout.textSize * 0.32;
  const align = px < room ? 'left' : px > plotWidth(frame.layout) - room ? 'right' : 'center';
  const at = align === 'left' ? frame.rateDomain[0] : align === 'right' ? frame.rateDomain[1] : (rate ?? 1);
  const label = layer(
    'capacitytext',
    [{ at, y: 8, text }],
    {
      type: 'text',
      align,
      baseline: 'middle',
      fontWeight: 600,
      fill: frame.colour(rate !== null ? 'ink' : capacity.failedAtPerSecond === null ? 'quiet' : 'bad'),
    },
    { x: onRateAxis(frame, 'at'), ...y, text: asIs('text') },
  );
  if (rate === null) return [label];
  const upTo = capacity.failedAtPerSecond;
  const ends = [
    { at: rate, y: BAR - 7, to: BAR + 7, width: 2.2 },
    ...(upTo === null ? [] : [{ at: upTo, y: BAR - 4, to: BAR + 4, width: 1.2 }]),
  ];
  return [
    ...(upTo === null
      ? []
      : [
          layer(
            'bracket',
            [{ from: rate, to: upTo, y: BAR }],
            { type: 'rule', stroke: frame.colour('ink'), strokeWidth: 1.2 },
            { ...spanX(frame), ...y },
          ),
        ]),
    layer(
      'bracketends',
      ends,
      { type: 'rule', stroke: frame.colour('ink') },
      {
        x: onRateAxis(frame, 'at'),
        ...y,
        y2: { field: 'to' },
        strokeWidth: asIs('width'),
      },
    ),
    label,
  ];
}
