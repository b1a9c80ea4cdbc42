import { describe, it } from 'node:test';
import fc from 'fast-check';
import { normalCdf, studentCdf, studentQuantile } from '../../../src/analysis/statistics/distributions.ts';
import { near } from './near.ts';

describe('the normal distribution', () => {
  // scipy 1.17.1: scipy.stats.norm.cdf(x).
  for (const [x, expected] of [
    [1.3, 0.9031995154143897],
    [-4, 3.167124183311986e-5],
    [0, 0.5],
  ] as const) {
    it(`P(Z ≤ ${x})`, () => near(normalCdf(x), expected, 1e-13));
  }
});

describe('Student’s t', () => {
  // scipy 1.17.1: scipy.stats.t.ppf(p, df).
  for (const [p, df, expected] of [
    [0.975, 2, 4.302652729749462],
    [0.975, 4, 2.7764451051977934],
    [0.95, 4, 2.1318467863266495],
    [0.95, 1, 6.313751514675037],
    [0.995, 7, 3.4994832973504924],
    [0.975, 30, 2.0422724563012378],
  ] as const) {
    it(`the ${p} quantile with ${df} degrees of freedom`, () => near(studentQuantile(p, df), expected, 1e-8));
  }

  it('is symmetric', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), fc.integer({ min: 1, max: 60 }), (t, df) =>
        near(studentCdf(t, df) + studentCdf(-t, df), 1, 1e-12),
      ),
    );
  });
});
