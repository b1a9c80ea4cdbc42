import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { clopperPearson } from '../../../bench/clopper-pearson.ts';
import { type Bracketed, logRatio, toThreeDigits } from '../../../src/analysis/statistics/bracketed.ts';
import {
  confidenceOfRank,
  median,
  medianInterval,
} from '../../../src/analysis/statistics/median-interval.ts';
import { predictionInterval, studentInterval } from '../../../src/analysis/statistics/student-interval.ts';
import { near } from './near.ts';

const point = (value: number): Bracketed => ({ estimate: value, low: value, high: value });
const bracket = (low: number, high: number): Bracketed => ({ estimate: low, low, high });

describe('the median over rounds', () => {
  it('is the value in the middle, or the mean of the two', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
  });

  // 1 − 2·scipy.stats.binom.cdf(k − 1, n, 0.5), scipy 1.17.1.
  for (const [n, k, expected] of [
    [3, 1, 0.75],
    [5, 1, 0.9375],
    [6, 1, 0.96875],
    [9, 2, 0.9609375],
    [20, 6, 0.9586105346679688],
  ] as const) {
    it(`of ${n} lies between the ${k}. lowest and ${k}. highest`, () =>
      near(confidenceOfRank(n, k), expected, 1e-12));
  }

  it('says the confidence that lowest to highest have, where they are few', () => {
    const three = medianInterval([point(10), point(12), point(11)]);
    assert.deepEqual(three, { low: 10, high: 12, confidence: 0.75, assumes: null });
  });

  it('leaves out as many at both ends as the confidence allows', () => {
    const nine = medianInterval(Array.from({ length: 9 }, (_, i) => point(i)));
    assert.deepEqual([nine?.low, nine?.high], [1, 7]);
  });

  it('reaches to the ends of the brackets, so ties have a width', () => {
    const tied = medianInterval([bracket(100, 105), bracket(100, 105), bracket(100, 105)]);
    assert.deepEqual([tied?.low, tied?.high], [100, 105]);
    const digits = medianInterval([toThreeDigits(100), toThreeDigits(100)]);
    assert.ok((digits?.high ?? 0) > (digits?.low ?? 0));
  });

  it('is not bounded where most rounds are not', () => {
    const rounds = [bracket(100, Number.POSITIVE_INFINITY), bracket(100, Number.POSITIVE_INFINITY)];
    assert.equal(medianInterval(rounds)?.high, Number.POSITIVE_INFINITY);
  });

  it('says nothing of a single round', () => assert.equal(medianInterval([point(1)]), null));

  it('lies within its interval, whatever the rounds', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 2 }), (values) => {
        const interval = medianInterval(values.map(toThreeDigits));
        assert.ok(interval !== null && interval.low < median(values) && median(values) < interval.high);
      }),
    );
  });
});

describe('the t interval of logarithms', () => {
  // scipy 1.17.1: scipy.stats.ttest_1samp([.10, .02, .06], 0).confidence_interval(.95).
  it('is Student’s', () => {
    const interval = studentInterval([0.1, 0.02, 0.06].map(point));
    near(interval?.low, -0.0393655084700132);
    near(interval?.high, 0.15936550847001318);
    assert.equal(interval?.assumes, 'log-normal');
  });

  it('adds the brackets', () => {
    const ratios = [
      { base: bracket(100, 105), head: bracket(100, 105) },
      { base: bracket(200, 210), head: bracket(200, 210) },
    ].map(logRatio);
    near(studentInterval(ratios)?.low, -Math.log(1.05));
    near(studentInterval(ratios)?.high, Math.log(1.05));
  });

  it('is none where a round found no capacity, or no end of it', () => {
    assert.equal(studentInterval([point(0), point(Number.NEGATIVE_INFINITY)]), null);
    assert.equal(studentInterval([point(0)]), null);
  });
});

describe('the prediction interval', () => {
  // With mean 0.06 and s 0.04 of three: t(0.975, 2)·s·√(4/3), t from scipy as above.
  it('is wider than that of the mean by √(k + 1)', () => {
    const interval = predictionInterval([0.1, 0.02, 0.06]);
    near(interval?.high, 0.06 + 4.302652729749462 * 0.04 * Math.sqrt(4 / 3));
  });
});

describe('the interval of a share', () => {
  // scipy 1.17.1: scipy.stats.binomtest(k, n).proportion_ci(.95, 'exact').
  for (const [k, n, low, high] of [
    [0, 40, 0, 0.08809730287880335],
    [0, 59, 0, 0.060608900950339835],
    [3, 40, 0.015742179851041527, 0.20386474873289898],
    [12, 30, 0.2265576488285767, 0.5939650699481813],
    [7, 7, 0.5903836027749514, 1],
  ] as const) {
    it(`${k} of ${n}`, () => {
      near(clopperPearson(k, n).low, low);
      near(clopperPearson(k, n).high, high);
    });
  }

  it('of none in 59 ends below 5 % on one side, of none in 40 at 7.2 %', () => {
    // scipy 1.17.1: scipy.stats.beta.ppf(.95, 1, n).
    near(clopperPearson(0, 59, 0.9).high, 0.04950760988822693);
    near(clopperPearson(0, 40, 0.9).high, 0.07215752450551455);
  });
});
