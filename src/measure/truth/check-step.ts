/** One step against the truth server: what the generator reports, beside what the server recorded. */
import {
  arrivalLagUs,
  compareWithTruth,
  seenRatePerSecond,
  serverLagUs,
} from '../../analysis/doctor/compare-truth.ts';
import type { CheckedStep, Rung } from '../../model/examination.ts';
import { Histogram } from '../../model/histogram.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { TruthRecord } from '../../model/truth-record.ts';
import type { LoadGenerator } from '../seams.ts';
import type { Behaviour } from './behaviour.ts';
import type { TruthServer } from './truth-server.ts';

/** Both ends of a check. */
export interface Ends {
  readonly generator: LoadGenerator;
  readonly server: TruthServer;
  readonly maxConnections: number;
  /** Whether the server stays off the generator's CPUs. */
  readonly ownCpus: boolean;
  readonly signal: AbortSignal;
}

interface AskedStep {
  readonly behaviour: Behaviour;
  readonly ratePerSecond: number;
  readonly windowMs: number;
  readonly timeoutMs: number;
}

/** About the size of the blog's front page. */
const BODY_BYTES = 8_000;
const SEED = 1;

/** @throws the signal's reason when it is aborted */
async function bothSides(
  { generator, server, maxConnections, ownCpus, signal }: Ends,
  { behaviour, ratePerSecond, windowMs, timeoutMs }: AskedStep,
): Promise<{ readonly reported: LoadObservation; readonly seen: TruthRecord }> {
  const target = await server.behave({ behaviour, seed: SEED, bodyBytes: BODY_BYTES });
  const scheduled = Math.max(1, Math.round((ratePerSecond * windowMs) / 1_000));
  const reported = await generator.run(
    target,
    {
      ratePerSecond,
      scheduled,
      windowMs: (scheduled / ratePerSecond) * 1_000,
      seed: SEED,
      arrivals: 'constant',
      timeoutMs,
      maxConnections,
      ownCpus,
    },
    signal,
  );
  return { reported, seen: await server.report() };
}

/** Compares what the generator reports with what the server knows. */
export async function checkStep(
  ends: Ends,
  asked: AskedStep & Pick<CheckedStep, 'kind'>,
): Promise<CheckedStep> {
  const { reported, seen } = await bothSides(ends, asked);
  return {
    kind: asked.kind,
    ratePerSecond: asked.ratePerSecond,
    requests: reported.requests.scheduled,
    succeeded: reported.requests.succeeded,
    seenRatePerSecond: seenRatePerSecond(seen),
    arrivalLate: { p50Us: arrivalLagUs(seen, 50), p99Us: arrivalLagUs(seen, 99) },
    sleepLate: { p50Us: lateUs(reported.pacerLag, 50), p99Us: lateUs(reported.pacerLag, 99) },
    serverLagP99Us: serverLagUs(seen, 99),
    percentiles: compareWithTruth(seen, Histogram.decode(reported.latency), [50, 99, 99.9]),
  };
}

/** Looks whether requests leave on time at this rate. */
export async function climbTo(ends: Ends, ratePerSecond: number, windowMs: number): Promise<Rung> {
  const asked = { behaviour: { kind: 'immediate' }, ratePerSecond, windowMs, timeoutMs: 2_000 } as const;
  const { reported, seen } = await bothSides(ends, asked);
  const { failed, shed, scheduled } = reported.requests;
  const { cpuMs } = reported.generator;
  return {
    ratePerSecond,
    seenRatePerSecond: seenRatePerSecond(seen),
    failed: failed + shed,
    lateP99Us: lateUs(reported.dispatchLag, 99),
    cpuUsPerRequest: cpuMs === null || scheduled === 0 ? null : (cpuMs * 1_000) / scheduled,
  };
}

/** Null where the generator does not say, or nothing was sent. */
const lateUs = (lag: string | null, percentile: number): number | null =>
  lag === null ? null : Histogram.decode(lag).percentileUs(percentile);
