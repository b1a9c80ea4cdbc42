import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Behaviour } from '../../src/measure/truth/behaviour.ts';
import { identities, percentileMs } from './generator.ts';
import { RATES, useTruth } from './truth-server.ts';

const truth = useTruth();

/** No percentile that is tested (p50, p99) lies within 1 % of rank of a jump: bimodal jumps at 95 %. */
const smooth: readonly (readonly [what: string, behaviour: Behaviour])[] = [
  ['always 1 ms', { kind: 'constant', delayUs: 1_000 }],
  ['always 50 ms', { kind: 'constant', delayUs: 50_000 }],
  ['2 ms, but 1 s for one in twenty', { kind: 'bimodal', fastUs: 2_000, slowUs: 1_000_000, slowShare: 0.05 }],
  ['log-normal delays around 5 ms', { kind: 'log-normal', medianUs: 5_000, sigma: 0.8 }],
];

const held = (blocks: boolean): Behaviour => ({
  kind: 'held',
  delayUs: 1_000,
  holdUs: 1_000_000,
  everyUs: 5_000_000,
  blocks,
});

describe('percentiles are those of the server’s own record', () => {
  for (const [what, behaviour] of smooth) {
    it(`${what}, at 50, 500 and 2,000 a second`, async () => {
      for (const { ratePerSecond, windowMs, scheduled } of RATES) {
        const both = await truth.truthfulStep(behaviour, { ratePerSecond, windowMs });
        assert.deepEqual(identities(both.reported), []);
        assert.equal(both.reported.requests.succeeded, scheduled);
        assert.equal(both.record.arrivedUs.length, scheduled);
      }
    });
  }

  for (const [what, blocks] of [
    ['every answer held for one second of five, connections still accepted', false],
    ['the whole server standing still for one second of five, so that it sees nothing meanwhile', true],
  ] as const) {
    it(`${what}: p99 and the longest show it in full, at 50, 500 and 2,000 a second`, async () => {
      for (const { ratePerSecond } of RATES) {
        // Its five seconds begin with the first request, so those of the window have to last longer.
        const asked = { ratePerSecond, windowMs: 5_500, maxConnections: 4_096 };
        const { reported } = await truth.truthfulStep(held(blocks), asked, [50, 90, 99, 100]);
        assert.deepEqual(identities(reported), []);
        assert.equal(reported.requests.succeeded, 5.5 * ratePerSecond);
        assert.ok(percentileMs(reported.latency, 99) > 900);
        assert.ok(percentileMs(reported.latency, 100) > 970);
        assert.ok(
          reported.connections.maxInFlight >= 0.95 * ratePerSecond,
          'arrivals went on during the hold',
        );
      }
    });
  }
});
