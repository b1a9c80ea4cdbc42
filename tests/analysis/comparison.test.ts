import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyse, analyseTogether } from '../../src/analysis/analyse.ts';
import { ratioOf } from '../../src/analysis/comparison/ratio.ts';
import {
  inverseOf,
  once,
  overRounds,
  type Reading,
  readCapacity,
} from '../../src/analysis/comparison/reading.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { targetFigures } from '../../src/model/target-figures.ts';
import { type SyntheticOptions, syntheticRun } from '../fixtures/run.ts';
import { capacityOver, type RoundCapacity } from './capacities.ts';

const ratio = (one: Reading, other: Reading) => ratioOf(one, other, false);

/** What a million requests cost at a capacity, at 3.6 an hour. */
const costOf = (reading: Reading) => {
  const cost = targetFigures.find((figure) => figure.from === 'capacity');
  assert.ok(cost !== undefined);
  return inverseOf(reading, (rate) => cost.read(rate, 3.6));
};

const capacity = (...rounds: RoundCapacity[]) => readCapacity(capacityOver(rounds));

describe('a ratio', () => {
  const cases: [says: string, ratio: ReturnType<typeof ratio>, value: unknown][] = [
    ['of what was seen once is not given', ratio(once(2), once(1)), null],
    ['with what was seen once is not given', ratio(overRounds(2, [2, 2]), once(1)), null],
    ['of one round is not given', ratio(overRounds(2, [2]), overRounds(1, [1])), null],
    ['of nothing is not given', ratio(overRounds(null, [1, 1]), overRounds(1, [1, 1])), null],
    ['of zero is not given', ratio(overRounds(0, [0, 0]), overRounds(1, [1, 1])), null],
    [
      'of what is infinite is not given',
      ratio(overRounds(Number.POSITIVE_INFINITY, [1, Number.POSITIVE_INFINITY]), overRounds(1, [1, 1])),
      null,
    ],
    [
      'of what is the same in every round has no interval',
      ratio(once(6_000, 0), once(3_000, 0)),
      { value: 2, bound: 'exact', interval: null, clear: true, unevenCpus: false, doubtful: false },
    ],
    [
      'spans every pair of rounds',
      ratio(overRounds(4, [3, 4, 6]), overRounds(2, [1, 2, 3])),
      { value: 2, bound: 'exact', interval: [1, 6], clear: false, unevenCpus: false, doubtful: false },
    ],
    [
      'is clear where whichever rounds are compared, the same one is larger',
      ratio(overRounds(4, [4, 6]), overRounds(2, [2, 3])),
      { value: 2, bound: 'exact', interval: [4 / 3, 3], clear: true, unevenCpus: false, doubtful: false },
    ],
    [
      'of capacities reaches to the rates that failed',
      ratio(capacity([1_000, 1_250], [1_000, 1_250]), capacity([100, 125], [100, 125])),
      { value: 10, bound: 'exact', interval: [8, 12.5], clear: true, unevenCpus: false, doubtful: false },
    ],
    [
      'of the same capacity is not clear',
      ratio(capacity([1_000, 1_250], [1_000, 1_250]), capacity([1_000, 1_250], [1_000, 1_250])),
      { value: 1, bound: 'exact', interval: [0.8, 1.25], clear: false, unevenCpus: false, doubtful: false },
    ],
    [
      'of capacities is clear where one passed all that the other failed',
      ratio(capacity([1_250, 1_600], [1_250, 1_600]), capacity([1_000, 1_250], [1_000, 1_250])),
      { value: 1.25, bound: 'exact', interval: [1, 1.6], clear: true, unevenCpus: false, doubtful: false },
    ],
    [
      'of costs likewise',
      ratio(
        costOf(capacity([1_250, 1_600], [1_250, 1_600])),
        costOf(capacity([1_000, 1_250], [1_000, 1_250])),
      ),
      { value: 0.8, bound: 'exact', interval: [0.625, 1], clear: true, unevenCpus: false, doubtful: false },
    ],
    [
      'over a capacity that was not reached is at least that',
      ratio(capacity([1_000, null], [1_000, null]), capacity([100, 125], [100, 125])),
      { value: 10, bound: 'at-least', interval: [8, null], clear: true, unevenCpus: false, doubtful: false },
    ],
    [
      'to a capacity that was not reached is at most that',
      ratio(capacity([100, 125], [100, 125]), capacity([1_000, null], [1_000, null])),
      { value: 0.1, bound: 'at-most', interval: [0, 0.125], clear: true, unevenCpus: false, doubtful: false },
    ],
    [
      'of two capacities that were not reached is not given',
      ratio(capacity([2_000, null], [2_000, null]), capacity([1_000, null], [1_000, null])),
      null,
    ],
    ['of capacities of one round is not given', ratio(capacity([1_000, 1_250]), capacity([100, 125])), null],
    [
      'of costs is that of capacities turned round',
      ratio(costOf(capacity([100, 125], [100, 125])), costOf(capacity([1_000, null], [1_000, null]))),
      { value: 10, bound: 'at-least', interval: [8, null], clear: true, unevenCpus: false, doubtful: false },
    ],
  ];
  for (const [says, found, wanted] of cases) {
    it(says, () => {
      const rounded = JSON.parse(
        JSON.stringify(found, (_, value: unknown) =>
          typeof value === 'number' ? Number(value.toPrecision(12)) : value,
        ),
      );
      assert.deepEqual(
        rounded,
        JSON.parse(
          JSON.stringify(wanted, (_, v: unknown) => (typeof v === 'number' ? Number(v.toPrecision(12)) : v)),
        ),
      );
    });
  }

  const rounds = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 5 });
  const reading = rounds.map((all) => overRounds(all[0] ?? 1, all));

  it('lies in its interval, and is turned round with its figures', () => {
    fc.assert(
      fc.property(reading, reading, (a, b) => {
        const [there, back] = [ratio(a, b), ratio(b, a)];
        assert.ok(there !== null && back !== null);
        const [low, high] = there.interval ?? [0, 0];
        assert.ok(low <= there.value * (1 + 1e-9) && (high === null || there.value <= high * (1 + 1e-9)));
        assert.ok(Math.abs(there.value * back.value - 1) < 1e-9);
        assert.equal(there.clear, back.clear);
      }),
    );
  });
});

