/**
 * The exact sign-flip test of paired differences, and the interval that it leaves (R. A. Fisher, The Design of Experiments,
 * 1935, section 21; J. A. Hartigan, Using Subsample Values as Typical Values, JASA 64, 1969,
 * https://doi.org/10.1080/01621459.1969.10501057). If a difference is as likely to fall short of the centre as to
 * exceed it by the same amount, each of the 2^n ways to turn signs was equally likely. That the mean comes out so low is
 * then as probable as the share of all subsets of the values, the empty one included, whose sum is not below 0.
 */
import { Random } from '../../model/random.ts';
import type { Bracketed } from './bracketed.ts';
import type { Interval } from './interval.ts';

/** Up to this many values every subset is looked at; of more, as many drawn by a fixed seed. */
const EXACT_UP_TO = 16;

interface Subsets {
  /** Of the values in each subset; the empty one is first. */
  readonly sums: Float64Array;
  readonly sizes: Uint16Array;
}

function subsetsOf(values: readonly number[]): Subsets {
  const count = 2 ** Math.min(values.length, EXACT_UP_TO);
  const sums = new Float64Array(count);
  const sizes = new Uint16Array(count);
  if (values.length <= EXACT_UP_TO) {
    for (const [i, value] of values.entries()) {
      for (let at = 0; at < 2 ** i; at++) {
        sums[at + 2 ** i] = (sums[at] ?? 0) + value;
        sizes[at + 2 ** i] = (sizes[at] ?? 0) + 1;
      }
    }
    return { sums, sizes };
  }
  const random = new Random(values.length);
  for (let at = 1; at < count; at++) {
    const chosen = values.filter(() => random.int32() < 0);
    sums[at] = chosen.reduce((sum, value) => sum + value, 0);
    sizes[at] = chosen.length;
  }
  return { sums, sizes };
}

/**
 * Two-sided p of the hypothesis that paired differences centre on 0. Ties count against a difference, so that no
 * rounds give a p below 2^(1−n); and so do brackets: each side is tested with the ends that are nearer to 0.
 * @param logs paired differences, one a round
 */
export function signFlipP(logs: readonly Bracketed[]): number {
  const notBelow = shareNotBelow0(logs.map(({ high }) => high));
  const notAbove = shareNotBelow0(logs.map(({ low }) => -low));
  return Math.min(1, 2 * Math.min(notBelow, notAbove));
}

function shareNotBelow0(values: readonly number[]): number {
  const { sums } = subsetsOf(values);
  const slack = 1e-12 * values.filter(Number.isFinite).reduce((sum, value) => sum + Math.abs(value), 0);
  // A sum over infinities of both signs says nothing, so it counts against the difference.
  return sums.filter((sum) => Number.isNaN(sum) || sum >= -slack).length / sums.length;
}

/**
 * The centres that the test does not reject: from the k-th lowest to the k-th highest mean of a subset, k being the
 * share of all subsets that may lie beyond. The low end comes from the low ends of the brackets, and the high end from
 * the high ones.
 * @param logs paired differences, one a round
 * @returns null where the rounds are too few for the wanted confidence (fewer than 6 for 95 %, than 5 for 90 %)
 */
export function signFlipInterval(logs: readonly Bracketed[], wanted = 0.95): Interval | null {
  const subsets = 2 ** Math.min(logs.length, EXACT_UP_TO);
  const k = Math.floor(((1 - wanted) / 2) * subsets + 1e-9);
  if (k < 1) return null;
  const lows = subsetMeans(
    logs.map(({ low }) => low),
    Number.NEGATIVE_INFINITY,
  );
  const highs = subsetMeans(
    logs.map(({ high }) => high),
    Number.POSITIVE_INFINITY,
  );
  return {
    low: lows[k - 1] ?? Number.NaN,
    high: highs[highs.length - k] ?? Number.NaN,
    confidence: 1 - (2 * k) / subsets,
    assumes: 'symmetric',
  };
}

/**
 * Of all subsets but the empty one, ascending.
 * @param unknown the mean of a subset that holds infinities of both signs
 */
function subsetMeans(values: readonly number[], unknown: number): Float64Array {
  const { sums, sizes } = subsetsOf(values);
  return sums
    .map((sum, at) => (Number.isNaN(sum) ? unknown : sum / (sizes[at] ?? 1)))
    .subarray(1)
    .sort();
}
