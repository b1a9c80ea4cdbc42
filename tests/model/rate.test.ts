import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatRate, gridRate, rateKey } from '../../src/model/rate.ts';

describe('a rate', () => {
  it('of the grid is exact at the decades', () => {
    for (let decade = -1; decade <= 5; decade++)
      assert.equal(gridRate(decade * 10, 10), Number(`1e${decade}`));
  });

  it('is the same rate whichever way it was computed, and another a thousandth further', () => {
    assert.equal(rateKey(0.1 + 0.2), rateKey(0.3));
    assert.equal(rateKey(10 ** (33 / 10)), rateKey(1995.262315));
    assert.notEqual(rateKey(1.001), rateKey(1.002));
  });

  it('of the grid is 10^(i/perDecade) between them', () => {
    assert.ok(Math.abs(gridRate(33, 10) - 1995.262315) < 1e-6);
    assert.ok(Math.abs(gridRate(1, 3) - 2.15443469) < 1e-8);
  });

  for (const [rate, text] of [
    [0.00158, '0.00158'],
    [1, '1'],
    [1.5849, '1.58'],
    [125.89, '126'],
    [999.7, '1,000'],
    [3_981.07, '3,981'],
    [10_000, '10,000'],
  ] as const) {
    it(`${rate} is written ${text}`, () => assert.equal(formatRate(rate), text));
  }
});
