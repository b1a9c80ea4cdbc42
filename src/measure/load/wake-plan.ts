/** When the pacer is to be awake next, and whether it then has to wake the loop. It is told the time and reads no clock. */
import type { PaceOrder } from './pacer-channel.ts';

/**
 * Where the loop keeps the time itself, the pacer looks after it no more often than every so many gaps between arrivals,
 * and within these bounds in microseconds. A look costs 13 µs of CPU; what it is late for are the arrivals that find an
 * answer still out, two in a thousand at 5,000/s.
 */
const WATCH = { gaps: 2.5, leastUs: 250, mostUs: 500 } as const;

/** The least time between two looks after a loop that keeps the time itself, for a gap between arrivals; both in microseconds. */
export function watchGapUs(gapUs: number): number {
  return Math.min(WATCH.mostUs, Math.max(WATCH.leastUs, WATCH.gaps * gapUs));
}

export class WakePlan {
  readonly #order: PaceOrder;
  #tickUs: number;
  #lastUs = Number.NEGATIVE_INFINITY;

  constructor(order: PaceOrder) {
    this.#order = order;
    this.#tickUs = order.startUs;
  }

  /**
   * The next moment to be awake for. All in microseconds of the monotonic clock.
   * @param dueUs when the next arrival is due
   * @param graceUs how long after that the loop is to be woken, 0 where it relies on the pacer
   * @param loopSleeps whether the loop sleeps by itself until then: it waits for nothing that could time out meanwhile
   */
  nextUs(dueUs: number, graceUs: number, loopSleeps: boolean): number {
    if (loopSleeps) this.#tickUs = Math.max(this.#tickUs, dueUs + graceUs + this.#order.watchTickUs);
    const earliestUs = this.#lastUs + (graceUs === 0 ? this.#order.shortestGapUs : this.#order.watchGapUs);
    return Math.min(Math.max(dueUs + graceUs, earliestUs), this.#tickUs);
  }

  /** Awake at this moment, with what is due by now: whether the loop is to be woken. */
  wakes(atUs: number, dueUs: number, graceUs: number): boolean {
    // The loop may have taken the arrival up meanwhile, or be about to: then there is nothing to wake it for.
    const wakes = dueUs + graceUs <= atUs || atUs >= this.#tickUs;
    // And where it keeps the time itself, it has then looked at its time-outs as well, so that the tick can wait.
    if (wakes || graceUs > 0) {
      this.#lastUs = atUs;
      this.#tickUs = atUs + (graceUs === 0 ? this.#order.tickUs : this.#order.watchTickUs);
    }
    return wakes;
  }
}
