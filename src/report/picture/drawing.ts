/** A drawing is a Vega-Lite specification as plain data; this turns it into SVG. The only file that knows both libraries. */
import { logger, None, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Drawing = { readonly [key: string]: Json };

/**
 * Draws without a screen.
 * @returns SVG elements without the `<svg>` around them, the plot's upper left corner at 0, 0
 */
export async function draw(drawing: Drawing): Promise<string> {
  const { spec } = compile(drawing as unknown as TopLevelSpec, { logger: logger(None) });
  const view = new View(parse(spec), { renderer: 'none', logLevel: None });
  const svg = await view.toSVG();
  view.finalize();
  return joinPaths(tidy(svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '')));
}

/** Leaves out what nobody sees, and digits beyond a hundredth of a pixel. */
function tidy(svg: string): string {
  return svg
    .replaceAll(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replaceAll(/<text[^>]*\/>/g, '')
    .replaceAll(/ (?:role|aria-roledescription|aria-label|aria-hidden|pointer-events)="[^"]*"/g, '')
    .replaceAll(/ opacity="1"| font-family="[^"]*"/g, '')
    .replaceAll(/ (?:d|transform|x2|y2)="[^"]*"/g, (attribute) =>
      attribute.replaceAll(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) =>
        String(Number(Number(number).toFixed(2))),
      ),
    );
}

/** Neighbouring paths that look the same become one: a heatmap's cells, sorted by colour, take half the room. */
function joinPaths(svg: string): string {
  return svg.replaceAll(/(?:<path d="[^"]*"[^>]*\/>){2,}/g, (run) => {
    const joined: { shape: string; looks: string }[] = [];
    for (const [, shape = '', looks = ''] of run.matchAll(/<path d="([^"]*)"([^>]*)\/>/g)) {
      const last = joined.at(-1);
      if (last?.looks === looks) last.shape += shape;
      else joined.push({ shape, looks });
    }
    return joined.map(({ shape, looks }) => `<path d="${shape}"${looks}/>`).join('');
  });
}
