/** The generator as the truth tests use it: one process for a file of tests, and steps with short settings. */
import { AssertionError } from 'node:assert';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, before } from 'node:test';
import { brokenIdentities } from '../../src/analysis/judging/identities.ts';
import { type OwnGenerator, startGenerator } from '../../src/measure/load/generator.ts';
import type { LoadTarget } from '../../src/measure/seams.ts';
import { Histogram } from '../../src/model/histogram.ts';
import type { AttestedObservation } from '../../src/model/load-observation.ts';
import type { Step } from '../../src/model/run.ts';
import { unsampled } from '../../src/model/unsampled.ts';
import { PAGE } from './known-servers.ts';

export interface Asked {
  readonly ratePerSecond: number;
  readonly windowMs: number;
  readonly arrivals?: 'constant' | 'poisson';
  readonly timeoutMs?: number;
  readonly maxConnections?: number;
  readonly expectAnyPage?: boolean;
}

/**
 * A generator for the tests of the calling file.
 * @param arrivals those that it will be asked for; poisson: both kinds
 */
export function useGenerator(arrivals: 'constant' | 'poisson' = 'constant'): {
  run(port: number, asked: Asked, signal?: AbortSignal): Promise<AttestedObservation>;
  runAgainst(target: LoadTarget, asked: Asked, signal?: AbortSignal): Promise<AttestedObservation>;
  readonly generator: OwnGenerator;
} {
  let generator: OwnGenerator | undefined;
  before(async () => {
    generator = await startGenerator({ arrivals });
  });
  after(() => generator?.[Symbol.asyncDispose]());
  const running = () => {
    if (generator === undefined) throw new Error('the generator is started before the tests');
    return generator;
  };
  return {
    get generator() {
      return running();
    },
    run: (port, asked, signal) => runAgainst(knownTarget(port, asked.expectAnyPage), asked, signal),
    runAgainst,
  };
  function runAgainst(target: LoadTarget, asked: Asked, signal = new AbortController().signal) {
    return running().run(
      target,
      {
        ratePerSecond: asked.ratePerSecond,
        scheduled: Math.round((asked.ratePerSecond * asked.windowMs) / 1_000),
        windowMs: asked.windowMs,
        seed: 7,
        arrivals: asked.arrivals ?? 'constant',
        timeoutMs: asked.timeoutMs ?? 10_000,
        maxConnections: asked.maxConnections ?? 1_000,
        ownCpus: false,
      },
      signal,
    );
  }
}

const MOST_ATTEMPTS = 5;
/**
 * How long the generator's threads may wait for a CPU in a step, in ms: for each second and for each request. On a machine
 * with nothing else to do it was 12 to 19 ms in a second at 50/s, 33 at 200/s, 30 at 500/s and 96 at 2,000/s, for the
 * threads wait for each other; beside a compiler 76 to 148 at 500/s and 192 to 309 at 2,000/s.
 */
const AT_PEACE = { eachSecond: 25, eachRequest: 0.05 } as const;

/**
 * Measures until it is good, and again only where something else held it up: where the kernel says that the generator
 * was kept from a CPU, where its loop or its pacer stood still, or where `sawOthers` has another witness. A bad
 * measurement on a machine at peace is the last.
 */
export async function inPeace<T>(
  measure: () => Promise<T>,
  observed: (measured: T) => AttestedObservation,
  isGood: (measured: T) => boolean,
  sawOthers: (measured: T) => boolean = () => false,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const measured = await measure();
    const { generator, requests, elapsedMs, stalls } = observed(measured);
    const atPeaceMs = (AT_PEACE.eachSecond * elapsedMs) / 1_000 + AT_PEACE.eachRequest * requests.scheduled;
    const heldUp = (generator.waitForCpuMs ?? 0) > atPeaceMs || stalls.length > 0;
    const wasDisturbed = heldUp || sawOthers(measured);
    if (isGood(measured) || !wasDisturbed || attempt === MOST_ATTEMPTS) return measured;
  }
}

/** So long the loop of a test may stand still while its server answers, in ms. */
const TEST_LOOP_AT_PEACE_MS = 50;

/**
 * Measures and proves a step, in peace; the server may be in this process.
 * @param measure with a server of its own each time
 * @throws AssertionError of `prove` where it does not hold on a machine at peace, nor in the last attempt
 */
export async function provenInPeace(
  measure: () => Promise<AttestedObservation>,
  prove: (step: AttestedObservation) => void,
): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  const attempt = async () => {
    delay.reset();
    delay.enable();
    const step = await measure();
    delay.disable();
    return { step, problem: problemOf(() => prove(step)), stoodStillMs: delay.max / 1e6 };
  };
  const { problem } = await inPeace(
    attempt,
    ({ step }) => step,
    (one) => one.problem === null,
    ({ stoodStillMs }) => stoodStillMs > TEST_LOOP_AT_PEACE_MS,
  );
  if (problem !== null) throw problem;
}

function problemOf(prove: () => void): AssertionError | null {
  try {
    prove();
    return null;
  } catch (error) {
    if (error instanceof AssertionError) return error;
    throw error;
  }
}

export function knownTarget(port: number, anyPage = false): LoadTarget {
  return {
    address: '127.0.0.1',
    port,
    request: { method: 'GET', path: '/', headers: {}, body: null, expect: null },
    expected: { body: anyPage ? null : Buffer.from(PAGE), text: null },
  };
}

/** What is broken of the identities that hold for every step; empty when all is well. */
export const identities = (observation: AttestedObservation): string[] =>
  brokenIdentities(asStep(observation));

/** A step of which only the generator's side was watched, unless more is given. */
export function asStep(
  observation: AttestedObservation,
  watched: Partial<Pick<Step, 'server' | 'machine'>> = {},
): Step {
  return {
    ...observation,
    startedAt: '2026-01-01T00:00:00Z',
    serverIndex: 0,
    restMs: 0,
    restedBy: 'none',
    ...unsampled,
    ...watched,
  };
}

/** A percentile of a stored histogram, in milliseconds. */
export function percentileMs(histogram: string, percentile: number): number {
  return (Histogram.decode(histogram).percentileUs(percentile) ?? Number.NaN) / 1_000;
}
