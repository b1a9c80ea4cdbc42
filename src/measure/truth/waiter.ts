/** The loop's side of the waiter. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { STAMP, type WaiterMemory, WORD } from './waiter-channel.ts';

export class Waiter {
  readonly #shared: WaiterMemory = {
    words: new Int32Array(new SharedArrayBuffer(4)),
    stamps: new Float64Array(new SharedArrayBuffer(8)),
  };
  readonly #worker: Worker;

  private constructor(onWake: () => void) {
    this.#shared.stamps[STAMP.wakeAtUs] = Number.POSITIVE_INFINITY;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.#worker = new Worker(new URL(`./waiter-thread.${extension}`, import.meta.url), {
      workerData: this.#shared,
    });
    this.#worker.on('message', onWake);
  }

  /** Resolves when the thread runs. */
  static async create(onWake: () => void): Promise<Waiter> {
    const waiter = new Waiter(onWake);
    await once(waiter.#worker, 'online');
    return waiter;
  }

  /** Wakes the loop at this moment, and at no other; Infinity for none. Has to be called after every wake-up. */
  wakeAt(us: number): void {
    const { words, stamps } = this.#shared;
    stamps[STAMP.wakeAtUs] = us;
    Atomics.add(words, WORD.said, 1);
    Atomics.notify(words, WORD.said);
  }
}
