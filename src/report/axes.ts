/**
 * Where things lie. A column reaches to the geometric mean between its rate and the next one, so that columns touch
 * on a logarithmic axis; success has a scale of its own, on which every further nine takes as much room as the last.
 */
import { rateKey } from '../model/rate.ts';

/** A rate with the edges of its column, in requests per second. */
export interface Span {
  readonly rate: number;
  readonly from: number;
  readonly to: number;
}

/** Half the width of a column that stands alone, as a factor: that of ten rates per decade. */
const LONE_HALF = 10 ** 0.05;

/**
 * Columns of ascending rates. The outer edges mirror the inner ones.
 * @returns one span a rate, each beginning where the last one ends
 */
export function columnSpans(rates: readonly number[]): readonly Span[] {
  return rates.map((rate, i) => {
    const below = rates[i - 1];
    const above = rates[i + 1];
    const down = below === undefined ? null : Math.sqrt(rate / below);
    const up = above === undefined ? null : Math.sqrt(above / rate);
    return {
      rate,
      from: rate / (down ?? up ?? LONE_HALF),
      to: rate * (up ?? down ?? LONE_HALF),
    };
  });
}

/** Columns of ascending rates, each with its span. */
export function placed<C extends { readonly ratePerSecond: number }>(
  columns: readonly C[],
): { column: C; span: Span }[] {
  const spans = columnSpans(columns.map(({ ratePerSecond }) => ratePerSecond));
  return columns.flatMap((column, i) => {
    const span = spans[i];
    return span === undefined ? [] : [{ column, span }];
  });
}

/**
 * Columns that two targets have in common, each as wide as both theirs are: a search visits other rates of each.
 * @param ofBoth all columns of the two
 */
export function placedBetween<C extends { readonly ratePerSecond: number }>(
  columns: readonly C[],
  ofBoth: readonly (readonly { readonly ratePerSecond: number }[])[],
): { column: C; span: Span }[] {
  const spans = ofBoth.map(
    (own) => new Map(placed(own).map(({ column, span }) => [rateKey(column.ratePerSecond), span])),
  );
  return columns.flatMap((column) => {
    const own = spans.flatMap((of) => of.get(rateKey(column.ratePerSecond)) ?? []);
    const span = {
      rate: column.ratePerSecond,
      from: Math.max(...own.map(({ from }) => from)),
      to: Math.min(...own.map(({ to }) => to)),
    };
    return own.length === ofBoth.length ? [{ column, span }] : [];
  });
}

/** Whether a column begins where the one before it ends. */
export function touch(before: Pick<Span, 'to'>, after: Span): boolean {
  return Math.abs(before.to / after.from - 1) <= 1e-9;
}

/** The range of all columns together; 1 … 10 where there is none. */
export function rateDomain(rates: readonly number[]): readonly [number, number] {
  const spans = columnSpans(rates);
  return [spans[0]?.from ?? 1, spans.at(-1)?.to ?? 10];
}

/** Where a value lies between two others on a logarithmic axis, 0 … 1. */
export function logPosition(value: number, [from, to]: readonly [number, number]): number {
  return Math.log(value / from) / Math.log(to / from);
}

/** These factors of every power of ten, ascending, as far as they lie within the domain. */
export function decadeTicks([from, to]: readonly [number, number], factors: readonly number[]): number[] {
  const found: number[] = [];
  for (let exponent = Math.floor(Math.log10(from)); 10 ** exponent <= to; exponent++) {
    for (const factor of factors) found.push(Number(`${factor}e${exponent}`));
  }
  return found.filter((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9));
}

/**
 * Values to label on a logarithmic axis: decades, and where fewer than three of them fit, 2 and 5 as well;
 * where not even those fit, the ends.
 */
export function logTicks(domain: readonly [number, number]): readonly number[] {
  const decades = decadeTicks(domain, [1]);
  if (decades.length >= 3) return decades;
  const finer = decadeTicks(domain, [1, 2, 5]);
  return finer.length >= 2 ? finer : domain;
}

/** The lines between the labelled ones. */
export const minorTicks = (domain: readonly [number, number]): readonly number[] =>
  decadeTicks(domain, [2, 3, 4, 5, 6, 7, 8, 9]);

/** Half a decade: the latency axis begins and ends on one, so that axes of similar runs are the same. */
const HALF_DECADE = Math.sqrt(10);

/** The range of the latency axis that holds all of these, in microseconds; 1 ms … 1 s where there is nothing. */
export function latencyDomain(values: Iterable<number>): readonly [number, number] {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (const value of values) {
    if (!(value > 0) || value === Number.POSITIVE_INFINITY) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (highest === 0) return [1_000, 1_000_000];
  const down = Math.floor(Math.log(lowest) / Math.log(HALF_DECADE) + 1e-9);
  const up = Math.ceil(Math.log(highest) / Math.log(HALF_DECADE) - 1e-9);
  return [HALF_DECADE ** down, HALF_DECADE ** Math.max(up, down + 2)];
}

/** Failures below this share lie between "100 %" and the first nine's tick, in proportion. */
const FINEST = 0.000_1;
/** From here on, success is drawn in proportion: nines say nothing of a server that fails one request in ten. */
const COARSEST = 0.1;
const COARSE_ROOM = 3;

/** The depth of 0 % success. */
export const SUCCESS_DEPTH = 4 + COARSE_ROOM;

/**
 * How deep a success ratio lies below 100 %: 99.99 % lies at 1, 99.9 % at 2, 99 % at 3, 90 % at 4, and from there
 * in proportion down to 0 % at 7. Failures of 0.01 % and 0 % success are both on it, which a logarithm cannot do.
 */
export function successDepth(ratio: number): number {
  const missing = Math.min(1, Math.max(0, 1 - ratio));
  if (missing <= FINEST) return missing / FINEST;
  if (missing <= COARSEST) return 1 + Math.log10(missing / FINEST);
  return 4 + (COARSE_ROOM * (missing - COARSEST)) / (1 - COARSEST);
}

/** The labelled lines of the success scale. */
export const successTicks: readonly { readonly depth: number; readonly text: string }[] = [
  1, 0.9999, 0.999, 0.99, 0.9, 0.5, 0,
].map((ratio) => ({ depth: successDepth(ratio), text: `${Number((ratio * 100).toFixed(2))} %` }));

/** Places labels that want to lie at `wanted` (ascending) at least `gap` apart and within the bounds, moved as little as may be. */
export function spread(wanted: readonly number[], gap: number, bounds: readonly [number, number]): number[] {
  const placed: number[] = [];
  for (const want of wanted) placed.push(Math.max(want, (placed.at(-1) ?? bounds[0] - gap) + gap));
  let limit = bounds[1];
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i] ?? limit, limit);
    limit = (placed[i] ?? limit) - gap;
  }
  return placed;
}
