/** What every figure of a report is declared with. Tables, CSV, JSON and its schema are made from these declarations. */
import { formatUs } from './duration.ts';
import { formatRate } from './rate.ts';
import { amount } from './schema.ts';
import { formatShare, formatSuccess } from './share.ts';
import { formatBytes, formatMemory } from './size.ts';

/** The units of figures, and how a value in each is written for people. */
export const units = {
  requests: (value: number) => value.toLocaleString('en-US'),
  'requests per second': (value: number) => `${formatRate(value)}/s`,
  /** 0 … 1, of what should be all. */
  success: formatSuccess,
  /** 0 … 1. */
  share: formatShare,
  CPUs: (value: number) => value.toFixed(2),
  microseconds: formatUs,
  milliseconds: (value: number) => formatUs(value * 1_000),
  /** On the wire or on a disk. */
  bytes: formatBytes,
  'bytes of memory': formatMemory,
  count: (value: number) => value.toLocaleString('en-US'),
  /** In the currency of the host's price, which is not known: three digits. */
  money: (value: number) => (value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))),
} as const satisfies Readonly<Record<string, (value: number) => string>>;

export const unitNames = Object.keys(units) as readonly (keyof typeof units)[];

export interface Figure {
  /** Its name in JSON and CSV. Ends in the unit, where that is not plain. */
  readonly key: string;
  /** The head of its column. */
  readonly title: string;
  /** What it is, for the schema. */
  readonly description: string;
  readonly unit: keyof typeof units;
  /** Which way is better; less where this is not given, null: neither. */
  readonly better?: 'more' | null;
  /** What stands in its place where it is not known; a dash where this is not given. */
  readonly unknown?: string;
}

export const DASH = '–';

/** A figure's value for people; an infinite one is written by its unit. */
export const writeFigure = (figure: Figure, value: number | null): string =>
  value === null ? (figure.unknown ?? DASH) : units[figure.unit](value);

/** Something for each figure, by its key. */
export function byKey<Item extends { readonly key: string }, Value>(
  figures: readonly Item[],
  value: (figure: Item) => Value,
): Record<Item['key'], Value>;
export function byKey<Item extends { readonly key: string }>(
  figures: readonly Item[],
  value: (figure: Item) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(figures.map((figure) => [figure.key, value(figure)]));
}

/** A figure's part of the schema. */
export const figureSchema = ({ description, unit }: Figure) => amount(`${description}; ${unit}`);
