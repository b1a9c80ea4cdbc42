/** What the loop and the pacer thread share: a few words of memory and two messages. */
import type { HistogramText } from '../../model/histogram.ts';
import type { Step } from '../../model/run.ts';

/** Words of the shared `Int32Array`. */
export const WORD = {
  /** 1 while a wake-up is on its way to the loop; the pacer posts no second one. */
  wakePending: 0,
  /** 1 while a step is under way. The pacer sleeps on it, so a change ends its sleep. */
  running: 1,
  /** 1 while the loop sleeps by itself until the next arrival is due: it must not be woken. */
  loopSleeps: 2,
  /**
   * How long after a due moment the loop is woken, in microseconds: 0 where it relies on the pacer, more where it keeps
   * the time itself and the pacer only makes sure.
   */
  graceUs: 3,
} as const;

/**
 * Words of the shared `Float64Array`, in microseconds of the monotonic clock. They are read and written without
 * atomics: an aligned double is one access on the platforms that Node supports, and a wrong value would do no more
 * than move one wake-up, which the next tick mends.
 */
export const STAMP = {
  /** When the next arrival is due; the loop moves it on as it takes arrivals up. */
  nextDueUs: 0,
  /** When the wake-up that is on its way was posted. */
  postedUs: 1,
} as const;

export interface SharedMemory {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly stamps: Float64Array<SharedArrayBuffer>;
}

export function allocateShared(): SharedMemory {
  return {
    words: new Int32Array(new SharedArrayBuffer(4 * 4)),
    stamps: new Float64Array(new SharedArrayBuffer(2 * 8)),
  };
}

/** What the pacer is asked to do until the shared word `running` changes. */
export interface PaceOrder {
  /** The step's start on the monotonic clock, in microseconds. */
  readonly startUs: number;
  /** Without an arrival the loop is still woken this often, in microseconds. */
  readonly tickUs: number;
  /** Two wake-ups are at least this far apart; arrivals in between leave together. In microseconds. */
  readonly shortestGapUs: number;
  /** The same where the pacer only makes sure. */
  readonly watchGapUs: number;
  /** Likewise, instead of the tick, unless the loop sleeps by itself. */
  readonly watchTickUs: number;
}

/** What the pacer saw of its own punctuality. */
export interface PacerReport {
  readonly pacerLag: HistogramText;
  readonly stalls: Step['stalls'];
}

/** A lag of either thread beyond this is kept with its time, in microseconds. */
export const STALL_US = 20_000;

/** No more than this many stalls are kept a step for each thread; the histograms count them all. */
export const MOST_STALLS = 100;
