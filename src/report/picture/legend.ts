/** What the colours and signs of a picture mean: only those that occur in it. */
import { SHARE_LEVELS } from '../palette.ts';
import type { Frame } from './frame.ts';
import { THIN_OPACITY } from './overlays.ts';
import { round, text, textWidth } from './stack.ts';

export interface Signs {
  readonly failures: boolean;
  readonly hatched: boolean;
  readonly faded: boolean;
  readonly beyondLink: boolean;
}

const SWATCH = { wide: 7, half: 7, narrow: 6 } as const;
const BAR_HEIGHT = 11;

/** Draws the legend with its upper edge at 0. */
export function legend(frame: Frame, signs: Signs, fills: { hatch: string; link: string }) {
  const { layout } = frame;
  const explained = [
    ...(signs.hatched ? [{ fill: fills.hatch, opacity: 1, words: 'hatched: not to be trusted' }] : []),
    ...(signs.faded
      ? [{ fill: frame.levelColour('latency', 20), opacity: THIN_OPACITY, words: 'faded: few requests' }]
      : []),
    ...(signs.beyondLink ? [{ fill: fills.link, opacity: 1, words: 'dotted: beyond the host’s link' }] : []),
  ];
  const items: { width: number; height: number; at: (x: number, y: number) => string }[] = [
    rampItem(frame, 'latency', 'share of all scheduled requests'),
    ...(signs.failures ? [rampItem(frame, 'failure', 'share that failed')] : []),
    ...(explained.length > 0 ? [signsItem(frame, explained)] : []),
  ];
  const parts: string[] = [];
  let x = layout.left;
  let y = 0;
  let rowHeight = 0;
  for (const item of items) {
    if (x > layout.left && x + item.width > layout.width) {
      x = layout.left;
      y += rowHeight + 8;
      rowHeight = 0;
    }
    parts.push(item.at(x, y));
    x += item.width + 20;
    rowHeight = Math.max(rowHeight, item.height);
  }
  return { body: parts.join(''), height: Math.ceil(y + rowHeight) };
}

function rampItem(frame: Frame, map: 'latency' | 'failure', title: string) {
  const { layout } = frame;
  const swatch = SWATCH[layout.name];
  const fill = frame.colour('quiet');
  const width = swatch * SHARE_LEVELS;
  const size = layout.textSize;
  return {
    width: Math.max(width, textWidth(title, size)) + 16,
    height: BAR_HEIGHT + size * 2.5,
    at: (x: number, y: number) => {
      const top = y + size * 1.35;
      const swatches = Array.from(
        { length: SHARE_LEVELS },
        (_, level) =>
          `<rect x="${round(x + level * swatch)}" y="${round(top)}" width="${swatch}" height="${BAR_HEIGHT}" ` +
          `fill="${frame.levelColour(map, level)}"/>`,
      );
      const ticks = ['0.01 %', '', '1 %', '', '100 %'].map((label, i, all) =>
        text(x + (width * i) / (all.length - 1), top + BAR_HEIGHT + size * 1.05, label, {
          size,
          fill,
          anchor: anchors[i] ?? 'middle',
        }),
      );
      return (
        text(x, y + size * 0.9, title, { size, fill }) +
        `<g shape-rendering="crispEdges">${swatches.join('')}</g>${ticks.join('')}`
      );
    },
  };
}

const anchors = ['start', 'middle', 'middle', 'middle', 'end'] as const;

interface Sign {
  readonly fill: string;
  readonly opacity: number;
  readonly words: string;
}

function signsItem(frame: Frame, signs: readonly Sign[]) {
  const size = frame.layout.textSize;
  const pitch = size * 1.35;
  return {
    width: 30 + Math.max(...signs.map(({ words }) => textWidth(words, size))),
    height: pitch * signs.length,
    at: (x: number, y: number) =>
      signs
        .map(({ fill, opacity, words }, i) => {
          const middle = y + pitch * (i + 0.5);
          return (
            `<rect x="${round(x)}" y="${round(middle - 6)}" width="22" height="12" fill="${fill}" ` +
            `fill-opacity="${opacity}" stroke="${frame.colour('line')}"/>` +
            text(x + 29, middle + size * 0.34, words, { size, fill: frame.colour('quiet') })
          );
        })
        .join(''),
  };
}