it('a million requests cost what their seconds cost', () => {
  const { value } = costOf(capacity([1_000, 1_250], [1_000, 1_250]));
  assert.equal(value, 1, '1,000 seconds at 0.001 each');
  assert.equal(costOf(capacity([null, 100], [null, 100])).value, null, 'nothing was borne');
});

const pair: SyntheticOptions = {
  rates: [10, 100, 316, 1_000, 3_162],
  rounds: 2,
  durationMs: 1_000,
  minSamples: 600,
  durationCapMs: 20_000,
  targets: [
    { label: 'slow', server: { serviceMs: 4, workers: 1, sigma: 0.2 }, pageBytes: 12_000 },
    { label: 'quick', server: { serviceMs: 0.4, workers: 2, sigma: 0.2 }, pageBytes: 6_000 },
  ],
};

function comparisonOf(options: SyntheticOptions): Comparison {
  const { comparison } = analyse(syntheticRun(options));
  assert.ok(comparison !== null);
  return comparison;
}

describe('classes', () => {
  const fast = { serviceMs: 1 };
  const targets = [
    { label: 'slow', class: 'mounted', server: { serviceMs: 8 } },
    { label: 'fast', class: 'stock', server: fast },
    { label: 'middle', class: 'mounted', server: { serviceMs: 3 } },
  ] as const;

  it('have their own best each, and no factor crosses them', () => {
    const { comparison } = analyse(syntheticRun({ rounds: 3, targets }));
    const [slow, quick, middle] = (comparison?.targets ?? []).map(({ capacities: [first] }) => first);
    assert.deepEqual([quick?.isBest, quick?.toBest], [false, null], 'alone in its class');
    assert.deepEqual([middle?.isBest, middle?.toBest], [true, null]);
    assert.equal(slow?.toBest?.value, (slow?.value ?? 0) / (middle?.value ?? 0));
    assert.notEqual(comparison?.differences[0]?.capacities[0], null, 'a chosen pair may cross them');
  });

  it('are one where nobody says who owns the socket, as in older runs', () => {
    const unsaid = targets.map(({ class: _, ...target }) => target);
    const { comparison } = analyse(syntheticRun({ rounds: 3, targets: unsaid }));
    assert.deepEqual(
      comparison?.targets.map(({ capacities: [first] }) => first?.isBest),
      [false, true, false],
    );
  });
});

