/** A figure of one target as a ratio needs it: what it is, what it rests on, and what each round gave. */
import type { CapacityOverRounds } from '../../model/analysis.ts';
import { type Bound, turnedBound } from '../../model/comparison.ts';
import { type Bracketed, toThreeDigits } from '../statistics/bracketed.ts';
import type { Interval } from '../statistics/interval.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { bracketOf } from '../targets/capacity.ts';

/** What a round gave. */
export interface RoundReading extends Bracketed {
  /** The generator or the machine were the limit, or too few requests: no word rests on it. */
  readonly spoilt: boolean;
}

export interface Reading {
  readonly value: number | null;
  readonly bound: Bound;
  /** Of the median over the rounds; null where it does not come from several. */
  readonly interval: Interval | null;
  /** By the round's number. Null: it is the same in every round, and divided as it is. */
  readonly rounds: ReadonlyMap<number, RoundReading> | null;
  /** It rests on a column that is not to be trusted. */
  readonly doubtful: boolean;
}

const none: ReadonlyMap<number, RoundReading> = new Map();

export const unknownReading: Reading = {
  value: null,
  bound: 'exact',
  interval: null,
  rounds: none,
  doubtful: false,
};

/** A figure that is the same in every round. */
export const exact = (value: number | null): Reading => ({ ...unknownReading, value, rounds: null });

/** A figure that was taken once. How far another measurement would be from it is not known, so nothing is divided by it. */
export const once = (value: number | null): Reading => ({ ...unknownReading, value });

/** A figure over all rounds, with what each round gave, by its number. */
export function overRounds(value: number | null, rounds: ReadonlyMap<number, RoundReading>): Reading {
  const interval = medianInterval([...rounds.values()]);
  return value === null || interval === null || !Number.isFinite(interval.low)
    ? once(value)
    : { ...unknownReading, value, interval, rounds };
}

/** A figure of a round that was read to three digits. */
export const roundReading = (value: number, spoilt = false): RoundReading => ({
  ...toThreeDigits(value),
  spoilt,
});

/** A capacity lies between the highest rate that met the objective and the lowest above it that failed. */
export function readCapacity(capacity: CapacityOverRounds): Reading {
  const { kind, ratePerSecond, failedAtPerSecond } = capacity;
  if (kind === 'cannot-tell' || (kind === 'none' && failedAtPerSecond === null)) return unknownReading;
  const telling = capacity.rounds.filter((round) => round.kind !== 'cannot-tell');
  const rounds = new Map(telling.map((round) => [round.round, { ...bracketOf(round), spoilt: false }]));
  if (kind === 'below') return { ...overRounds(failedAtPerSecond, rounds), bound: 'at-most' };
  return {
    ...overRounds(ratePerSecond ?? 0, rounds),
    bound: kind === 'at-least' ? 'at-least' : 'exact',
  };
}

/** A figure that falls as the capacity rises, such as what a request costs: its ends are turned round. */
export function inverseOf(capacity: Reading, figure: (ratePerSecond: number) => number): Reading {
  if (capacity.value === null || capacity.value === 0) return unknownReading;
  const at = (rate: number) => (rate === 0 ? Number.POSITIVE_INFINITY : figure(rate));
  const turned = <Ends extends { readonly low: number; readonly high: number }>(ends: Ends): Ends => ({
    ...ends,
    low: ends.high === Number.POSITIVE_INFINITY ? 0 : at(ends.high),
    high: at(ends.low),
  });
  const rounds = [...(capacity.rounds ?? none)].map(
    ([round, one]) => [round, { ...turned(one), estimate: at(one.estimate) }] as const,
  );
  return {
    ...unknownReading,
    value: figure(capacity.value),
    bound: turnedBound[capacity.bound],
    interval: capacity.interval && turned(capacity.interval),
    rounds: new Map(rounds),
  };
}
