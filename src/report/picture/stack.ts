/** Rows of plots, one above the other, with their captions: the one place that knows where each comes to lie. */
import { escapeMarkup } from '../escape.ts';
import { colour } from '../theme.ts';
import { type Drawing, draw } from './drawing.ts';
import type { Layout } from './layout.ts';

/** A piece of a caption, with the sign that it explains in front. */
export interface CaptionPart {
  readonly text: string;
  readonly sign?: { readonly as: 'line' | 'dashes' | 'box'; readonly colour: string };
}

export interface Row {
  readonly drawing: Drawing;
  readonly height: number;
  /** Names the row on its left, or above it in a narrow picture; its baseline lies this far below the row's top. */
  readonly label?: { readonly text: string; readonly baseline: number };
  /** Above the row. */
  readonly caption?: readonly CaptionPart[];
  readonly gapAbove: number;
  readonly gapBelow: number;
}

export interface Stack {
  /** SVG elements. */
  readonly body: string;
  readonly height: number;
  /** Where the columns reach from and to. */
  readonly top: number;
  readonly bottom: number;
}

/** Draws rows below each other. */
export async function stack(rows: readonly Row[], layout: Layout): Promise<Stack> {
  const drawn = await Promise.all(rows.map(({ drawing }) => draw(drawing)));
  const parts: string[] = [];
  let y = 0;
  let top: number | null = null;
  let bottom = 0;
  for (const [i, row] of rows.entries()) {
    y += row.gapAbove;
    if (row.caption !== undefined) {
      y += layout.textSize * 1.5;
      parts.push(captionText(row.caption, layout, y - layout.textSize * 0.6));
    }
    if (row.label !== undefined && layout.rowLabels === 'above') {
      y += layout.textSize * 1.25;
      parts.push(text(layout, layout.left, y - layout.textSize * 0.35, 'start', row.label.text));
    }
    if (row.label !== undefined && layout.rowLabels === 'left') {
      parts.push(text(layout, layout.left - 8, y + row.label.baseline, 'end', row.label.text));
    }
    parts.push(`<g transform="translate(${layout.left},${round(y)})">${drawn[i] ?? ''}</g>`);
    top ??= y;
    y += row.height;
    bottom = y;
    y += row.gapBelow;
  }
  return { body: parts.join(''), height: Math.ceil(y), top: top ?? 0, bottom };
}

/** Sets a line of text in the charts' face. */
export function text(
  layout: Layout,
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  words: string,
  more = '',
): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${layout.textSize}" fill="${colour('quiet')}"${more}>${escapeMarkup(words)}</text>`;
}

/** A rough width of a text, for placing what follows it: sans-serif letters are about half as wide as high. */
export function textWidth(words: string, size: number, weight: 'normal' | 'bold' = 'normal'): number {
  return [...words].length * size * (weight === 'bold' ? 0.64 : 0.53);
}

function captionText(parts: readonly CaptionPart[], layout: Layout, baseline: number): string {
  let x = layout.left;
  return parts
    .map(({ text: words, sign }, i) => {
      const mark = sign === undefined ? '' : signAt(sign, x, baseline - layout.textSize * 0.32);
      if (sign !== undefined) x += 22;
      const set = text(layout, x, baseline, 'start', words, i === 0 ? ` font-weight="600"` : '');
      x += textWidth(words, layout.textSize, i === 0 ? 'bold' : 'normal') + 14;
      return mark + (i === 0 ? set.replace(colour('quiet'), colour('ink')) : set);
    })
    .join('');
}

function signAt({ as, colour: fill }: NonNullable<CaptionPart['sign']>, x: number, y: number): string {
  if (as === 'box')
    return `<rect x="${round(x)}" y="${round(y - 5)}" width="16" height="10" fill="${fill}"/>`;
  const dash = as === 'dashes' ? ' stroke-dasharray="2 2.5"' : '';
  return `<line x1="${round(x)}" x2="${round(x + 16)}" y1="${round(y)}" y2="${round(y)}" stroke="${fill}" stroke-width="2.4"${dash}/>`;
}

export function round(value: number): number {
  return Number(value.toFixed(2));
}
