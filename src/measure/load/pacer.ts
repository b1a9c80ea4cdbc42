/** The loop's side of the pacer: start and end a step, and be woken in between. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { nowUs } from './clock.ts';
import { allocateShared, type PaceOrder, type PacerReport, STAMP, WORD } from './pacer-channel.ts';
import { watchGapUs } from './wake-plan.ts';

/** The loop is woken at least this often, for time-outs and for knowing that it is still quick. In microseconds. */
const TICK_US = 10_000;
/** At most 10,000 wake-ups a second; arrivals closer together than this leave together. In microseconds. */
const SHORTEST_GAP_US = 100;
/** While it waits for answers, it is woken at least this often: rarer than arrivals at 20/s and their grace, so that one look does for both. */
const WATCH_TICK_US = 60_000;

/** Called in the loop for every wake-up. */
export type OnWake = (postedUs: number) => void;

export class Pacer {
  readonly #shared = allocateShared();
  readonly #worker: Worker;
  #onWake: OnWake | null = null;
  #onReport: ((report: PacerReport) => void) | null = null;

  private constructor() {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.#worker = new Worker(new URL(`./pacer-thread.${extension}`, import.meta.url), {
      workerData: this.#shared,
    });
    this.#worker.on('message', (report: PacerReport | null) => {
      if (report === null) this.#wake();
      else this.#onReport?.(report);
    });
  }

  /** Resolves when the thread runs. */
  static async create(): Promise<Pacer> {
    const pacer = new Pacer();
    await once(pacer.#worker, 'online');
    return pacer;
  }

  /**
   * Begins to wake the loop: at every moment handed to `dueAt`, after the grace that was last asked for, and at every tick.
   * @param startUs the first due moment, in microseconds of the monotonic clock
   * @param gapUs between two arrivals, on average
   */
  start(startUs: number, gapUs: number, onWake: OnWake): void {
    const { words } = this.#shared;
    this.#onWake = onWake;
    this.dueAt(startUs);
    Atomics.store(words, WORD.wakePending, 0);
    Atomics.store(words, WORD.loopSleeps, 0);
    Atomics.store(words, WORD.running, 1);
    const order: PaceOrder = {
      startUs,
      tickUs: TICK_US,
      shortestGapUs: SHORTEST_GAP_US,
      watchGapUs: watchGapUs(gapUs),
      watchTickUs: WATCH_TICK_US,
    };
    this.#worker.postMessage(order);
  }

  /** Says when the next arrival is due, in microseconds; Infinity for none. */
  dueAt(us: number): void {
    this.#shared.stamps[STAMP.nextDueUs] = us;
  }

  /** From now on the loop is woken only when it is this late, in microseconds; 0: at the due moment itself. */
  grace(us: number): void {
    Atomics.store(this.#shared.words, WORD.graceUs, us);
  }

  /**
   * Blocks the loop until a moment, in microseconds of the monotonic clock. Only for a loop that waits for nothing else.
   * Returns at once where a wake-up is on its way.
   */
  sleepUntil(us: number): void {
    const { words } = this.#shared;
    Atomics.store(words, WORD.loopSleeps, 1);
    if (Atomics.load(words, WORD.wakePending) === 0) {
      Atomics.wait(words, WORD.loopSleeps, 1, (us - nowUs()) / 1_000);
    }
    Atomics.store(words, WORD.loopSleeps, 0);
  }

  /** Ends the waking and gives what the thread saw of its punctuality. */
  async finish(): Promise<PacerReport> {
    const { words } = this.#shared;
    this.#onWake = null;
    const report = new Promise<PacerReport>((resolve) => {
      this.#onReport = resolve;
    });
    Atomics.store(words, WORD.running, 0);
    Atomics.notify(words, WORD.running);
    return report;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #wake(): void {
    // Cleared before the schedule is looked at: an arrival that falls due from here on gets a wake-up of its own.
    Atomics.store(this.#shared.words, WORD.wakePending, 0);
    this.#onWake?.(this.#shared.stamps[STAMP.postedUs] ?? 0);
  }
}
