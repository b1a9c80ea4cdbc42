import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseFixedRates, halfRateOf } from '../../src/plan/fixed-rates.ts';
import { defaultSearch } from '../../src/plan/search/settings.ts';
import { searchedRun } from '../fixtures/checked-runs.ts';

const { plan, ...run } = searchedRun({ base: 1 }, { rounds: 1 });
const search = {
  ...defaultSearch,
  precision: 0.05,
  perDecade: 40,
  lowestPerSecond: 1,
  highestPerSecond: 1e5,
};

describe('the fixed rates of a search', () => {
  for (const [capacities, rates, half] of [
    [[1_010, 2_000], [100, 501], 501],
    [[150], [75, 100], 75],
    [[60], [30], 30],
    [[], [], null],
  ] as const) {
    it(`of capacities ${capacities.join(' and ') || 'that are not known'}: ${rates.join(' and ') || 'none'}, half being ${half}`, () => {
      const fixedRates = chooseFixedRates(search, plan, capacities);
      const whole = (rate: number | null) => rate && Math.round(rate);
      assert.deepEqual(
        fixedRates.map(({ ratePerSecond }) => whole(ratePerSecond)),
        rates,
      );
      assert.equal(whole(halfRateOf({ ...run, plan: { ...plan, search }, fixedRates })), half);
    });
  }
});
