/** Warming a server up: a closed loop, which adapts to any speed, until its latency settles. */
import { addAbortListener } from 'node:events';
import { Histogram } from '../../model/histogram.ts';
import type { ServerRecord } from '../../model/run.ts';
import type { LoadTarget, WarmupRequest } from '../seams.ts';
import { nowUs } from './clock.ts';
import { Dispatcher } from './dispatcher.ts';
import { checkPage, endpointOf } from './page.ts';
import { Recorder } from './recorder.ts';

type Warmup = ServerRecord['warmup'];
type Window = Warmup['windows'][number];

/** Requests under way at any time. */
const CONCURRENCY = 2;
/** A window ends with this many requests or after this long, whichever comes first. */
const WINDOW = { requests: 500, us: 1_000_000 } as const;
/** So many windows in a row must agree. */
const AGREEING_WINDOWS = 4;
/** They agree when the largest of a figure is within this factor of the smallest, or within the slack. */
const AGREEMENT = { p50: 1.1, p99: 1.5, slackUs: 100 } as const;
/** A server that fails so often in a row is not going to settle. */
const HOPELESS_FAILURES = 200;

/**
 * Sends requests over two connections until median and p99 settle.
 * @throws the signal's reason when it is aborted
 */
export async function warmUp(
  target: LoadTarget,
  request: WarmupRequest,
  signal: AbortSignal,
): Promise<Warmup> {
  signal.throwIfAborted();
  const finished = Promise.withResolvers<boolean | null>();
  using _abort = addAbortListener(signal, () => finished.reject(signal.reason));

  const startUs = nowUs();
  const windows: Window[] = [];
  const latency = Histogram.empty();
  let requests = 0;
  let failuresInARow = 0;
  let windowStartUs = startUs;
  let ended = false;

  const dispatcher = new Dispatcher({
    endpoint: endpointOf(target),
    stamp: null,
    page: checkPage(target.expected),
    recorder: new Recorder(startUs, request.capMs * 1_000),
    maxConnections: CONCURRENCY * 2,
    timeoutUs: request.timeoutMs * 1_000,
    onDecided: (fault, attempt) => {
      if (ended) return;
      const atUs = nowUs();
      requests += 1;
      failuresInARow = fault === null ? 0 : failuresInARow + 1;
      latency.record(atUs - attempt.intendedUs);
      closeWindow(atUs);
      const elapsedMs = (atUs - startUs) / 1_000;
      if (failuresInARow >= HOPELESS_FAILURES || elapsedMs >= request.capMs) {
        end(request.mode === 'time' ? null : haveSettled(windows));
      } else if (request.mode === 'auto' && enough(elapsedMs) && haveSettled(windows)) end(true);
      else setImmediate(() => takeNext());
    },
  });

  const enough = (elapsedMs: number) => requests >= request.minRequests || elapsedMs >= request.minMs;
  const end = (settled: boolean | null) => {
    ended = true;
    finished.resolve(settled);
  };
  const takeNext = () => {
    if (!ended) dispatcher.take(nowUs());
  };
  const closeWindow = (atUs: number) => {
    if (latency.count < WINDOW.requests && atUs - windowStartUs < WINDOW.us) return;
    windows.push({
      requests: latency.count,
      ms: (atUs - windowStartUs) / 1_000,
      p50Us: latency.percentileUs(50) ?? 0,
      p99Us: latency.percentileUs(99) ?? 0,
    });
    latency.reset();
    windowStartUs = atUs;
  };

  // A server that answers nothing at all must still time out, and the warm-up end at its cap.
  const watch = setInterval(() => {
    const atUs = nowUs();
    dispatcher.sweep(atUs);
    if ((atUs - startUs) / 1_000 >= request.capMs) end(request.mode === 'time' ? null : false);
  }, 50);
  for (let i = 0; i < CONCURRENCY; i++) takeNext();

  try {
    const settled = await finished.promise;
    return { requests, ms: (nowUs() - startUs) / 1_000, settled, windows };
  } finally {
    ended = true;
    clearInterval(watch);
    dispatcher.close();
  }
}

/** Whether the last windows agree on median and p99. */
export function haveSettled(windows: readonly Window[]): boolean {
  if (windows.length < AGREEING_WINDOWS) return false;
  const last = windows.slice(-AGREEING_WINDOWS);
  return agree(last, 'p50Us', AGREEMENT.p50) && agree(last, 'p99Us', AGREEMENT.p99);
}

function agree(windows: readonly Window[], figure: 'p50Us' | 'p99Us', factor: number): boolean {
  const values = windows.map((window) => window[figure]);
  const least = Math.min(...values);
  return Math.max(...values) <= Math.max(least * factor, least + AGREEMENT.slackUs);
}
