import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { observe } from '../../../src/analysis/judging/observed.ts';
import {
  overScheduled,
  overSuccesses,
  percentilesOfInterest,
} from '../../../src/analysis/judging/percentiles.ts';
import { objectiveOf } from '../../fixtures/objective.ts';
import { histogramOf, type PlainStep, plainStep } from '../../fixtures/step.ts';

const observed = (plain: PlainStep) => observe(plainStep(plain));
const withLag = (us: number, share = 1) => {
  const late = Math.round(1_000 * share);
  return histogramOf([
    [20, 1_000 - late],
    [us, late],
  ]).encode();
};

describe('the percentiles of interest', () => {
  it('are the usual ones and the objectives’, ascending and each once', () => {
    const objectives = ['p97<1s', 'p99<1s,mean<1s', 'success>=98%,max<2s'].map(objectiveOf);
    assert.deepEqual(percentilesOfInterest(objectives), [50, 90, 95, 97, 99, 99.9, 100]);
  });
});

it('no percentile is trusted where the generator does not say how late it was', () => {
  for (const change of [{ dispatchLag: null }, { loopLag: null }]) {
    const percentiles = overScheduled(observed({ change }), [50, 99], false);
    assert.deepEqual(
      percentiles.map(({ us, trusted }) => [us !== null, trusted]),
      [
        [true, false],
        [true, false],
      ],
    );
  }
});

describe('percentiles over everything scheduled', () => {
  it('rank failures and shed requests above every success', () => {
    const step = observed({ latencies: [[10_000, 985]], failures: { refused: 10 }, shed: 5 });
    const [p50, p98, p99] = overScheduled(step, [50, 98, 99], false);
    assert.ok(p50?.us !== null && p50?.us !== undefined && Math.abs(p50.us - 10_000) < 20);
    assert.equal(p98?.us, p50.us);
    assert.equal(p99?.us, Number.POSITIVE_INFINITY);
    assert.equal(p99?.samples, 1_000);
  });

  it('get worse where those over successes alone get better: a server that drops its slow requests', () => {
    const honest = observed({
      latencies: [
        [10_000, 950],
        [9_000_000, 50],
      ],
    });
    const dropping = observed({ latencies: [[10_000, 950]], failures: { 'status-503': 50 } });
    const at = (percentiles: ReturnType<typeof overScheduled>) => percentiles[0]?.us ?? 0;
    assert.ok(at(overScheduled(dropping, [99], false)) > at(overScheduled(honest, [99], false)));
    assert.ok(at(overSuccesses(dropping, [99], false)) < at(overSuccesses(honest, [99], false)));
  });

  it('are infinite where nothing succeeded; those over successes are not there', () => {
    const step = observed({ latencies: [], failures: { refused: 100 } });
    assert.equal(overScheduled(step, [50], false)[0]?.us, Number.POSITIVE_INFINITY);
    assert.equal(overSuccesses(step, [50], false)[0]?.us, null);
  });

  it('ascend with the rank, and lie at or above those over successes', () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(latencies, fc.nat(100), (values, refused) => {
        const step = observed({ latencies: values, failures: refused === 0 ? {} : { refused } });
        const levels = [50, 90, 95, 99, 99.9];
        const deciding = overScheduled(step, levels, false).map(({ us }) => us ?? -1);
        const successes = overSuccesses(step, levels, false).map(({ us }) => us ?? -1);
        for (const [i, us] of deciding.entries()) {
          assert.ok(us <= (deciding[i + 1] ?? Number.POSITIVE_INFINITY));
          assert.ok(us >= (successes[i] ?? 0));
          if (refused === 0) assert.equal(us, successes[i]);
        }
      }),
    );
  });
});

describe('what a percentile rests on', () => {
  for (const [requests, percentile, enough] of [
    [500, 99, true],
    [499, 99, false],
    [5_000, 99.9, true],
    [4_999, 99.9, false],
    [10, 50, true],
    [9, 50, false],
  ] as const) {
    it(`${requests} requests are ${enough ? 'enough' : 'too few'} for a p${percentile}`, () => {
      const step = observed({ latencies: [[1_000, requests]] });
      assert.equal(overScheduled(step, [percentile], false)[0]?.enoughSamples, enough);
    });
  }

  // 5 % of 100 ms are 5 ms; of 1 ms only 0.05, where 0.25 ms are allowed.
  for (const [latencyUs, lagUs, trusted] of [
    [100_000, 4_900, true],
    [100_000, 5_100, false],
    [1_000, 249, true],
    [1_000, 252, false],
  ] as const) {
    it(`${lagUs} µs of our lateness ${trusted ? 'leave' : 'spoil'} a latency of ${latencyUs} µs`, () => {
      for (const change of [{ dispatchLag: withLag(lagUs) }, { loopLag: withLag(lagUs) }]) {
        const step = observed({ latencies: [[latencyUs, 1_000]], change });
        assert.equal(overScheduled(step, [50], false)[0]?.trusted, trusted);
      }
    });
  }

  it('lateness at one percentile spoils that one alone', () => {
    const step = observed({ change: { dispatchLag: withLag(30_000, 0.02) } });
    const trusted = overScheduled(step, [50, 95, 99], false).map((one) => one.trusted);
    assert.deepEqual(trusted, [true, true, false]);
  });

  it('lateness that is the server’s doing spoils none', () => {
    const step = observed({ change: { dispatchLag: withLag(30_000) } });
    assert.equal(overScheduled(step, [50], true)[0]?.trusted, true);
  });
});
