/** A thread that does nothing but sleep until it is to wake the truth server's loop, to the microsecond. */
import { parentPort, workerData } from 'node:worker_threads';
import { nowUs } from '../load/clock.ts';
import { sleepPrecisely } from '../load/sleep-precisely.ts';
import type { WaiterMemory } from './waiter-channel.ts';

const { said, wakeAtUs } = workerData as WaiterMemory;

sleepPrecisely();
for (;;) {
  const saidBefore = Atomics.load(said, 0);
  const sleepUs = (wakeAtUs[0] ?? 0) - nowUs();
  if (sleepUs > 0) {
    Atomics.wait(said, 0, saidBefore, sleepUs / 1_000);
    continue;
  }
  parentPort?.postMessage(null);
  // The loop always says what comes next once it has done what was due.
  Atomics.wait(said, 0, saidBefore);
}
