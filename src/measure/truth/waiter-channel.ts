/** What the truth server's loop and its waiter share. */

/** Arrays of one element each. */
export interface WaiterMemory {
  /** Counts what was said to the waiter; it sleeps on it, so saying something ends its sleep. */
  readonly said: Int32Array<SharedArrayBuffer>;
  /** When the loop wants to be woken, in microseconds of the monotonic clock; Infinity for not at all. */
  readonly wakeAtUs: Float64Array<SharedArrayBuffer>;
}
