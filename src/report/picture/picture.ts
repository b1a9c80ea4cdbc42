/** The picture of a target: objectives, success, failures and latencies over the same rates, and what it took below. */
import type { TargetAnalysis } from '../../model/analysis.ts';
import { failureRow } from './failure-row.ts';
import { type Frame, tried } from './frame.ts';
import { heatmap } from './heatmap.ts';
import type { Layout } from './layout.ts';
import { legend } from './legend.ts';
import { OBJECTIVE_HEIGHT, objectiveRow } from './objective-row.ts';
import { type Fills, patterns } from './overlays.ts';
import { cpuRow, memoryRow } from './server-row.ts';
import { type CaptionPart, type Row, type Stack, stack, text } from './stack.ts';
import { successStrip } from './success-strip.ts';

export interface Picture {
  /** SVG elements with colours by name, in a space of `width` × `height`. */
  readonly body: string;
  readonly width: number;
  readonly height: number;
  /** Where the columns lie. */
  readonly columns: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
    /** Bands within them in which text stands. */
    readonly textBands: readonly (readonly [number, number])[];
  };
}

/**
 * Draws the success strip above the heatmap.
 * @param id unique among the pictures of a page
 * @param withLegend false where several pictures share one
 */
export async function latencyPicture(
  frame: Frame,
  target: TargetAnalysis,
  id: string,
  withLegend = true,
): Promise<Picture> {
  const { layout } = frame;
  const { fills, defs } = patterns(frame, id);
  const rows = await stack(
    [
      ...objectiveRows(frame, target),
      {
        drawing: successStrip(frame, target, fills),
        height: layout.stripHeight,
        caption: successCaption(frame),
        gapAbove: 10,
      },
      ...failureRows(frame, target, fills),
      {
        drawing: heatmap(frame, target, fills),
        height: layout.heatHeight,
        caption: [
          { text: 'Latency' },
          {
            text:
              layout.name === 'wide'
                ? 'from the moment a request was due to its last byte'
                : 'from due to last byte',
          },
        ],
        gapAbove: 8,
      },
    ],
    frame,
  );
  const key = withLegend
    ? legend(frame, signsOf(frame, [target]), fills)
    : { body: '', height: -layout.textSize };
  const below = axisTitle(frame, rows.bottom);
  const keyTop = rows.bottom + layout.textSize * 4.2;
  return whole(layout, {
    ...rows,
    body: `<defs>${defs}</defs>${rows.body}${below}${key.body === '' ? '' : `<g transform="translate(0,${keyTop})">${key.body}</g>`}`,
    height: keyTop + key.height + 6,
    // The outline of a chosen column would cross out the capacity above it.
    tops: rows.tops.slice(frame.objectives.length),
  });
}

/** The legend of several pictures: the signs that occur in any of them. */
export function sharedLegend(frame: Frame, targets: readonly TargetAnalysis[], id: string): Picture {
  const { fills, defs } = patterns(frame, id);
  const { layout } = frame;
  const key = legend({ ...frame, layout: { ...layout, left: 0 } }, signsOf(frame, targets), fills);
  return whole(layout, {
    body: `<defs>${defs}</defs>${key.body}`,
    height: key.height + 4,
    tops: [],
    bottom: key.height,
    textBands: [],
  });
}

/** Draws CPU and memory on the same rate axis. */
export async function serverPicture(frame: Frame, target: TargetAnalysis): Promise<Picture> {
  const { layout } = frame;
  const height = layout.serverHeight;
  const cpu: readonly CaptionPart[] = [
    { text: 'CPUs in use' },
    { text: 'server', sign: { as: 'line', colour: frame.colour('accent') } },
    { text: 'generator', sign: { as: 'dashes', colour: frame.colour('quiet') } },
  ];
  const memory: readonly CaptionPart[] = [
    { text: 'Memory in MiB' },
    {
      text: layout.name === 'wide' ? 'server, resident, at its largest' : 'server, resident',
      sign: { as: 'line', colour: frame.colour('memory') },
    },
  ];
  const rows = await stack(
    [
      { drawing: cpuRow(frame, target), height, caption: cpu },
      { drawing: memoryRow(frame, target), height, caption: memory, gapAbove: 10 },
    ],
    frame,
  );
  return whole(layout, {
    ...rows,
    body: rows.body + axisTitle(frame, rows.bottom),
    height: rows.bottom + layout.textSize * 3.4,
  });
}

function objectiveRows(frame: Frame, target: TargetAnalysis): Row[] {
  return frame.objectives.map(({ text: objective }) => ({
    drawing: objectiveRow(frame, target, objective),
    height: OBJECTIVE_HEIGHT,
    label: { text: objective, baseline: 27 },
    gapBelow: 6,
  }));
}

function failureRows(frame: Frame, target: TargetAnalysis, fills: Fills): Row[] {
  return frame.kinds.map((kind, i) => ({
    drawing: failureRow(frame, target, kind, fills),
    height: frame.layout.kindHeight,
    label: { text: shortened(kind), baseline: frame.layout.kindHeight - 3.5 },
    ...(i === 0 ? { caption: [{ text: 'Failures' }, { text: 'by kind' }] } : {}),
    gapAbove: i === 0 ? 8 : 2,
  }));
}

function successCaption(frame: Frame): readonly CaptionPart[] {
  const wide = frame.layout.name === 'wide';
  return [
    { text: 'Success' },
    {
      text: wide ? 'answered rightly in the end' : 'in the end',
      sign: { as: 'line', colour: frame.colour('ink') },
    },
    {
      text: wide ? 'answered rightly within the window' : 'within the window',
      sign: { as: 'line', colour: frame.colour('late') },
    },
  ];
}

function signsOf(frame: Frame, targets: readonly TargetAnalysis[]) {
  const columns = targets.flatMap((target) => target.columns).filter(tried);
  return {
    failures: frame.kinds.length > 0,
    hatched: columns.some(
      ({ validity, overScheduled }) => validity !== 'valid' || overScheduled.some(({ trusted }) => !trusted),
    ),
    faded: columns.some(({ thin }) => thin),
    beyondLink: columns.some(({ beyondLink }) => beyondLink),
  };
}

/** Names the rate axis, below a picture’s rows. */
export function axisTitle({ layout, colour }: Frame, bottom: number): string {
  const { left, right, width, textSize: size } = layout;
  return text(left + (width - left - right) / 2, bottom + size * 2.9, 'requests per second', {
    size,
    fill: colour('quiet'),
    anchor: 'middle',
  });
}

const LONGEST_KIND = 15;

function shortened(kind: string): string {
  const letters = [...kind];
  return letters.length <= LONGEST_KIND ? kind : `${letters.slice(0, LONGEST_KIND - 1).join('')}…`;
}

/** A picture of rows that were drawn. Its columns reach from the first of `tops` to the bottom. */
export function whole(
  { width, left, right }: Layout,
  { body, height, tops: [top = 0], bottom, textBands }: Stack,
): Picture {
  const within = textBands.filter(([from]) => from >= top);
  return {
    body,
    width,
    height: Math.ceil(height),
    columns: { left, right: width - right, top, bottom, textBands: within },
  };
}
