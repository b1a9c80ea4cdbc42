import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serverLagUs } from '../../src/analysis/doctor/compare-truth.ts';
import type { TruthRecord } from '../../src/model/truth-record.ts';
import { RATES, useTruth } from './truth-server.ts';

const truth = useTruth('poisson');

/** When a single server with a queue finishes each request: Lindley's recursion. */
function departures(arrivalsUs: Float64Array, { delayUs }: TruthRecord): Float64Array {
  let freeUs = 0;
  return arrivalsUs.map((us, k) => {
    freeUs = Math.max(us, freeUs) + (delayUs[k] ?? 0);
    return freeUs;
  });
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a single server with a queue and exponential service', () => {
  for (const utilisation of [0.5, 0.8, 1.2]) {
    it(`at utilisation ${utilisation} is reported as its recursion has it, at 50, 500 and 2,000 a second`, async () => {
      for (const { ratePerSecond, windowMs, scheduled } of RATES) {
        const { record, reported } = await truth.truthfulStep(
          { kind: 'queue', meanServiceUs: (utilisation * 1e6) / ratePerSecond },
          { ratePerSecond, windowMs, arrivals: 'poisson', maxConnections: 4_096 },
        );
        assert.equal(reported.requests.succeeded, scheduled);
        const expected = departures(record.arrivedUs, record);
        // The server answers what is due by the recursion, each answer late by its own lag and none early.
        assert.ok(expected.every((us, k) => Math.abs(us - (record.dueUs[k] ?? 0)) < 1));
        assert.ok(record.writtenUs.every((us, k) => us >= (expected[k] ?? 0)));
        // A server that queues past its capacity is late with most of what a standstill has held up.
        assert.ok((serverLagUs(record, 10) ?? 0) < 5_000);
      }
    });
  }

  it('has the mean wait of M/M/1, within the interval that so many requests allow', async () => {
    const [utilisation, n, ratePerSecond] = [0.5, 4_000, 1_000];
    const serviceUs = (utilisation * 1e6) / ratePerSecond;
    const { record } = await truth.step(
      { kind: 'queue', meanServiceUs: serviceUs },
      { ratePerSecond, windowMs: (n / ratePerSecond) * 1_000, arrivals: 'poisson' },
    );
    // The closed form is about arrivals by chance, and a busy machine bunches them: so those that were intended.
    // The record has them in the order in which they were read, which is another where some were late.
    const intendedUs = record.intendedUs.toSorted();
    const waits = departures(intendedUs, record).map(
      (us, k) => us - (intendedUs[k] ?? 0) - (record.delayUs[k] ?? 0),
    );
    const expectedUs = (serviceUs * utilisation) / (1 - utilisation);
    const widthUs = 3.3 * serviceUs * Math.sqrt(varianceOfWaits(utilisation) / n);
    assert.ok(
      Math.abs(mean(waits) - expectedUs) <= widthUs,
      `${mean(waits)} µs is not within ${expectedUs} ± ${widthUs} µs`,
    );
  });
});

/**
 * The variance that a mean of n successive waits has, times n, in squared mean service times: waits depend on each
 * other, so it is far more than that of one wait. W. Whitt, "Planning Queueing Simulations", Management Science
 * 35(11), 1989, https://doi.org/10.1287/mnsc.35.11.1341, after D. J. Daley (1968).
 */
function varianceOfWaits(rho: number): number {
  return (rho * (2 + 5 * rho - 4 * rho ** 2 + rho ** 3)) / (1 - rho) ** 4;
}
