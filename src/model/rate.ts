/** Request rates: exact in the arithmetic, short on paper. */

/** The grid point `10^(i/perDecade)`, exact where the exponent is whole. */
export const gridRate = (i: number, perDecade: number): number => 10 ** (i / perDecade);

/**
 * A rate's identity: thousandths of a request per second. Two computations of one rate may differ in their last bit,
 * so steps, columns and runs are joined by this and never by the rate itself.
 */
export const rateKey = (ratePerSecond: number): number => Math.round(ratePerSecond * 1_000);

/** Ascending, each once. */
export const distinctRates = (rates: readonly number[]): readonly number[] =>
  [...new Map(rates.map((rate) => [rateKey(rate), rate])).values()].toSorted((a, b) => a - b);

/** Writes a rate with three digits at most below 1,000 and whole above: `1.58`, `126`, `3,981`. */
export function formatRate(ratePerSecond: number): string {
  const value = ratePerSecond < 1_000 ? Number(ratePerSecond.toPrecision(3)) : Math.round(ratePerSecond);
  return value.toLocaleString('en-US', { maximumSignificantDigits: 21 });
}
