/** The loop's side of the waiter. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { WaiterMemory } from './waiter-channel.ts';

export class Waiter {
  readonly #shared: WaiterMemory = {
    said: new Int32Array(new SharedArrayBuffer(4)),
    wakeAtUs: new Float64Array(new SharedArrayBuffer(8)),
  };
  readonly #worker: Worker;

  private constructor(onWake: () => void) {
    this.#shared.wakeAtUs[0] = Number.POSITIVE_INFINITY;
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
    const { said, wakeAtUs } = this.#shared;
    wakeAtUs[0] = us;
    Atomics.add(said, 0, 1);
    Atomics.notify(said, 0);
  }
}
