/**
 * Exact binomial tails, on which the one-sided bounds of Clopper and Pearson rest
 * (The use of confidence or fiducial limits illustrated in the case of the binomial, Biometrika 26, 1934;
 * https://doi.org/10.1093/biomet/26.4.404). The lower bound of a share lies at or above `p` exactly when seeing so many
 * or more would have had a probability of at most 1 − confidence under `p`, and likewise for the upper bound, so
 * the tail itself answers the question and no inverse of the beta function is needed.
 */

/** The probability of at most `k` successes in `n` independent trials that succeed with probability `p` each. */
export function atMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  // The terms shrink on the way out from the mean, so the sum starts at the tail's inner end and soon stops.
  return k < n * p ? tail(k, n, p, -1) : 1 - tail(k + 1, n, p, 1);
}

/** The probability of at least `k` successes in `n` independent trials that succeed with probability `p` each. */
export function atLeast(k: number, n: number, p: number): number {
  return atMost(n - k, n, 1 - p);
}

function tail(from: number, n: number, p: number, direction: 1 | -1): number {
  const odds = p / (1 - p);
  let term = Math.exp(logProbability(from, n, p));
  let sum = term;
  for (let i = from; direction === 1 ? i < n : i > 0; i += direction) {
    term *= direction === 1 ? ((n - i) / (i + 1)) * odds : i / ((n - i + 1) * odds);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return Math.min(1, sum);
}

function logProbability(k: number, n: number, p: number): number {
  const ways = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  return ways + k * Math.log(p) + (n - k) * Math.log1p(-p);
}

/** Stirling's series (https://dlmf.nist.gov/5.11.E1); below 16 the product itself. */
function logFactorial(n: number): number {
  if (n < 16) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const x = n + 1;
  const square = x * x;
  const correction = (1 / 12 - (1 / 360 - (1 / 1_260 - 1 / 1_680 / square) / square) / square) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + correction;
}
