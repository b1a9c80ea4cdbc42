/**
 * The pacer: a thread that does nothing but sleep until an arrival is due and wake the loop. Node's own timers
 * count whole milliseconds; `Atomics.wait` sleeps to the microsecond.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Histogram } from '../../model/histogram.ts';
import type { Step } from '../../model/run.ts';
import { nowUs } from './clock.ts';
import {
  MOST_STALLS,
  type PaceOrder,
  type PacerReport,
  type SharedMemory,
  STALL_US,
  STAMP,
  WORD,
} from './pacer-channel.ts';
import { awakeningUs, sleepPrecisely } from './sleep-precisely.ts';
import { WakePlan } from './wake-plan.ts';

if (parentPort === null) throw new Error('the pacer runs as a worker thread');
const port = parentPort;
const { words, stamps } = workerData as SharedMemory;

sleepPrecisely();
port.on('message', (order: PaceOrder) => port.postMessage(pace(order)));

function pace(order: PaceOrder): PacerReport {
  const lag = Histogram.empty();
  const stalls: Step['stalls'][number][] = [];
  const plan = new WakePlan(order);

  while (Atomics.load(words, WORD.running) === 1) {
    const graceUs = Atomics.load(words, WORD.graceUs);
    const dueUs = stamps[STAMP.nextDueUs] ?? 0;
    // Looked at after the due moment: a loop that sleeps now does so until that moment or a later one.
    const loopSleeps = Atomics.load(words, WORD.loopSleeps) === 1;
    const targetUs = plan.nextUs(dueUs, graceUs, loopSleeps);
    const atUs = nowUs();
    if (targetUs > atUs) {
      // Punctuality is worth a second awakening only where the loop relies on it.
      const firstUs = graceUs === 0 ? awakeningUs(atUs, targetUs) : targetUs;
      if (Atomics.wait(words, WORD.running, 1, (firstUs - atUs) / 1_000) !== 'timed-out') break;
      if (firstUs < targetUs) continue;
      const lateUs = nowUs() - targetUs;
      lag.record(lateUs);
      if (lateUs > STALL_US && stalls.length < MOST_STALLS) {
        stalls.push({ atMs: (targetUs - order.startUs) / 1_000, lengthMs: lateUs / 1_000, due: 'pacer' });
      }
    }
    // Read again: the loop goes on while this thread sleeps.
    if (plan.wakes(nowUs(), stamps[STAMP.nextDueUs] ?? 0, graceUs)) wakeLoop();
  }
  return { pacerLag: lag.encode(), stalls };
}

function wakeLoop(): void {
  if (Atomics.load(words, WORD.wakePending) === 1) return;
  stamps[STAMP.postedUs] = nowUs();
  Atomics.store(words, WORD.wakePending, 1);
  // Looked at after the store, as the loop looks for wake-ups after it has said that it sleeps: one of the two sees the other.
  if (Atomics.load(words, WORD.loopSleeps) === 0) port.postMessage(null);
  else Atomics.store(words, WORD.wakePending, 0);
}
