/** Vega-Lite's specifications by its own types, and how one becomes SVG. The only file that knows both libraries. */
import { logger, None, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** One row of a picture: layers over each other on common axes. */
export type Drawing = Extract<TopLevelSpec, { layer: unknown }>;
export type Layer = Extract<Drawing['layer'][number], { mark: unknown }>;
export type Mark = Exclude<Layer['mark'], string | { type: 'boxplot' | 'errorbar' | 'errorband' }>;
/** How a mark looks, whatever its kind. */
export type Look = Omit<Mark, 'type'>;
export type Encoding = NonNullable<Layer['encoding']>;
/** A place on the horizontal or the vertical axis. */
export type PositionChannel = NonNullable<Encoding['y']>;
export type Axis = NonNullable<Extract<PositionChannel, { axis?: unknown }>['axis']>;

/**
 * Draws without a screen.
 * @returns an `<svg>` element
 */
export async function draw(drawing: Drawing): Promise<string> {
  const { spec } = compile(drawing, { logger: logger(None) });
  const view = new View(parse(spec), { renderer: 'none', logLevel: None });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
