/** What the truth server's loop and its waiter share. */

/** Words of the shared `Int32Array`. */
export const WORD = {
  /** Counts what was said to the waiter; it sleeps on it, so saying something ends its sleep. */
  said: 0,
} as const;

/** Words of the shared `Float64Array`, in microseconds of the monotonic clock. */
export const STAMP = {
  /** When the loop wants to be woken; Infinity for not at all. */
  wakeAtUs: 0,
} as const;

export interface WaiterMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly stamps: Float64Array<SharedArrayBuffer>;
}
