/** What every interval says of itself. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** The true probability, 0 … 1, with which such an interval holds the value it is about. */
  readonly confidence: number;
  /** What has to hold for that beyond independent rounds; null where nothing has. */
  readonly assumes: 'symmetric' | 'log-normal' | null;
}

export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** As documents have it; null: no upper end. */
export const endsOf = ({ low, high }: Interval): [low: number, high: number | null] => [
  low,
  finiteOrNull(high),
];

/** Of logarithms, as one of what they are logarithms of. */
export const expOf = (logs: Interval | null): Interval | null =>
  logs && { ...logs, low: Math.exp(logs.low), high: Math.exp(logs.high) };
