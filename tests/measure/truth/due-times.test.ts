import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Behaviour } from '../../../src/measure/truth/behaviour.ts';
import { dueTimes } from '../../../src/measure/truth/due-times.ts';

const drawn = (behaviour: Behaviour, seed: number, n: number) => {
  const times = dueTimes(behaviour, seed);
  return Array.from({ length: n }, () => times.delayUs());
};

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;

const near = (value: number, expected: number, share: number) =>
  assert.ok(Math.abs(value / expected - 1) < share, `${value} is not ${expected}`);

describe('delays that are known in advance', () => {
  it('are the same for the same seed, and others for another', () => {
    const behaviour: Behaviour = { kind: 'log-normal', medianUs: 5_000, sigma: 0.8 };
    assert.deepEqual(drawn(behaviour, 3, 50), drawn(behaviour, 3, 50));
    assert.notDeepEqual(drawn(behaviour, 3, 50), drawn(behaviour, 4, 50));
  });

  it('log-normal: the median, and p84 one deviation above it', () => {
    const delays = drawn({ kind: 'log-normal', medianUs: 5_000, sigma: 0.8 }, 1, 20_000);
    near(at(delays, 0.5), 5_000, 0.03);
    near(at(delays, 0.8413), 5_000 * Math.exp(0.8), 0.03);
  });

  it('bimodal: the share of slow ones', () => {
    const delays = drawn({ kind: 'bimodal', fastUs: 2_000, slowUs: 1e6, slowShare: 0.05 }, 1, 20_000);
    near(delays.filter((us) => us === 1e6).length, 1_000, 0.1);
    near(delays.filter((us) => us === 2_000).length, 19_000, 0.01);
  });

  it('held: what falls into the last second of five leaves at its end', () => {
    const { dueUs } = dueTimes({ kind: 'held', delayUs: 0, holdUs: 1e6, everyUs: 5e6, blocks: false }, 1);
    assert.equal(dueUs(100, 0), 100);
    assert.equal(dueUs(100 + 3_999_999, 0), 100 + 3_999_999);
    assert.equal(dueUs(100 + 4_000_000, 0), 100 + 5_000_000);
    assert.equal(dueUs(100 + 4_900_000, 0), 100 + 5_000_000);
    assert.equal(dueUs(100 + 5_000_000, 0), 100 + 5_000_000);
    assert.equal(dueUs(100 + 9_500_000, 0), 100 + 10_000_000);
  });

  it('queue: one after another, each after it has come', () => {
    const { dueUs } = dueTimes({ kind: 'queue', meanServiceUs: 10 }, 1);
    assert.deepEqual([dueUs(0, 10), dueUs(2, 5), dueUs(100, 1), dueUs(100, 1)], [10, 15, 101, 102]);
    near(drawn({ kind: 'queue', meanServiceUs: 10 }, 1, 20_000).reduce((a, b) => a + b) / 20_000, 10, 0.03);
  });
});
