import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { observe, pool } from '../../../src/analysis/judging/observed.ts';
import { timeSpentOf } from '../../../src/analysis/targets/time-spent.ts';
import { histogramOf, plainStep } from '../../fixtures/step.ts';

interface Request {
  readonly loopUs: number;
  readonly connectingUs: number;
  readonly serverUs: number;
}

/** The split of a step in which these requests succeeded. */
function splitOf(...steps: readonly (readonly Request[])[]) {
  return timeSpentOf(
    pool(
      steps.map((requests) =>
        observe({
          ...plainStep(),
          latency: histogramOf(requests.map((one) => one.loopUs + one.connectingUs + one.serverUs)).encode(),
          serviceTime: histogramOf(requests.map(({ serverUs }) => serverUs)).encode(),
          dispatchLag: histogramOf(requests.map(({ loopUs }) => loopUs)).encode(),
        }),
      ),
    ),
  );
}

const us = fc.integer({ min: 0, max: 20_000_000 });
const request = fc.record({ loopUs: us, connectingUs: us, serverUs: us });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('where the time went', () => {
  it('is told apart: our loop, a connection, the server', () => {
    const split = splitOf([
      { loopUs: 100, connectingUs: 0, serverUs: 700 },
      { loopUs: 300, connectingUs: 400, serverUs: 500 },
    ]);
    assert.ok(split !== null);
    const { meanUs, loopUs, connectingUs, serverUs } = split;
    assert.deepEqual([meanUs, loopUs, connectingUs, serverUs], [1_000, 200, 200, 600]);
  });

  it('adds up to the mean, and is right to what a histogram can tell, over any rounds', () => {
    fc.assert(
      fc.property(fc.array(fc.array(request, { minLength: 1 }), { minLength: 1, maxLength: 3 }), (rounds) => {
        const split = splitOf(...rounds);
        assert.ok(split !== null);
        const { meanUs, loopUs, connectingUs, serverUs } = split;
        const parts = [loopUs, connectingUs, serverUs];
        assert.ok(parts.every((part) => part >= 0));
        assert.ok(Math.abs(loopUs + connectingUs + serverUs - meanUs) <= 1e-6 * meanUs);
        const all = rounds.flat();
        const about = 0.002 * meanUs + 1;
        assert.ok(Math.abs(loopUs - mean(all.map((one) => one.loopUs))) <= about);
        assert.ok(Math.abs(connectingUs - mean(all.map((one) => one.connectingUs))) <= about);
        assert.ok(Math.abs(serverUs - mean(all.map((one) => one.serverUs))) <= about);
      }),
    );
  });

  it('is not told where nothing succeeded', () => {
    assert.equal(splitOf([]), null);
  });
});
