/**
 * The colours of a report by name. In a page each name has two values, and the reader's preference chooses; a picture
 * of its own is drawn with the values of one theme.
 */
import { ramp, SHARE_LEVELS } from './palette.ts';

/** What a reader's system has: a report brings no fonts along. */
export const FONTS =
  "-apple-system, 'Segoe UI', Roboto, Inter, 'Noto Sans', 'Liberation Sans', system-ui, 'DejaVu Sans', sans-serif";

export type Theme = 'light' | 'dark';

const named = {
  paper: ['#fffefb', '#14151a'],
  raised: ['#f6f5f0', '#1c1e25'],
  ink: ['#1b1c22', '#ecebe6'],
  quiet: ['#5c5e68', '#a5a7b3'],
  faint: ['#9a9ca6', '#6c6f7c'],
  line: ['#dedcd3', '#33353f'],
  grid: ['#ebe9e1', '#262831'],
  untried: ['#f1efe8', '#1d1f26'],
  accent: ['#1f4fa8', '#8fb4ff'],
  pass: ['#2a6f77', '#5cc0c4'],
  bad: ['#b3261e', '#ff8a73'],
  badFill: ['#d9543f', '#d9543f'],
  late: ['#b77a12', '#e6b45a'],
  lateFill: ['#f3d9a0', '#5b4620'],
  memory: ['#6b4c9a', '#c3a6f0'],
  hatchDark: ['#1b1c22', '#0c0d11'],
  hatchLight: ['#fffefb', '#ecebe6'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

export type ColourName = keyof typeof named;

/** How a picture's colours are written. */
export interface Colours {
  readonly colour: (name: ColourName) => string;
  /** The colour of a level of one of the two maps. */
  readonly levelColour: (map: 'latency' | 'failure', level: number) => string;
}

/** Colours as names, for a page that gives each name its values. */
export const colourNames: Colours = {
  colour: (name) => `var(--${name})`,
  levelColour: (map, level) => `var(--${map}${level})`,
};

/** Colours as values, for a file that stands for itself. */
export function coloursOf(theme: Theme): Colours {
  const value = (name: string) => themeColours.get(name)?.[theme] ?? '';
  return { colour: value, levelColour: (map, level) => value(`${map}${level}`) };
}

/** Every name with its values, the levels of the maps included. */
export const themeColours: ReadonlyMap<string, Readonly<Record<Theme, string>>> = new Map([
  ...Object.entries(named).map(([name, [light, dark]]) => [name, { light, dark }] as const),
  ...(['latency', 'failure'] as const).flatMap((map) => {
    const light = ramp(map, 'light');
    const dark = ramp(map, 'dark');
    return Array.from(
      { length: SHARE_LEVELS },
      (_, level) => [`${map}${level}`, { light: light[level] ?? '', dark: dark[level] ?? '' }] as const,
    );
  }),
]);
