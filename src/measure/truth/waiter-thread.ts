/** A thread that does nothing but sleep until it is to wake the truth server's loop, to the microsecond. */
import { parentPort, workerData } from 'node:worker_threads';
import { nowUs } from '../load/clock.ts';
import { sleepPrecisely } from '../load/sleep-precisely.ts';
import { STAMP, type WaiterMemory, WORD } from './waiter-channel.ts';

const { words, stamps } = workerData as WaiterMemory;

sleepPrecisely();
for (;;) {
  const said = Atomics.load(words, WORD.said);
  const sleepUs = (stamps[STAMP.wakeAtUs] ?? 0) - nowUs();
  if (sleepUs > 0) {
    Atomics.wait(words, WORD.said, said, sleepUs / 1_000);
    continue;
  }
  parentPort?.postMessage(null);
  // The loop always says what comes next once it has done what was due.
  Atomics.wait(words, WORD.said, said);
}
