import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { chooseRates } from '../../src/plan/choose-rates.ts';

const range = (from: number, to: number, perDecade: number): readonly number[] =>
  chooseRates({ kind: 'range', from, to, perDecade });

const ends = fc
  .tuple(fc.double({ min: 0.01, max: 1e5, noNaN: true }), fc.double({ min: 1, max: 1e4, noNaN: true }))
  .map(([from, factor]) => [from, from * factor] as const);
const perDecades = fc.integer({ min: 1, max: 50 });

describe('rates', () => {
  const table: { says: string; from: number; to: number; perDecade: number; rates: readonly number[] }[] = [
    { says: 'one per decade', from: 1, to: 1_000, perDecade: 1, rates: [1, 10, 100, 1_000] },
    { says: 'below one a second', from: 0.1, to: 1, perDecade: 1, rates: [0.1, 1] },
    {
      says: 'a range between grid points keeps to the grid',
      from: 5,
      to: 500,
      perDecade: 1,
      rates: [10, 100],
    },
    { says: 'a range without a grid point is its two ends', from: 20, to: 50, perDecade: 1, rates: [20, 50] },
    {
      says: 'a range that is one point off the grid is that point',
      from: 20,
      to: 20,
      perDecade: 1,
      rates: [20],
    },
    { says: 'a range that is one grid point is that point', from: 100, to: 100, perDecade: 7, rates: [100] },
    {
      says: 'fractions are exact',
      from: 1,
      to: 10,
      perDecade: 3,
      rates: [1, 10 ** (1 / 3), 10 ** (2 / 3), 10],
    },
  ];
  for (const { says, from, to, perDecade, rates } of table) {
    it(says, () => assert.deepEqual(range(from, to, perDecade), rates));
  }

  it('1..10000 at ten per decade are the 41 that they should be', () => {
    assert.deepEqual(
      range(1, 10_000, 10),
      Array.from({ length: 41 }, (_, i) => 10 ** (i / 10)),
    );
  });

  it('a list is sorted, and a rate named twice is measured once', () => {
    assert.deepEqual(chooseRates({ kind: 'list', rates: [400, 100, 200.5, 100] }), [100, 200.5, 400]);
  });

  it('of a range ascend strictly, stay in it, and leave out no grid point', () => {
    fc.assert(
      fc.property(ends, perDecades, ([from, to], perDecade) => {
        const rates = range(from, to, perDecade);
        assert.ok(rates.length >= 1);
        rates.forEach((rate, k) => {
          assert.ok(rate >= from && rate <= to, `${rate} is outside ${from}..${to}`);
          assert.ok(k === 0 || rate > (rates[k - 1] ?? 0), 'not ascending');
        });
        for (let i = -3 * perDecade; i <= 10 * perDecade; i++) {
          const point = 10 ** (i / perDecade);
          if (point >= from && point <= to) assert.ok(rates.includes(point), `${point} is missing`);
        }
      }),
    );
  });
});
