import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { power, roundsNeeded, smallestGap } from '../../../src/analysis/statistics/power.ts';
import { near } from './near.ts';

describe('power', () => {
  // scipy 1.17.1: scipy.stats.nct.sf(scipy.stats.t.ppf(.95, n − 1), n − 1, gap·√n).
  for (const [n, gap, expected] of [
    [5, 1.36, 0.8002876761994969],
    [3, 2.28, 0.7954417167287906],
    [8, 1, 0.8150194415569083],
    [12, 0.5, 0.4918844895835164],
  ] as const) {
    it(`of ${n} rounds at a gap of ${gap} spreads`, () => near(power(n, gap, 0.05), expected, 1e-5));
  }

  it('needs every round beyond where five are all there are', () => {
    // scipy 1.17.1: scipy.stats.norm.ppf(.8 ** (1 / 5)).
    near(smallestGap(5, 0.05), 1.7098425063653393, 1e-6);
    // scipy 1.17.1: the gap at which nct.sf(…) is 0.8, by brentq.
    near(smallestGap(8, 0.05), 0.9781560855356118, 1e-4);
  });

  it('says the fewest rounds that find a gap', () => {
    const rounds = roundsNeeded(0.9, 0.05) ?? 0;
    assert.ok(smallestGap(rounds, 0.05) <= 0.9 && smallestGap(rounds - 1, 0.05) > 0.9);
    assert.equal(roundsNeeded(10, 0.05), 5);
    assert.equal(roundsNeeded(0.001, 0.05), null);
    assert.equal(roundsNeeded(-0.9, 0.05), rounds);
  });
});
