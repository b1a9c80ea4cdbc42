/** The picture of a target: objectives, success, failures and latencies over the same rates, and what it took below. */
import type { TargetAnalysis } from '../../model/analysis.ts';
import { colour } from '../theme.ts';
import { failureRow } from './failure-row.ts';
import { type Frame, tried } from './frame.ts';
import { heatmap } from './heatmap.ts';
import type { Layout } from './layout.ts';
import { legend } from './legend.ts';
import { OBJECTIVE_HEIGHT, objectiveRow } from './objective-row.ts';
import { type Fills, patterns } from './overlays.ts';
import { cpuRow, memoryRow } from './server-row.ts';
import { type CaptionPart, type Row, stack, text } from './stack.ts';
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
  const { fills, defs } = patterns(id);
  const rows = await stack(
    [
      ...objectiveRows(frame, target),
      {
        drawing: successStrip(frame, target, fills),
        height: layout.stripHeight,
        caption: successCaption(layout),
        gapAbove: 10,
        gapBelow: 0,
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
        gapBelow: 0,
      },
    ],
    layout,
  );
  const key = withLegend
    ? legend(layout, signsOf(frame, [target]), fills)
    : { body: '', height: -layout.textSize };
  const below = axisTitle(layout, rows.bottom);
  const keyTop = rows.bottom + layout.textSize * 4.2;
  return whole(layout, {
    body: `<defs>${defs}</defs>${rows.body}${below}${key.body === '' ? '' : `<g transform="translate(0,${keyTop})">${key.body}</g>`}`,
    height: keyTop + key.height + 6,
    // The outline of a chosen column would cross out the capacity above it.
    top: rows.top + objectivesHeight(frame),
    bottom: rows.bottom,
  });
}

/** The legend of several pictures: the signs that occur in any of them. */
export function sharedLegend(frame: Frame, targets: readonly TargetAnalysis[], id: string): Picture {
  const { fills, defs } = patterns(id);
  const { layout } = frame;
  const key = legend({ ...layout, left: 0 }, signsOf(frame, targets), fills);
  return whole(layout, {
    body: `<defs>${defs}</defs>${key.body}`,
    height: key.height + 4,
    top: 0,
    bottom: key.height,
  });
}

/** Draws CPU and memory on the same rate axis. */
export async function serverPicture(frame: Frame, target: TargetAnalysis): Promise<Picture> {
  const { layout } = frame;
  const height = layout.serverHeight;
  const cpu: readonly CaptionPart[] = [
    { text: 'CPUs in use' },
    { text: 'server', sign: { as: 'line', colour: colour('accent') } },
    { text: 'generator', sign: { as: 'dashes', colour: colour('quiet') } },
  ];
  const memory: readonly CaptionPart[] = [
    { text: 'Memory in MiB' },
    {
      text: layout.name === 'wide' ? 'server, resident, at its largest' : 'server, resident',
      sign: { as: 'line', colour: colour('memory') },
    },
  ];
  const rows = await stack(
    [
      { drawing: cpuRow(frame, target), height, caption: cpu, gapAbove: 0, gapBelow: 0 },
      { drawing: memoryRow(frame, target), height, caption: memory, gapAbove: 10, gapBelow: 0 },
    ],
    layout,
  );
  return whole(layout, {
    ...rows,
    body: rows.body + axisTitle(layout, rows.bottom),
    height: rows.bottom + layout.textSize * 3.4,
  });
}

const OBJECTIVE_GAP = 6;

/** From the top of the first row to the bottom of the last, labels that stand above the others included. */
function objectivesHeight({ objectives, layout }: Frame): number {
  const labels =
    layout.rowLabels === 'above' ? Math.max(0, objectives.length - 1) * layout.textSize * 1.25 : 0;
  return objectives.length * (OBJECTIVE_HEIGHT + OBJECTIVE_GAP) + labels;
}

function objectiveRows(frame: Frame, target: TargetAnalysis): Row[] {
  return frame.objectives.map(({ text: objective }) => ({
    drawing: objectiveRow(frame, target, objective),
    height: OBJECTIVE_HEIGHT,
    label: { text: objective, baseline: 27 },
    gapAbove: 0,
    gapBelow: OBJECTIVE_GAP,
  }));
}

function failureRows(frame: Frame, target: TargetAnalysis, fills: Fills): Row[] {
  return frame.kinds.map((kind, i) => ({
    drawing: failureRow(frame, target, kind, fills),
    height: frame.layout.kindHeight,
    label: { text: shortened(kind), baseline: frame.layout.kindHeight - 3.5 },
    ...(i === 0 ? { caption: [{ text: 'Failures' }, { text: 'by kind' }] } : {}),
    gapAbove: i === 0 ? 8 : 2,
    gapBelow: 0,
  }));
}

function successCaption(layout: Layout): readonly CaptionPart[] {
  const wide = layout.name === 'wide';
  return [
    { text: 'Success' },
    {
      text: wide ? 'answered rightly in the end' : 'in the end',
      sign: { as: 'line', colour: colour('ink') },
    },
    {
      text: wide ? 'answered rightly within the window' : 'within the window',
      sign: { as: 'line', colour: colour('late') },
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
export function axisTitle(layout: Layout, bottom: number): string {
  const middle = layout.left + (layout.width - layout.left - layout.right) / 2;
  return text(layout, middle, bottom + layout.textSize * 2.9, 'middle', 'requests per second');
}

const LONGEST_KIND = 15;

function shortened(kind: string): string {
  const letters = [...kind];
  return letters.length <= LONGEST_KIND ? kind : `${letters.slice(0, LONGEST_KIND - 1).join('')}…`;
}

/** A picture of rows that were drawn. */
export function whole(
  layout: Layout,
  drawn: { readonly body: string; readonly height: number; readonly top: number; readonly bottom: number },
): Picture {
  return {
    body: drawn.body.replaceAll(
      / class="mark-rect role-mark (?:cells|late|failed|kind|ground)_marks"/g,
      (attribute) => `${attribute} shape-rendering="crispEdges"`,
    ),
    width: layout.width,
    height: Math.ceil(drawn.height),
    columns: { left: layout.left, right: layout.width - layout.right, top: drawn.top, bottom: drawn.bottom },
  };
}
