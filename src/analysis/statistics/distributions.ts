/** The normal distribution and Student's t, as far as intervals and tests need them. */

/**
 * Probability of a standard normal value of at most `x`: the series of G. Marsaglia, Evaluating the Normal Distribution
 * (Journal of Statistical Software 11(4), 2004, https://doi.org/10.18637/jss.v011.i04). Absolute error under 1e-14.
 */
export function normalCdf(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let sum = x;
  let term = x;
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * Probability that Student's t with `df` degrees of freedom is at most `t`.
 * Finite sums for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4).
 */
export function studentCdf(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df));
  const cosine2 = Math.cos(angle) ** 2;
  const odd = df % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = df === 1 ? 0 : term;
  for (let i = odd ? 3 : 2; i <= df - 2; i += 2) {
    term *= ((i - 1) / i) * cosine2;
    sum += term;
  }
  const within = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return (1 + within) / 2;
}

/** The t that Student's t with `df` degrees of freedom does not exceed with probability `p`, 0 < p < 1. */
export const studentQuantile = (p: number, df: number): number =>
  whereRising((t) => studentCdf(t, df), p, [-1e6, 1e6]);

/**
 * Where a rising function reaches `wanted`, by halving the range.
 * @returns the end of the range where the function stays on one side of `wanted`
 */
export function whereRising(
  f: (x: number) => number,
  wanted: number,
  [from, to]: readonly [number, number],
): number {
  let low = from;
  let high = to;
  for (let i = 0; i < 200 && high - low > 1e-15 * Math.max(1, Math.abs(low)); i++) {
    const middle = (low + high) / 2;
    if (f(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
