import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { atLeast, atMost } from '../../../src/analysis/judging/binomial.ts';

const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('the lower tail of a binomial distribution', () => {
  // Summed in exact rational arithmetic, apart from the code under test.
  for (const [k, n, p, expected] of [
    [0, 10, 0.5, 0.0009765625],
    [5, 10, 0.5, 0.623046875],
    [3, 7, 0.3, 0.873964],
    [29, 30, 0.9, 0.9576088417247838],
    [49, 100, 0.5, 0.46020538130641064],
    [1, 600, 0.01, 0.0169808231780449],
    [2, 600, 0.01, 0.061076340946497214],
    [11, 600, 0.01, 0.9804703217609735],
    [593, 600, 0.99, 0.39369586554949215],
    [499, 5_000, 0.1, 0.4931044766563135],
    [40, 5_000, 0.01, 0.08499265788600319],
    [4_950, 5_000, 0.99, 0.5190915868050621],
  ] as const) {
    it(`P(X ≤ ${k}) of ${n} at ${p}`, () => near(atMost(k, n, p), expected, 1e-11));
  }

  it('is the sum of its terms, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.nat(60),
        (n, p, k) => {
          let sum = 0;
          let ways = 1;
          for (let i = 0; i <= Math.min(k, n); i++) {
            sum += ways * p ** i * (1 - p) ** (n - i);
            ways = (ways * (n - i)) / (i + 1);
          }
          near(atMost(k, n, p), sum, 1e-12);
        },
      ),
    );
  });

  it('and the upper one meet: at most k, or at least k + 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, at) => {
          const k = Math.floor(at * n);
          near(atMost(k, n, 0.99) + atLeast(k + 1, n, 0.99), 1, 1e-9);
        },
      ),
    );
  });

  it('has its ends: nothing below zero, everything up to n', () => {
    assert.equal(atMost(-1, 10, 0.5), 0);
    assert.equal(atMost(10, 10, 0.5), 1);
    assert.equal(atMost(3, 10, 0), 1);
    assert.equal(atMost(3, 10, 1), 0);
    assert.equal(atLeast(0, 10, 0.5), 1);
  });
});

describe('the bounds of Clopper and Pearson', () => {
  // Two-sided 95 %, four digits: Newcombe, Statistics in Medicine 17 (1998), table I, method 5.
  for (const [k, n, lower, upper] of [
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [1, 29, 0.0009, 0.1776],
    [0, 20, 0, 0.1684],
  ] as const) {
    it(`of ${k} in ${n} are where a tail is 2.5 %`, () => {
      assert.ok(atMost(k, n, upper - 0.0001) > 0.025 && atMost(k, n, upper + 0.0001) < 0.025);
      if (k > 0) assert.ok(atLeast(k, n, lower - 0.0001) < 0.025 && atLeast(k, n, lower + 0.0001) > 0.025);
    });
  }

  it('show for no failure in n a share of 1 − 3/n and no better', () => {
    for (const n of [100, 1_000, 100_000]) {
      assert.ok(atLeast(n, n, 1 - 3 / n) <= 0.05);
      assert.ok(atLeast(n, n, 1 - 2.9 / n) > 0.05);
    }
  });
});
