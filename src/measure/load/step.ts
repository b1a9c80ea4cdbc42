/** One step: the whole schedule sent, and whatever was sent waited for. */
import { addAbortListener } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { HistogramText } from '../../model/histogram.ts';
import type { AttestedObservation } from '../../model/load-observation.ts';
import { arrivals } from '../../plan/arrivals.ts';
import type { LoadStep, LoadTarget } from '../seams.ts';
import { nowUs } from './clock.ts';
import { cpuUse } from './cpu-use.ts';
import { Dispatcher } from './dispatcher.ts';
import { LateWatch } from './late-watch.ts';
import { shortOf } from './own-limits.ts';
import type { Pacer } from './pacer.ts';
import { checkPage, endpointOf } from './page.ts';
import { Recorder } from './recorder.ts';
import { stampIn } from './stamp.ts';
import { Timekeeper } from './timekeeper.ts';

/** Time to get everything ready before the first arrival is due, in microseconds. */
const LEAD_US = 20_000;

/** What a step gives, and what only benchmarks of the generator ask for. */
export interface StepResult {
  readonly observation: AttestedObservation;
  /** Written − intended of every request. */
  readonly sendLag: HistogramText;
}

/**
 * Sends a step's arrivals in an open loop and waits for their answers, up to the time-out.
 * @throws the signal's reason when it is aborted; nothing of the step is kept then
 */
export async function runStep(
  target: LoadTarget,
  step: LoadStep,
  pacer: Pacer,
  signal: AbortSignal,
): Promise<StepResult> {
  signal.throwIfAborted();
  const startUs = nowUs() + LEAD_US;
  const windowUs = step.windowMs * 1_000;
  let endUs = startUs + windowUs;
  const recorder = new Recorder(startUs, windowUs);
  const gapUs = windowUs / step.scheduled;
  const schedule = arrivals(step.arrivals, step.scheduled, step.ratePerSecond, step.seed);
  const finished = Promise.withResolvers<void>();
  using _abort = addAbortListener(signal, () => finished.reject(signal.reason));

  let dueUs = startUs + schedule.next() * 1_000;
  let lastDecidedUs = startUs;
  let inFlightAtEnd: number | null = null;
  let endedEarly = false;
  const { endAfterLate } = step;
  const lateWatch = endAfterLate === undefined ? null : new LateWatch(endAfterLate, startUs + windowUs / 2);

  const takeDue = (atUs: number) => {
    while (dueUs <= atUs) {
      timekeeper.took(dispatcher.undecided > 0);
      dispatcher.take(dueUs);
      dueUs = startUs + schedule.next() * 1_000;
    }
  };

  const to = endpointOf(target);
  const dispatcher = new Dispatcher({
    endpoint: to,
    stamp: target.stampHeader === undefined ? null : stampIn(to.request, target.stampHeader),
    page: checkPage(target.expected),
    recorder,
    maxConnections: step.maxConnections,
    shortOf: shortOf(step.maxConnections),
    timeoutUs: step.timeoutMs * 1_000,
    onDecided: (kind, { intendedUs }) => {
      lastDecidedUs = nowUs();
      lateWatch?.decided(kind !== null, lastDecidedUs - intendedUs);
      takeDue(lastDecidedUs);
      if (kind === null) timekeeper.proceed();
      else timekeeper.plan();
    },
  });

  const act = (atUs: number) => {
    takeDue(atUs);
    dispatcher.sweep(atUs);
    recorder.closeSlices(atUs);
    if (!endedEarly && atUs < endUs && lateWatch?.isOver(atUs, dispatcher, recorder) === true) {
      endedEarly = true;
      endUs = atUs;
      dueUs = Number.POSITIVE_INFINITY;
      recorder.endEarly(atUs);
    }
    if (atUs < endUs || dueUs !== Number.POSITIVE_INFINITY) return;
    if (inFlightAtEnd === null) {
      inFlightAtEnd = recorder.inFlight;
      timekeeper.drain();
    }
    if (dispatcher.undecided === 0) finished.resolve();
  };
  const timekeeper = new Timekeeper(
    pacer,
    {
      // After the last arrival the next moment to be awake for is the end of the window.
      nextUs: () => (dueUs === Number.POSITIVE_INFINITY && inFlightAtEnd === null ? endUs : dueUs),
      awaitsAnswers: () => dispatcher.undecided > 0 || dispatcher.connecting,
      act: (atUs, lateUs) => {
        if (lateUs !== null) recorder.woken(atUs - lateUs, atUs);
        act(atUs);
      },
    },
    gapUs,
    step.ownCpus,
  );

  const before = { cpu: cpuUse(), loop: performance.eventLoopUtilization() };
  pacer.start(startUs, gapUs, (postedUs) => {
    const atUs = nowUs();
    recorder.woken(postedUs, atUs);
    act(atUs);
    timekeeper.plan();
  });
  timekeeper.plan();

  try {
    await finished.promise;
  } catch (reason) {
    await pacer.finish();
    throw reason;
  } finally {
    timekeeper.close();
    dispatcher.close();
  }
  const elapsedMs = (nowUs() - startUs) / 1_000;
  const after = cpuUse();
  const { utilization } = performance.eventLoopUtilization(before.loop);
  const pacing = await pacer.finish();

  return {
    sendLag: recorder.sendLag.encode(),
    observation: {
      ratePerSecond: step.ratePerSecond,
      durationMs: endedEarly ? (endUs - startUs) / 1_000 : step.windowMs,
      ...(endedEarly ? { endedEarly: { planned: step.scheduled } } : {}),
      elapsedMs,
      seed: step.seed,
      ...recorder.observation(),
      inFlightAtEnd: inFlightAtEnd ?? 0,
      drainMs: Math.max(0, (lastDecidedUs - endUs) / 1_000),
      pacerLag: pacing.pacerLag,
      stalls: [...recorder.stalls, ...pacing.stalls],
      generator: {
        cpuMs: after.cpuMs - before.cpu.cpuMs,
        loopCpuMs: after.loopCpuMs - before.cpu.loopCpuMs,
        waitForCpuMs:
          after.waitForCpuMs === null || before.cpu.waitForCpuMs === null
            ? null
            : after.waitForCpuMs - before.cpu.waitForCpuMs,
        utilization,
      },
    },
  };
}