describe('targets side by side', () => {
  const comparison = comparisonOf(pair);
  const target = (label: string) => {
    const found = comparison.targets.find((one) => one.label === label);
    assert.ok(found !== undefined);
    return found;
  };

  it('are not compared where there are not two of them', () => {
    const failure = { reason: 'not-ready', detail: 'no answer' };
    for (const targets of [[{ label: 'a' }], [{ label: 'a' }, { label: 'b', failure }]]) {
      assert.equal(analyse(syntheticRun({ ...pair, targets })).comparison, null);
    }
  });

  it('have one best in a column, and every other a factor to it', () => {
    const [slow, quick] = [target('slow'), target('quick')];
    assert.equal(quick.capacities[0]?.isBest, true);
    assert.equal(quick.capacities[0]?.toBest, null);
    const factor = slow.capacities[0]?.toBest?.value ?? 0;
    assert.equal(factor, (slow.capacities[0]?.value ?? 0) / (quick.capacities[0]?.value ?? 0));
    for (const name of ['p50AtLowRateUs', 'cpuPerRequestUs', 'costOfMillion', 'pageBytes'] as const) {
      assert.equal(quick.figures[name].isBest, true, name);
      assert.ok((slow.figures[name].toBest?.value ?? 0) > 1.5, name);
    }
    assert.equal(slow.figures.pageBytes.toBest?.value, 2);
  });

  it('claim no factor for what nobody looked at', () => {
    for (const { figures } of comparison.targets) {
      assert.deepEqual([figures.browserBytes.value, figures.browserBytes.isBest], [null, false]);
    }
  });

  it('tell builds apart that differ by more than one timing may be off, if both were made from scratch', () => {
    const built = (...builds: readonly (readonly [buildMs: number, incremental?: boolean])[]) =>
      comparisonOf({
        ...pair,
        targets: builds.map(([buildMs, incremental = false], i) => ({
          label: `t${i}`,
          buildMs,
          incremental,
        })),
      }).targets.map(({ figures }) => figures.buildMs);

    const [quick, slow, alike] = built([20_000], [60_000], [30_000]);
    assert.deepEqual([quick?.isBest, quick?.toBest], [true, null]);
    assert.deepEqual([slow?.toBest?.value, slow?.toBest?.clear, slow?.toBest?.interval], [3, true, null]);
    assert.deepEqual([alike?.toBest?.value, alike?.toBest?.clear], [1.5, false]);

    const [whole, partly] = built([60_000], [20_000, true]);
    for (const figure of [whole, partly]) assert.deepEqual([figure?.isBest, figure?.toBest], [false, null]);
    assert.equal(partly?.value, 20_000, 'it is told all the same');
  });

  it('are taken at 100/s or below, and at the highest rate that all pass', () => {
    assert.equal(comparison.lowRatePerSecond, 100);
    assert.equal(comparison.sharedRatePerSecond, 100);
    const quick = comparisonOf({
      ...pair,
      targets: [pair.targets?.[1], { label: 'other' }].flatMap((t) => t ?? []),
    });
    assert.equal(quick.lowRatePerSecond, 100, 'not more than that, however quick they are');
    assert.equal(quick.sharedRatePerSecond, 1_000);
    const stuck = comparisonOf({
      ...pair,
      targets: [{ label: 'a', server: { serviceMs: 400, workers: 1 } }, { label: 'b' }],
    });
    assert.equal(stuck.lowRatePerSecond, 10, 'the lowest where every rate is too high for one of them');
    assert.equal(stuck.sharedRatePerSecond, null);
    for (const { figures } of stuck.targets) assert.equal(figures.p99AtSharedRateUs.value, null);
  });

  it('are points without any ratio, and without a best, after one round', () => {
    const { targets, differences } = comparisonOf({ ...pair, rounds: 1 });
    for (const { capacities, figures } of targets) {
      for (const figure of [...capacities, ...Object.values(figures)]) {
        assert.deepEqual([figure.isBest, figure.toBest, figure.interval], [false, null, null]);
      }
      assert.notEqual(figures.pageBytes.value, null);
    }
    for (const { capacities, rates } of differences) {
      assert.deepEqual(capacities, [null, null]);
      for (const { p50, p99, goodput } of rates) assert.deepEqual([p50, p99, goodput], [null, null, null]);
    }
  });

  it('differ at every common rate by the ratio of the merged columns', () => {
    const { targets } = analyse(syntheticRun(pair));
    const [difference] = comparison.differences;
    assert.deepEqual([difference?.label, difference?.toLabel], ['slow', 'quick']);
    const at = (label: string, rate: number) =>
      targets
        .find((one) => one.label === label)
        ?.columns.find(({ ratePerSecond }) => ratePerSecond === rate)
        ?.overScheduled.find(({ percentile }) => percentile === 50)?.us ?? 0;
    for (const { ratePerSecond, p50 } of difference?.rates ?? []) {
      if (p50 === null) continue;
      assert.equal(p50.value, at('slow', ratePerSecond) / at('quick', ratePerSecond));
    }
    assert.ok((difference?.rates ?? []).some(({ p50 }) => p50 !== null));
  });

  it('say where one target used the CPUs that the generator took, and the other did not', () => {
    const shared = {
      ...pair,
      placement: 'shared',
      rates: [100, 1_000, 3_000, 5_000],
      targets: [
        { label: 'lone', server: { workers: 1, serviceMs: 1 } },
        { label: 'many', server: { workers: 2, serviceMs: 0.5 } },
      ],
    } as const;
    const [difference] = comparisonOf(shared).differences;
    assert.equal(difference?.capacities[0]?.unevenCpus, true);
    const at = (rate: number) => difference?.rates.find((one) => one.ratePerSecond === rate)?.goodput;
    assert.equal(at(100)?.unevenCpus, false, 'nobody was busy');
    assert.equal(at(5_000)?.unevenCpus, true);
    const apart = comparisonOf({ ...shared, placement: 'split' }).differences[0];
    assert.equal(apart?.capacities[0]?.unevenCpus, false, 'the generator had CPUs of its own');
    const equals = comparisonOf({
      ...shared,
      targets: [shared.targets[1], { ...shared.targets[1], label: 'more' }],
    });
    assert.equal(equals.differences[0]?.capacities[0]?.unevenCpus, false, 'both used several');
  });

  it('mark what rests on a column that is not to be trusted, and what was divided by it', () => {
    const { lowRatePerSecond, targets, differences } = comparisonOf({ ...pair, hostLimitedAt: [100] });
    assert.equal(lowRatePerSecond, 100);
    for (const { figures } of targets) {
      assert.equal(figures.p50AtLowRateUs.doubtful, true);
      assert.equal(figures.startMs.doubtful, false);
    }
    const at = (rate: number) => differences[0]?.rates.find((one) => one.ratePerSecond === rate)?.p50;
    assert.deepEqual([at(10)?.doubtful, at(100)?.doubtful], [false, true]);
  });

  it('of several runs are each judged by the plan of their own', () => {
    const one = (label: string, placement: 'split' | 'shared') =>
      syntheticRun({ ...pair, placement, targets: [{ label }] });
    const runs = [one('a', 'split'), one('b', 'shared')];
    const together = analyseTogether(runs);
    assert.deepEqual(
      together.targets.map(({ label, capacities }) => [label, capacities[0]?.ratePerSecond]),
      runs.map((run) => [run.targets[0]?.label, analyse(run).targets[0]?.capacities[0]?.ratePerSecond]),
    );
    assert.equal(together.otherRuns[0]?.host.placement, 'shared');
    assert.ok(together.comparison?.differences[0]?.rates.some(({ goodput }) => goodput !== null));
  });
});
