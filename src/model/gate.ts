/** A gate on one figure of a target, as it is typed: `capacity >= 400/s`, `p99 at 200/s < 100 ms`, `cpu at half capacity`. */
import { parseDurationUs } from './duration.ts';
import type { units } from './figure.ts';
import { parseBytes } from './size.ts';

/** A figure that every round gives. */
export interface GateFigure {
  /** The highest rate that meets the objective; a percentile over everything scheduled; …; start to ready. */
  readonly name: 'capacity' | 'latency' | 'success' | 'cpu' | 'memory' | 'start';
  /** Of a latency, 0 … 100; else null. */
  readonly percentile: number | null;
  /** The rate at which it is read, per second; a place that the run decides; null: it has none. */
  readonly at: number | 'capacity' | 'half capacity' | 'rest' | null;
  readonly unit: keyof typeof units;
  readonly better: 'higher' | 'lower';
}

export interface Gate {
  /** As it was typed, with single spaces. */
  readonly text: string;
  readonly figure: GateFigure;
  /** In the figure's unit; null: it is compared with the baseline. */
  readonly bound: number | null;
  /** Whether a figure that is the bound itself passes. */
  readonly orEqual: boolean;
}

/** What `--baseline` compares without being asked. */
export const capacityFigure: GateFigure = {
  name: 'capacity',
  percentile: null,
  at: null,
  unit: 'requests per second',
  better: 'higher',
};

type Place = 'rate' | 'capacity' | 'half capacity' | 'rest' | 'none';

interface Kind extends Pick<GateFigure, 'name' | 'unit' | 'better'> {
  readonly word: RegExp;
  readonly places: readonly Place[];
  /** Reads a bound; null where the text is none. */
  readonly read: (text: string) => number | null;
  /** What a bound is. */
  readonly bound: string;
}

const readRate = (text: string): number | null =>
  /^\d+(\.\d+)?\/s$/.test(text) && Number.parseFloat(text) > 0 ? Number.parseFloat(text) : null;

const readShare = (text: string): number | null =>
  /^\d+(\.\d+)?%$/.test(text) && Number.parseFloat(text) <= 100 ? Number.parseFloat(text) / 100 : null;

const length = 'length of time with a unit of us, ms, s, m or h';

/** All that a gate can be about. */
const kinds: readonly Kind[] = [
  {
    word: /^capacity$/,
    name: 'capacity',
    places: ['none'],
    unit: 'requests per second',
    better: 'higher',
    read: readRate,
    bound: 'rate with the unit /s',
  },
  {
    word: /^p(?:50|90|95|99|99\.9)$/,
    name: 'latency',
    places: ['rate', 'half capacity'],
    unit: 'microseconds',
    better: 'lower',
    read: parseDurationUs,
    bound: length,
  },
  {
    word: /^success$/,
    name: 'success',
    places: ['rate', 'half capacity'],
    unit: 'success',
    better: 'higher',
    read: readShare,
    bound: 'share up to 100 %, like 99.9%',
  },
  {
    word: /^cpu$/,
    name: 'cpu',
    places: ['rate', 'half capacity'],
    unit: 'microseconds',
    better: 'lower',
    read: parseDurationUs,
    bound: length,
  },
  {
    word: /^memory$/,
    name: 'memory',
    places: ['capacity', 'half capacity', 'rest', 'rate'],
    unit: 'bytes of memory',
    better: 'lower',
    read: parseBytes,
    bound: 'amount of memory with a unit of B, kB, MB, GB, KiB, MiB or GiB',
  },
  {
    word: /^start$/,
    name: 'start',
    places: ['none'],
    unit: 'microseconds',
    better: 'lower',
    read: parseDurationUs,
    bound: length,
  },
];

const placeWords = {
  rate: 'at a rate, like "at 200/s"',
  capacity: '"at capacity"',
  'half capacity': '"at half capacity"',
  rest: '"at rest"',
  none: 'without a place',
} as const satisfies Readonly<Record<Place, string>>;

/** @returns the gate, or a sentence that says what is wrong with the text */
export function parseGate(typed: string): Gate | { readonly problem: string } {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  const [, left = '', comparison = '', right = ''] =
    /^([^<>=]*?) ?(?:(<=|>=|<|>|=) ?(.*))?$/.exec(text) ?? [];
  const [, word = '', place = null] = /^(\S+)(?: at (.+))?$/.exec(left) ?? [];
  const kind = kinds.find((one) => one.word.test(word));
  if (kind === undefined) return { problem: `"${left}" is no figure that a gate can be about` };
  const { name, unit, better } = kind;
  const at = place === null || isNamed(place) ? place : readRate(place);
  if (place !== null && at === null) return { problem: `"${place}" is no rate with the unit /s` };
  const given: Place = at === null ? 'none' : typeof at === 'number' ? 'rate' : at;
  if (!kind.places.includes(given)) {
    return { problem: `${word} is read ${kind.places.map((one) => placeWords[one]).join(', ')}` };
  }
  const percentile = name === 'latency' ? Number(word.slice(1)) : null;
  const figure = { name, percentile, at, unit, better };
  if (comparison === '') return { text, figure, bound: null, orEqual: false };
  const allowed = better === 'higher' ? ['>=', '>'] : ['<', '<='];
  if (!allowed.includes(comparison)) return { problem: `${word} is compared by ${allowed[0]}` };
  const bound = kind.read(right.replaceAll(' ', ''));
  if (bound === null) return { problem: `"${right}" is no ${kind.bound}` };
  if (bound <= 0) return { problem: 'a bound has to be above 0' };
  return { text, figure, bound, orEqual: comparison.endsWith('=') };
}

const isNamed = (place: string): place is 'capacity' | 'half capacity' | 'rest' =>
  place === 'capacity' || place === 'half capacity' || place === 'rest';
