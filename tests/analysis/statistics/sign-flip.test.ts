import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { holm } from '../../../src/analysis/statistics/holm.ts';
import { signFlipInterval, signFlipP } from '../../../src/analysis/statistics/sign-flip.ts';
import { near } from './near.ts';

const values = (most: number) =>
  fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: most });
const points = (logs: readonly number[]) => logs.map((log) => ({ estimate: log, low: log, high: log }));
const pOf = (logs: readonly number[]) => signFlipP(points(logs));

describe('the sign-flip test', () => {
  // scipy 1.17.1: scipy.stats.permutation_test((x,), mean, permutation_type='samples', n_resamples=inf).pvalue.
  for (const [differences, expected] of [
    [[0.12, -0.03, 0.2, 0.15, 0.08, 0.11, -0.01, 0.07], 0.03125],
    [[0.05, 0.02, 0.09, 0.04, 0.07, 0.11], 0.03125],
  ] as const) {
    it(`p of ${differences.join(', ')}`, () => near(pOf(differences), expected, 1e-12));
  }

  it('says 1 of differences that are all 0', () => assert.equal(pOf([0, 0, 0, 0, 0, 0]), 1));

  it('gives no p below 2^(1−n), and the same whichever target comes first', () => {
    fc.assert(
      fc.property(values(10), (differences) => {
        const p = pOf(differences);
        assert.ok(p >= 2 ** (1 - differences.length) && p <= 1);
        assert.equal(p, pOf(differences.map((value) => -value)));
      }),
    );
  });

  it('agrees with turning every sign, one pattern after the other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 }),
        (differences) => {
          const observed = Math.abs(differences.reduce((sum, value) => sum + value, 0));
          let asFar = 0;
          for (let signs = 0; signs < 2 ** differences.length; signs++) {
            const sum = differences.reduce(
              (total, value, i) => total + ((signs >> i) & 1 ? -value : value),
              0,
            );
            if (Math.abs(sum) >= observed) asFar++;
          }
          near(pOf(differences), Math.min(1, asFar / 2 ** differences.length), 1e-12);
        },
      ),
    );
  });

  it('draws patterns where they are too many, and still finds what is plain', () => {
    const forty = Array.from({ length: 40 }, (_, i) => 0.1 + (i % 5) / 100);
    assert.ok(pOf(forty) < 0.001);
    assert.ok(pOf(forty.map((value, i) => (i % 2 === 0 ? value : -value))) > 0.5);
  });
});

describe('the sign-flip test of brackets', () => {
  it('takes the ends that are nearer to no difference', () => {
    const wide = points([0.2, 0.3, 0.4, 0.5, 0.6, 0.7]).map((log) => ({ ...log, low: log.low - 0.25 }));
    assert.equal(pOf([0.2, 0.3, 0.4, 0.5, 0.6, 0.7]), 2 / 64);
    assert.equal(signFlipP(wide), pOf([-0.05, 0.05, 0.15, 0.25, 0.35, 0.45]));
    assert.ok(signFlipP(wide) > 2 / 64);
    const open = [...points([-1, -1, -1, -1, -1]), { estimate: -1, low: -1, high: Number.POSITIVE_INFINITY }];
    assert.equal(signFlipP(open), 1);
  });

  it('takes a difference that is not known for any, and one without an end for as large as can be', () => {
    const unknown = { estimate: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    const gone = { estimate: -Infinity, low: -Infinity, high: -Infinity };
    assert.equal(signFlipP([gone, gone, gone, gone, gone, gone]), 2 / 64);
    assert.equal(signFlipP([gone, gone, gone, gone, gone, unknown]), 1);
    const interval = signFlipInterval([...points([1, 1, 1, 1]), unknown], 0.9);
    assert.deepEqual([interval?.low, interval?.high], [-Infinity, Infinity]);
    const mixed = signFlipInterval([gone, gone, gone, gone, unknown], 0.9);
    assert.deepEqual([mixed?.low, mixed?.high], [-Infinity, Infinity]);
  });
});

describe('the interval of the sign-flip test', () => {
  it('takes all rounds where p can only just be reached', () => {
    assert.equal(signFlipInterval(points([1, 2, 3, 4, 5])), null);
    const six = signFlipInterval(points([1, 2, 3, 4, 5, 9]));
    assert.deepEqual([six?.low, six?.high, six?.confidence], [1, 9, 0.96875]);
    const five = signFlipInterval(points([1, 2, 3, 4, 9]), 0.9);
    assert.deepEqual([five?.low, five?.high, five?.confidence], [1, 9, 0.9375]);
  });

  it('leaves out 0 exactly where the test rejects it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 30 }), { minLength: 6, maxLength: 10 }),
        (differences) => {
          const interval = signFlipInterval(points(differences));
          const rejected = pOf(differences) <= 0.05;
          assert.equal(interval !== null && (interval.low > 0 || interval.high < 0), rejected);
        },
      ),
    );
  });

  it('is moved out by brackets, never in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 9 }),
        (logs) => {
          const narrow = signFlipInterval(points(logs));
          const wide = signFlipInterval(
            logs.map((log) => ({ estimate: log, low: log - 0.1, high: log + 0.2 })),
          );
          near(wide?.low, (narrow?.low ?? 0) - 0.1);
          near(wide?.high, (narrow?.high ?? 0) + 0.2);
        },
      ),
    );
  });
});

describe('several tests', () => {
  it('are corrected by how many are left, in the order of their p', () => {
    assert.deepEqual(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
    assert.deepEqual(holm([0.9, 0.6]), [1, 1]);
    assert.deepEqual(holm([]), []);
  });

  it('of three, the least p comes to 5 % from seven rounds on', () => {
    const least = (rounds: number) => holm([2 ** (1 - rounds), 1, 1])[0] ?? 1;
    assert.ok(least(6) > 0.05 && least(7) <= 0.05);
  });
});
