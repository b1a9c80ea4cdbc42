/** What lies over every plot of a picture: rates that were not tried, columns that are not to be trusted, the capacity. */
import type { Column, TargetAnalysis } from '../../model/analysis.ts';
import { placed, touch } from '../axes.ts';
import type { Layer } from './drawing.ts';
import type { Frame } from './frame.ts';
import { layer, onRateAxis, spanX } from './plot.ts';

/** References to the patterns that `patterns` defines. */
export interface Fills {
  readonly hatch: string;
  readonly link: string;
}

/** The patterns for fills, with ids of their own so that several pictures can share a page. */
export function patterns(frame: Frame, id: string): { readonly fills: Fills; readonly defs: string } {
  const stripe = (name: 'hatchLight' | 'hatchDark', width: number, x: number) =>
    `<line x1="${x}" y1="0" x2="${x}" y2="9" stroke="${frame.colour(name)}" stroke-width="${width}"/>`;
  return {
    fills: { hatch: `url(#${id}-hatch)`, link: `url(#${id}-link)` },
    defs:
      `<pattern id="${id}-hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
      `${stripe('hatchLight', 1.8, 1.5)}${stripe('hatchDark', 1, 3)}</pattern>` +
      `<pattern id="${id}-link" width="8" height="8" patternUnits="userSpaceOnUse">` +
      `<circle cx="2" cy="2" r="1.5" fill="${frame.colour('hatchLight')}"/><circle cx="2" cy="2" r="0.9" fill="${frame.colour('hatchDark')}"/></pattern>`,
  };
}

/** Neighbouring columns for which something holds, joined: each with the edges of the whole group. */
export function groups(
  target: TargetAnalysis,
  holds: (column: Column) => boolean,
): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const { column, span } of placed(target.columns)) {
    if (!holds(column)) continue;
    const last = found.at(-1);
    if (last !== undefined && touch(last, span)) last.to = span.to;
    else found.push({ from: span.from, to: span.to });
  }
  return found;
}

/** Under the data: the ground of rates that were not tried. */
export function notTriedGround(frame: Frame, target: TargetAnalysis): Layer {
  const ground = groups(target, (column) => column.notTried !== null);
  return layer('nottried', ground, { type: 'rect', fill: frame.colour('untried') }, spanX(frame));
}

/** Over the data: hatching for columns that are not valid, dots for those beyond the host's link. */
export function doubtOverlay(frame: Frame, target: TargetAnalysis, fills: Fills): Layer[] {
  const doubted = groups(target, (column) => column.notTried === null && column.validity !== 'valid');
  const beyond = groups(target, (column) => column.notTried === null && column.beyondLink);
  return [
    layer('beyondlink', beyond, { type: 'rect', fill: fills.link, fillOpacity: 0.8 }, spanX(frame)),
    layer('hatched', doubted, { type: 'rect', fill: fills.hatch, fillOpacity: 0.55 }, spanX(frame)),
  ];
}

/** A line at the capacity of each objective. */
export function capacityLines(frame: Frame, target: TargetAnalysis): Layer[] {
  const lines = target.capacities.flatMap(({ ratePerSecond }) =>
    ratePerSecond === null ? [] : [{ at: ratePerSecond }],
  );
  const x = { x: onRateAxis(frame, 'at') };
  return [
    layer(
      'capacityhalo',
      lines,
      { type: 'rule', stroke: frame.colour('paper'), strokeWidth: 3.4, opacity: 0.75 },
      x,
    ),
    layer(
      'capacityline',
      lines,
      { type: 'rule', stroke: frame.colour('ink'), strokeWidth: 1.1, strokeDash: [5, 3] },
      x,
    ),
  ];
}

/** How solid a column is that rests on few requests. */
export const THIN_OPACITY = 0.5;

/** The opacity of a column. */
export function solidity(column: Column): number {
  return column.thin ? THIN_OPACITY : 1;
}
