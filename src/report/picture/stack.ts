/** Rows of plots, one above the other, with their captions: the one place that knows where each comes to lie. */
import { escapeMarkup } from '../escape.ts';
import { type Drawing, draw } from './drawing.ts';
import type { Frame } from './frame.ts';
import { MARGIN } from './plot.ts';

/** A piece of a caption, with the sign that it explains in front. */
export interface CaptionPart {
  readonly text: string;
  readonly sign?: { readonly as: 'line' | 'dashes'; readonly colour: string };
}

export interface Row {
  readonly drawing: Drawing;
  readonly height: number;
  /** Names the row on its left, or above it in a narrow picture; its baseline lies this far below the row's top. */
  readonly label?: { readonly text: string; readonly baseline: number };
  /** Above the row. */
  readonly caption?: readonly CaptionPart[];
  readonly gapAbove?: number;
  readonly gapBelow?: number;
}

export interface Stack {
  /** SVG elements. */
  readonly body: string;
  readonly height: number;
  /** The upper edge of each row's plot, and the lower edge of the last. */
  readonly tops: readonly number[];
  readonly bottom: number;
  /** Bands between plots, from and to, in which text stands. */
  readonly textBands: readonly (readonly [number, number])[];
}

/** Draws rows below each other. */
export async function stack(rows: readonly Row[], frame: Frame): Promise<Stack> {
  const { layout } = frame;
  const size = layout.textSize;
  const fill = frame.colour('quiet');
  const drawn = await Promise.all(rows.map(({ drawing }) => draw(drawing)));
  const parts: string[] = [];
  let y = 0;
  const tops: number[] = [];
  const textBands: (readonly [number, number])[] = [];
  let bottom = 0;
  for (const [i, { label, caption, height, gapAbove = 0, gapBelow = 0 }] of rows.entries()) {
    y += gapAbove;
    const textTop = y;
    if (caption !== undefined) {
      // Below the letters there is room for the upper edge of a column's outline.
      y += size * 1.75;
      parts.push(captionText(caption, frame, y - size * 0.85));
    }
    if (label !== undefined && layout.rowLabels === 'above') {
      y += size * 1.25;
      parts.push(text(layout.left, y - size * 0.35, label.text, { size, fill }));
    }
    if (label !== undefined && layout.rowLabels === 'left') {
      parts.push(text(layout.left - 8, y + label.baseline, label.text, { size, fill, anchor: 'end' }));
    }
    if (y > textTop) textBands.push([textTop, y]);
    parts.push(`<g transform="translate(0,${round(y - MARGIN.top)})">${drawn[i] ?? ''}</g>`);
    tops.push(y);
    y += height;
    bottom = y;
    y += gapBelow;
  }
  return { body: parts.join(''), height: Math.ceil(y), tops, bottom, textBands };
}

export interface TextLook {
  readonly size: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
}

/** A line of text; x is where it starts, ends or has its middle, y its baseline. */
export function text(
  x: number,
  y: number,
  words: string,
  { size, fill, anchor = 'start', weight }: TextLook,
): string {
  const bold = weight === undefined ? '' : ` font-weight="${weight}"`;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${size}" fill="${fill}"${bold}>${escapeMarkup(words)}</text>`;
}

/** A rough width of a text, for placing what follows it: sans-serif letters are about half as wide as high. */
export function textWidth(words: string, size: number, weight: 'normal' | 'bold' = 'normal'): number {
  return [...words].length * size * (weight === 'bold' ? 0.64 : 0.53);
}

function captionText(parts: readonly CaptionPart[], frame: Frame, baseline: number): string {
  const size = frame.layout.textSize;
  let x = frame.layout.left;
  return parts
    .map(({ text: words, sign }, i) => {
      const mark = sign === undefined ? '' : signAt(sign, x, baseline - size * 0.32);
      if (sign !== undefined) x += 22;
      const look = i === 0 ? { fill: frame.colour('ink'), weight: 600 } : { fill: frame.colour('quiet') };
      const set = text(x, baseline, words, { size, ...look });
      x += textWidth(words, size, i === 0 ? 'bold' : 'normal') + 14;
      return mark + set;
    })
    .join('');
}

function signAt({ as, colour: stroke }: NonNullable<CaptionPart['sign']>, x: number, y: number): string {
  const dash = as === 'dashes' ? ' stroke-dasharray="2 2.5"' : '';
  return `<line x1="${round(x)}" x2="${round(x + 16)}" y1="${round(y)}" y2="${round(y)}" stroke="${stroke}" stroke-width="2.4"${dash}/>`;
}

export function round(value: number): number {
  return Number(value.toFixed(2));
}
