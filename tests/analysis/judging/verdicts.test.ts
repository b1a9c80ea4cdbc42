import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Grounds, verdictOn } from '../../../src/analysis/judging/verdicts.ts';
import { objectiveOf } from '../../fixtures/objective.ts';
import { histogramOf } from '../../fixtures/step.ts';

const p99 = objectiveOf('p99<500ms');
const p50 = objectiveOf('p50<500ms');

/** So many good answers, and so many that are late or failed. */
const grounds = (good: number, bad: number, change: Partial<Grounds> = {}): Grounds => ({
  scheduled: good + bad,
  latency: histogramOf([[10_000, good]]),
  serversOwn: 0,
  isVoid: false,
  isValid: true,
  thin: false,
  stable: true,
  trusted: () => true,
  ...change,
});

describe('the verdict on p99<500ms', () => {
  // The limits are those of the binomial distribution, summed apart from the code under test.
  for (const [good, bad, verdict, why] of [
    [298, 0, 'undecided', 'no failure in 298 shows no more than 98.99 %'],
    [299, 0, 'pass', 'no failure in 299 shows 99 %'],
    [599, 1, 'pass', 'one in 600'],
    [598, 2, 'undecided', 'two in 600'],
    [590, 10, 'undecided', 'ten in 600'],
    [589, 11, 'fail', 'eleven in 600'],
    [4_962, 38, 'pass', '38 in 5,000'],
    [4_961, 39, 'undecided', '39 in 5,000'],
    [4_938, 62, 'undecided', '62 in 5,000'],
    [4_937, 63, 'fail', '63 in 5,000'],
    [0, 0, 'undecided', 'nothing at all'],
  ] as const) {
    it(`is ${verdict} for ${why}`, () => assert.equal(verdictOn(p99, grounds(good, bad)), verdict));
  }

  it('counts an answer that is exactly as late as the bound as too late', () => {
    const latency = histogramOf([
      [10_000, 900],
      [500_000, 100],
    ]);
    assert.equal(verdictOn(p99, grounds(900, 100, { latency })), 'fail');
  });

  it('is fail for a growing backlog, however good the latencies', () => {
    assert.equal(verdictOn(p99, grounds(5_000, 0, { stable: false })), 'fail');
  });

  it('stays undecided for a growing backlog that may be the fault of ours', () => {
    assert.equal(verdictOn(p99, grounds(5_000, 0, { stable: false, isValid: false })), 'undecided');
  });

  it('is pass even where the generator was late, but never fail', () => {
    assert.equal(verdictOn(p99, grounds(5_000, 0, { isValid: false })), 'pass');
    assert.equal(verdictOn(p99, grounds(0, 5_000, { isValid: false })), 'undecided');
  });

  it('is fail for what only the server gives, whatever the generator and the machine did', () => {
    const disturbed = { isValid: false, stable: false, trusted: () => false };
    assert.equal(verdictOn(p99, grounds(4_937, 63, { ...disturbed, serversOwn: 63 })), 'fail');
    assert.equal(verdictOn(p99, grounds(4_937, 63, { ...disturbed, serversOwn: 62 })), 'undecided');
    assert.equal(
      verdictOn(objectiveOf('mean<500ms'), grounds(999, 1, { ...disturbed, serversOwn: 1 })),
      'fail',
    );
    assert.equal(verdictOn(p99, grounds(0, 500, { thin: true, serversOwn: 500 })), 'undecided');
  });

  it('is not fail where our lateness reaches the percentile', () => {
    assert.equal(
      verdictOn(p99, grounds(0, 5_000, { trusted: (percentile) => percentile !== 99 })),
      'undecided',
    );
  });

  it('is undecided for a void step and for a thin one', () => {
    assert.equal(verdictOn(p99, grounds(5_000, 0, { isVoid: true })), 'undecided');
    assert.equal(verdictOn(p99, grounds(0, 500, { thin: true })), 'undecided');
  });
});

describe('the verdict on a median', () => {
  it('needs few samples: five of five', () => assert.equal(verdictOn(p50, grounds(5, 0)), 'pass'));
  it('is undecided at half', () => assert.equal(verdictOn(p50, grounds(500, 500)), 'undecided'));
});

describe('the verdict on other terms', () => {
  const on = (text: string, good: number, bad: number, change: Partial<Grounds> = {}) =>
    verdictOn(objectiveOf(text), grounds(good, bad, change));

  it('success is a share, however late', () => {
    assert.equal(on('success>=99.9%', 3_000, 0), 'pass');
    assert.equal(on('success>=99.9%', 2_900, 0), 'undecided');
    assert.equal(on('success>=99.9%', 2_970, 30), 'fail');
  });

  it('max is of the step: one late or failed request fails it', () => {
    assert.equal(on('max<20ms', 600, 0), 'pass');
    assert.equal(on('max<5ms', 600, 0), 'fail');
    assert.equal(on('max<20ms', 5_999, 1), 'fail');
  });

  it('the mean is infinite with a single failure', () => {
    assert.equal(on('mean<20ms', 600, 0), 'pass');
    assert.equal(on('mean<5ms', 600, 0), 'fail');
    assert.equal(on('mean<20ms', 59_999, 1), 'fail');
  });

  it('of several, all have to hold, and one that fails decides', () => {
    assert.equal(on('p99<250ms,success>=99.9%', 3_000, 0), 'pass');
    assert.equal(on('p99<250ms,success>=99.9%', 600, 0), 'undecided');
    assert.equal(on('p99<250ms,success>=99.9%', 2_980, 20), 'fail');
    assert.equal(on('p99<5ms,success>=99.9%', 600, 0), 'fail');
  });

  it('is never fail where the generator or the machine were at fault', () => {
    for (const text of ['mean<5ms', 'max<5ms', 'success>=99.9%']) {
      assert.equal(on(text, 500, 500, { isValid: false }), 'undecided');
    }
  });
});

describe('a verdict by point', () => {
  const byPoint = (good: number, bad: number, change: Partial<Grounds> = {}) =>
    verdictOn(p99, grounds(good, bad, change), 'by-point');

  it('decides at the share itself', () => {
    assert.equal(byPoint(594, 6), 'pass');
    assert.equal(byPoint(593, 7), 'fail');
  });

  it('still has its doubts about what was too short, or is not the server’s', () => {
    assert.equal(byPoint(593, 7, { thin: true }), 'undecided');
    assert.equal(byPoint(593, 7, { isValid: false }), 'undecided');
    assert.equal(byPoint(600, 0, { stable: false }), 'fail');
  });
});

describe('any verdict', () => {
  const rank = { fail: 0, undecided: 1, pass: 2 };

  it('gets no worse with a longer bound', () => {
    const latencies = fc.array(fc.integer({ min: 1, max: 2_000_000 }), { minLength: 1, maxLength: 400 });
    const bound = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(latencies, fc.nat(20), bound, bound, (values, failed, a, b) => {
        const on = (ms: number) => {
          const objective = objectiveOf(`p90<${ms}ms`);
          const latency = histogramOf(values);
          return rank[verdictOn(objective, { ...grounds(values.length, failed), latency })];
        };
        assert.ok(on(Math.min(a, b)) <= on(Math.max(a, b)));
      }),
    );
  });

  it('gets no better with more failures', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(50), fc.nat(50), (good, bad, more) => {
        const before = rank[verdictOn(p99, grounds(good, bad))];
        assert.ok(rank[verdictOn(p99, grounds(good, bad + more))] <= before);
      }),
    );
  });
});
