import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sizeStep, stepSeed } from '../../src/plan/size-steps.ts';

const pace = { durationMs: 5_000, durationCapMs: 20_000, minSamples: 600 };

describe('the size of a step', () => {
  const table: { says: string; rate: number; scheduled: number; windowMs: number; durationMs?: number }[] = [
    { says: 'a slow rate lasts until the cap', rate: 1, scheduled: 20, windowMs: 20_000 },
    { says: 'a middling one until it has its 600 requests', rate: 60, scheduled: 600, windowMs: 10_000 },
    { says: 'a fast one as long as was asked', rate: 1_000, scheduled: 5_000, windowMs: 5_000 },
    { says: 'the window is a whole number of intervals', rate: 0.13, scheduled: 3, windowMs: 3_000 / 0.13 },
    { says: 'there is always one request', rate: 0.001, scheduled: 1, windowMs: 1_000_000 },
    {
      says: 'a longer duration than the cap is obeyed',
      rate: 1,
      scheduled: 60,
      windowMs: 60_000,
      durationMs: 60_000,
    },
  ];
  for (const { says, rate, scheduled, windowMs, durationMs } of table) {
    it(says, () => {
      const step = sizeStep(rate, { ...pace, durationMs: durationMs ?? pace.durationMs });
      assert.deepEqual(step, { ratePerSecond: rate, scheduled, windowMs });
    });
  }

  it('never gives less than was asked nor more than is needed, to within half a request', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 50_000, noNaN: true }),
        fc.integer({ min: 100, max: 60_000 }),
        fc.integer({ min: 1_000, max: 60_000 }),
        (rate, durationMs, durationCapMs) => {
          const { scheduled, windowMs } = sizeStep(rate, { durationMs, durationCapMs, minSamples: 600 });
          const halfMs = 501 / rate;
          assert.ok(scheduled >= 1);
          assert.ok(windowMs >= durationMs - halfMs, `${windowMs} is too short`);
          const longest = Math.max(durationMs, Math.min(durationCapMs, 600_000 / rate), 1_000 / rate);
          assert.ok(windowMs <= longest + halfMs, `${windowMs} is too long`);
        },
      ),
    );
  });
});

describe('the seed of a step', () => {
  it('is the same for the same sweep, round and rate', () => {
    assert.equal(stepSeed(1, 2, 126), stepSeed(1, 2, 126));
  });

  it('differs between sweeps, rounds and rates, neighbouring fractions included', () => {
    const seeds = [
      stepSeed(1, 1, 100),
      stepSeed(2, 1, 100),
      stepSeed(1, 2, 100),
      stepSeed(1, 1, 101),
      stepSeed(1, 1, 100.00000000000001),
    ];
    assert.equal(new Set(seeds).size, seeds.length);
  });

  it('is a whole number of 32 bits', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 9 }), fc.double({ min: 1, max: 1e5 }), (...of) => {
        const seed = stepSeed(...of);
        assert.ok(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32);
      }),
    );
  });
});
