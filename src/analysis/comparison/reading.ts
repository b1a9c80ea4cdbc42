/** A figure of one target as a ratio needs it: what it is, what it rests on, and how far the truth may reach. */
import type { CapacityOverRounds } from '../../model/analysis.ts';
import type { Bound, Interval } from '../../model/comparison.ts';

export interface Reading {
  readonly value: number | null;
  readonly bound: Bound;
  /** Lowest and highest of the rounds; null where it does not come from several. */
  readonly interval: Interval | null;
  /** What it may lie between when it is divided; null where there is no telling. What is exact lies at itself. */
  readonly reach: Interval | null;
  /** The upper end of the reach, or the lower one of what is best when low, is itself out of reach: a rate that failed. */
  readonly excludes: 'upper' | 'lower' | null;
  /** It rests on a column that is not to be trusted. */
  readonly doubtful: boolean;
}

export const unknownReading: Reading = {
  value: null,
  bound: 'exact',
  interval: null,
  reach: null,
  excludes: null,
  doubtful: false,
};

/**
 * A figure that was taken once.
 * @param spread how far another measurement may be from it, as a share of it: 0 for what is the same in every round,
 * null where there is no telling, and no ratio is claimed from it
 */
export function once(value: number | null, spread: number | null = null): Reading {
  const reach =
    value === null || spread === null ? null : ([value * (1 - spread), value * (1 + spread)] as const);
  return { ...unknownReading, value, reach };
}

/** A figure over all rounds, with what each round gave; rounds that lack it are null, and an infinite end is no end. */
export function overRounds(value: number | null, rounds: readonly (number | null)[]): Reading {
  const known = rounds.filter((one) => one !== null);
  const lowest = Math.min(...known);
  if (value === null || known.length < 2 || !Number.isFinite(lowest)) return once(value);
  const highest = Math.max(...known);
  const interval = [lowest, finite(highest)] as const;
  // What is pooled over the rounds may lie beside all of them.
  const reach = [Math.min(value, lowest), finite(Math.max(value, highest))] as const;
  return { ...unknownReading, value, interval, reach };
}

/** A capacity lies between the highest rate that met the objective and the lowest above it that failed. */
export function readCapacity(capacity: CapacityOverRounds): Reading {
  const { kind, ratePerSecond, failedAtPerSecond, rounds, interval } = capacity;
  if (kind === 'none' && failedAtPerSecond === null) return unknownReading;
  const highest = rounds.map((round) => round.failedAtPerSecond ?? Number.POSITIVE_INFINITY);
  return {
    ...unknownReading,
    value: ratePerSecond ?? 0,
    bound: kind === 'at-least' ? 'at-least' : 'exact',
    interval,
    reach: interval === null ? null : [interval[0], finite(Math.max(...highest))],
    excludes: 'upper',
  };
}

/** A figure that falls as the capacity rises, such as what a request costs: its ends are turned round. */
export function inverseOf(capacity: Reading, figure: (ratePerSecond: number) => number): Reading {
  if (capacity.value === null || capacity.value === 0) return unknownReading;
  const turned = (interval: Interval | null): Interval | null => {
    if (interval === null) return null;
    const [lowest, highest] = interval;
    return [highest === null ? 0 : figure(highest), lowest === 0 ? null : figure(lowest)];
  };
  return {
    ...unknownReading,
    value: figure(capacity.value),
    bound: capacity.bound === 'at-least' ? 'at-most' : capacity.bound,
    interval: turned(capacity.interval),
    reach: turned(capacity.reach),
    excludes: 'lower',
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
