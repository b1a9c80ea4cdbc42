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
  return tidy(svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, ''));
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
