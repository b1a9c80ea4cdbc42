/** Colours on a terminal, as few as it has. */
import { Chalk, type ColorSupportLevel } from 'chalk';
import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** How many colours there are: none, 16, 256, or all. */
export type ColorLevel = ColorSupportLevel;

/** Ways to make text look. Without colours each returns the text as it is. */
export interface Paint {
  readonly level: ColorLevel;
  readonly bold: (text: string) => string;
  /** What may be overlooked. */
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly doubtful: (text: string) => string;
  readonly bad: (text: string) => string;
  /** Text in one colour on another, each as `#rrggbb`; null: the terminal's own. */
  readonly on: (foreground: string | null, background: string | null, text: string) => string;
}

export function createPaint(level: ColorLevel): Paint {
  const chalk = new Chalk({ level });
  return {
    level,
    bold: chalk.bold,
    quiet: chalk.dim,
    good: chalk.hex('#5cc0c4'),
    doubtful: chalk.hex('#e6b45a'),
    bad: chalk.hex('#ff8a73'),
    on(foreground, background, text) {
      const front = foreground === null ? chalk : chalk.hex(foreground);
      return (background === null ? front : front.bgHex(background))(text);
    },
  };
}

/** Columns that a text takes, escape sequences not counted. */
export const widthOf = (text: string): number => stringWidth(text);

/** As much of a text as fits into so many columns, with `…` where some was cut off. */
export const fitted = (text: string, columns: number): string => cliTruncate(text, Math.max(0, columns));

/** A text with spaces after it up to so many columns. */
export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));

/** A text as lines of at most so many columns, broken between words where it can be; a longer word stands alone. */
export const wrapped = (text: string, columns: number): string[] => wrapAnsi(text, columns).split('\n');

/** A line as a person would fold it: between words, what follows stands in as the line did and a little further. */
export function folded(line: string, columns: number): string[] {
  if (widthOf(line) <= columns) return [line];
  const [indent = ''] = /^ */.exec(line) ?? [];
  const room = Math.max(20, columns - indent.length - 2);
  return wrapped(line.slice(indent.length), room).map(
    (part, at) => `${indent}${at === 0 ? '' : '  '}${part}`,
  );
}

/**
 * How many colours there are: none where the output is no terminal, where `NO_COLOR` is set to anything (https://no-color.org),
 * or where the terminal says it is dumb.
 */
export function colorLevel(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): ColorLevel {
  const { NO_COLOR: refused = '', FORCE_COLOR: forced, COLORTERM: colours = '', TERM: name = '' } = env;
  if (refused !== '') return 0;
  if (forced === '0' || forced === 'false') return 0;
  if (forced === '1' || forced === '2' || forced === '3') return Number(forced) as ColorLevel;
  if ((!isTerminal && forced === undefined) || name === 'dumb') return 0;
  if (/^(truecolor|24bit)$/.test(colours) || /-direct$|^xterm-(kitty|ghostty)$/.test(name)) return 3;
  return /256/.test(name) ? 2 : 1;
}
