/** Ratios of two readings, by the same rounds where both are of one run. */
import { type Bound, type Ratio, turnedBound } from '../../model/comparison.ts';
import { medianRatio, ratioInterval } from '../gate/compare-rounds.ts';
import type { Bracketed, Pair } from '../statistics/bracketed.ts';
import { endsOf, expOf, type Interval } from '../statistics/interval.ts';
import { median } from '../statistics/median-interval.ts';
import { welchInterval } from '../statistics/student-interval.ts';
import type { Reading } from './reading.ts';

/** What is known of two targets beside their figures. */
export interface Between {
  /** They were measured in the same rounds of one run. */
  readonly paired: boolean;
  /** They were served unevenly by CPUs that they shared with the generator. */
  readonly unevenCpus: boolean;
}

/**
 * Divides one reading by another. The value is the median over the rounds that both have, of pairs; of two runs, the
 * median of the one over that of the other.
 * @returns null where no ratio may be claimed
 */
export function ratioOf(one: Reading, other: Reading, { paired, unevenCpus }: Between): Ratio | null {
  const bound = boundOf(one.bound, other.bound);
  if (bound === null || !isPositive(one.value) || !isPositive(other.value)) return null;
  const plain = {
    bound,
    word: null,
    roundsForWord: null,
    unevenCpus,
    doubtful: one.doubtful || other.doubtful,
  };
  const of = (value: number, interval: Interval | null, rounds: number): Ratio => ({
    ...plain,
    value,
    interval: interval && endsOf(interval),
    confidence: interval?.confidence ?? null,
    assumes: interval?.assumes ?? null,
    rounds,
    paired,
  });
  if (one.rounds === null || other.rounds === null) {
    const divisible = [one, other].every(({ rounds }) => rounds === null || rounds.size > 1);
    return divisible ? of(one.value / other.value, null, 0) : null;
  }
  const pairs = pairsOf(one, other);
  const [heads, bases] = paired
    ? [pairs.map(({ head }) => head), pairs.map(({ base }) => base)]
    : [[...one.rounds.values()], [...other.rounds.values()]];
  const rounds = Math.min(heads.length, bases.length);
  if (rounds < 2) return null;
  // A round in which a figure is 0 or infinite has no ratio, and without it the others would lie.
  if (![...heads, ...bases].every(({ estimate }) => isPositive(estimate)))
    return of(one.value / other.value, null, rounds);
  if (paired) return of(medianRatio(pairs), ratioInterval(pairs), rounds);
  const logs = welchInterval(bases.map(logarithm), heads.map(logarithm));
  const middle = (of: readonly Bracketed[]) => median(of.map(({ estimate }) => Math.log(estimate)));
  return of(Math.exp(middle(heads) - middle(bases)), expOf(logs), rounds);
}

/** Of the rounds that both have, in order; `head` is the first one's. */
export function pairsOf(one: Reading, other: Reading, fit: 'all' | 'for a word' = 'all'): readonly Pair[] {
  return [...(one.rounds ?? [])].flatMap(([round, head]) => {
    const base = other.rounds?.get(round);
    if (base === undefined || (fit === 'for a word' && (head.spoilt || base.spoilt))) return [];
    return [{ base, head }];
  });
}

const logarithm = ({ estimate, low, high }: Bracketed): Bracketed => ({
  estimate: Math.log(estimate),
  low: Math.log(low),
  high: Math.log(high),
});

const isPositive = (value: number | null): value is number =>
  value !== null && value > 0 && Number.isFinite(value);

/** Null where nothing can be said: both are only known to be at least, or at most, what they are. */
function boundOf(one: Bound, other: Bound): Bound | null {
  const below = turnedBound[other];
  if (one === 'exact') return below;
  return below === 'exact' || below === one ? one : null;
}
