/** What every interval says of itself. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** The true probability, 0 … 1, with which such an interval holds the value it is about. */
  readonly confidence: number;
  /** What has to hold for that beyond independent rounds; null where nothing has. */
  readonly assumes: 'symmetric' | 'log-normal' | null;
}
