/** Figures that are known only to lie between two ends, and the ratios of two of them. */

/** A figure of one round. Its true value is taken to lie from `low` to `high`; Infinity where nothing bounds it. */
export interface Bracketed {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Half of the last digit that a histogram keeps, as a share of its figure. */
const RESOLUTION = 0.0005;

/** A figure that was read to three digits: equal figures are not the same figure, so it has a width too. */
export const toThreeDigits = (value: number): Bracketed => ({
  estimate: value,
  low: value * (1 - RESOLUTION),
  high: value * (1 + RESOLUTION),
});

/** Two targets in one round. */
export interface Pair {
  readonly base: Bracketed;
  readonly head: Bracketed;
}

/** ln(head ÷ base), from the least that the two brackets allow to the most. Two that are both 0, or both infinite, may differ by any factor. */
export const logRatio = ({ base, head }: Pair): Bracketed => ({
  estimate: logOf(head.estimate, base.estimate, 0),
  low: logOf(head.low, base.high, Number.NEGATIVE_INFINITY),
  high: logOf(head.high, base.low, Number.POSITIVE_INFINITY),
});

function logOf(value: number, base: number, unknown: number): number {
  const log = Math.log(value / base);
  return Number.isNaN(log) ? unknown : log;
}
