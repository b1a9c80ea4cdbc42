/** Probing a server: single requests on new connections, to see whether it is itself again. */
import { addAbortListener } from 'node:events';
import type { LoadTarget } from '../seams.ts';
import { nowUs } from './clock.ts';
import { Dispatcher } from './dispatcher.ts';
import { checkPage, endpointOf } from './page.ts';
import { Recorder } from './recorder.ts';

/**
 * Sends `count` requests, one after another, each on a connection of its own, and none behind one that failed: of a
 * server that no longer answers, each would take its whole time.
 * @param timeoutMs of each
 * @returns from intended start to last byte, in microseconds; null for a failure
 * @throws the signal's reason when it is aborted
 */
export async function probe(
  target: LoadTarget,
  count: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<readonly (number | null)[]> {
  const latencies: (number | null)[] = [];
  while (latencies.length < count && latencies.at(-1) !== null)
    latencies.push(await probeOnce(target, timeoutMs, signal));
  return latencies;
}

async function probeOnce(target: LoadTarget, timeoutMs: number, signal: AbortSignal): Promise<number | null> {
  signal.throwIfAborted();
  const decided = Promise.withResolvers<number | null>();
  const startUs = nowUs();
  const dispatcher = new Dispatcher({
    endpoint: endpointOf(target),
    stamp: null,
    page: checkPage(target.expected),
    recorder: new Recorder(startUs, timeoutMs * 1_000),
    maxConnections: 1,
    timeoutUs: timeoutMs * 1_000,
    onDecided: (fault) => decided.resolve(fault === null ? nowUs() - startUs : null),
  });
  const watch = setInterval(() => dispatcher.sweep(nowUs()), 10);
  using _abort = addAbortListener(signal, () => decided.reject(signal.reason));
  dispatcher.take(startUs);
  try {
    return await decided.promise;
  } finally {
    clearInterval(watch);
    dispatcher.close();
  }
}
