/** The picture as pixels. The only file that knows the rasteriser. */
import { Resvg } from '@resvg/resvg-js';
import type { Analysis } from '../model/analysis.ts';
import { svgReport } from './svg.ts';

/** No font is installed, so that a picture would have axes without a word on them. */
export class NoFontError extends Error {
  constructor() {
    super(
      'A PNG cannot be drawn: no font was found on this machine. ' +
        'Install one (on Debian: apt-get install fonts-dejavu-core), or ask for --format svg, which needs none.',
    );
    this.name = 'NoFontError';
  }
}

/** Pixels for each pixel of the SVG: suits a screen of today. */
const SCALE = 2;

/**
 * Draws `svgReport` as a PNG, with an installed sans-serif font.
 * @param fontFiles to draw with instead of the machine's own fonts
 * @throws NoFontError where there is none at all
 */
export async function pngReport(analysis: Analysis, fontFiles?: readonly string[]): Promise<Uint8Array> {
  const font = { loadSystemFonts: fontFiles === undefined, fontFiles: [...(fontFiles ?? [])] };
  if (!drawsText(font)) throw new NoFontError();
  const picture = new Resvg(await svgReport(analysis), { font, fitTo: { mode: 'zoom', value: SCALE } });
  return picture.render().asPng();
}

/** Whether a letter leaves a mark: without fonts the rasteriser skips text silently. */
function drawsText(font: { loadSystemFonts: boolean; fontFiles: string[] }): boolean {
  const probe =
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15" font-family="sans-serif">M</text></svg>';
  return new Resvg(probe, { font }).getBBox() !== undefined;
}
