/** The truth server as the tests use it, and steps against it with both sides' records. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { allowedErrorUs, compareWithTruth, serverLagUs } from '../../src/analysis/doctor/compare-truth.ts';
import { lagUs } from '../../src/analysis/judging/percentiles.ts';
import type { Behaviour } from '../../src/measure/truth/behaviour.ts';
import { startTruthServer, type TruthServer } from '../../src/measure/truth/truth-server.ts';
import { Histogram } from '../../src/model/histogram.ts';
import type { AttestedObservation } from '../../src/model/load-observation.ts';
import type { TruthRecord } from '../../src/model/truth-record.ts';
import { type Asked, inPeace, useGenerator } from './generator.ts';

/**
 * The rates, in requests a second, at which reports are held against the truth, and for how long: so that at least three
 * requests lie beyond p99, without which it would be the one request that the machine's longest pause fell upon.
 */
export const RATES = [
  { ratePerSecond: 50, windowMs: 6_000 },
  { ratePerSecond: 500, windowMs: 2_000 },
  { ratePerSecond: 2_000, windowMs: 1_000 },
].map((step) => ({ ...step, scheduled: (step.ratePerSecond * step.windowMs) / 1_000 }));

/**
 * How late the truth server itself may write one answer in a hundred on a machine at peace: up to 0.3 ms was seen there.
 * A server that is later than this was kept from its CPU, as the generator then was too.
 */
const SERVER_LAG_AT_PEACE_US = 1_000;

/** What the generator reported of a step, and what the server knows of it. */
export interface BothSides {
  readonly reported: AttestedObservation;
  readonly record: TruthRecord;
}

/**
 * A generator and a truth server for the tests of the calling file. What `truthfulStep` reports is the truth; where it
 * is not and other programs had the CPUs meanwhile, it is measured once more.
 * @param arrivals as of `useGenerator`
 */
export function useTruth(arrivals: 'constant' | 'poisson' = 'constant'): {
  step(behaviour: Behaviour, asked: Asked): Promise<BothSides>;
  truthfulStep(behaviour: Behaviour, asked: Asked, percentiles?: readonly number[]): Promise<BothSides>;
} {
  const load = useGenerator(arrivals);
  let server: TruthServer | undefined;
  before(async () => {
    server = await startTruthServer();
  });
  after(() => server?.stop());
  const step = async (behaviour: Behaviour, asked: Asked): Promise<BothSides> => {
    if (server === undefined) throw new Error('the truth server is started before the tests');
    const target = await server.behave({ behaviour, seed: 11, bodyBytes: 4_000 });
    const reported = await load.runAgainst(target, asked);
    return { reported, record: await server.report() };
  };
  return {
    step,
    truthfulStep: async (behaviour, asked, percentiles = [50, 99]) => {
      const both = await inPeace(
        () => step(behaviour, asked),
        ({ reported }) => reported,
        (sides) => errorsBeyondBounds(sides, percentiles).length === 0,
        ({ record }) => (serverLagUs(record, 99) ?? 0) > SERVER_LAG_AT_PEACE_US,
      );
      assert.deepEqual(errorsBeyondBounds(both, percentiles), [], `at ${asked.ratePerSecond}/s`);
      return both;
    },
  };
}

/**
 * Which percentiles are further from the truth than they may be; empty when none is. On a machine that other
 * programs use as well, being late is nobody's mistake: what the server itself and the generator were late by at the
 * same percentile, as a report would tell it, is allowed on top. Never is anything allowed below the truth but the
 * histogram's own width.
 */
function errorsBeyondBounds({ reported, record }: BothSides, percentiles: readonly number[]): string[] {
  const ownLag = {
    dispatchLag: Histogram.decode(reported.dispatchLag),
    loopLag: Histogram.decode(reported.loopLag),
  };
  return compareWithTruth(record, Histogram.decode(reported.latency), percentiles)
    .filter(({ percentile, truthUs, errorUs }) => {
      const allowedLagUs = (serverLagUs(record, percentile) ?? 0) + (lagUs(ownLag, percentile) ?? 0);
      return errorUs < -(0.002 * truthUs + 2) || errorUs > allowedErrorUs(truthUs) + allowedLagUs;
    })
    .map(
      ({ percentile, truthUs, reportedUs }) =>
        `p${percentile} is reported as ${reportedUs} µs, and was ${truthUs.toFixed(0)} µs`,
    );
}
