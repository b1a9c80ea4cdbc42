import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyse, analyseTogether } from '../../src/analysis/analyse.ts';
import { ratioOf } from '../../src/analysis/comparison/ratio.ts';
import {
  exact,
  inverseOf,
  once,
  overRounds,
  type Reading,
  readCapacity,
} from '../../src/analysis/comparison/reading.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { wasTried } from '../../src/model/run.ts';
import { targetFigures } from '../../src/model/target-figures.ts';
import { searchedRun } from '../fixtures/checked-runs.ts';
import { type SyntheticOptions, syntheticRun, usualObjectives } from '../fixtures/run.ts';
import { capacityOver, type RoundCapacity } from './capacities.ts';

const pairedRatio = (one: Reading, other: Reading) =>
  ratioOf(one, other, { paired: true, unevenCpus: false });
const unpaired = (one: Reading, other: Reading) => ratioOf(one, other, { paired: false, unevenCpus: false });

const over = (...rounds: readonly number[]): Reading =>
  overRounds(
    rounds[0] ?? null,
    new Map(rounds.map((value, i) => [i + 1, { estimate: value, low: value, high: value, spoilt: false }])),
  );

/** What a million requests cost at a capacity, at 3.6 an hour. */
const costOf = (reading: Reading) => {
  const cost = targetFigures.find((figure) => figure.from === 'capacity');
  assert.ok(cost !== undefined);
  return inverseOf(reading, (rate) => cost.read(rate, 3.6));
};

const capacity = (...rounds: RoundCapacity[]) => readCapacity(capacityOver(rounds));
const same = (count: number, round: RoundCapacity) => capacity(...Array.from({ length: count }, () => round));

describe('a ratio', () => {
  it('is not given of what was seen once, of nothing, of zero and of what is infinite', () => {
    for (const [one, other] of [
      [once(2), once(1)],
      [over(2, 2), once(1)],
      [over(2), over(1)],
      [overRounds(null, new Map()), over(1, 1)],
      [over(0, 0), over(1, 1)],
      [over(Number.POSITIVE_INFINITY, 1), over(1, 1)],
      [capacity([1_000, 1_250]), capacity([100, 125])],
    ] as const) {
      assert.equal(pairedRatio(one, other), null);
      assert.equal(unpaired(one, other), null);
    }
  });

  it('of what is the same in every round has no interval', () => {
    const found = pairedRatio(exact(6_000), exact(3_000));
    assert.deepEqual([found?.value, found?.interval, found?.rounds], [2, null, 0]);
  });

  it('is the median over the same rounds, whatever each target does from round to round', () => {
    const found = pairedRatio(
      over(2, 20, 200, 2_000, 20_000, 200_000),
      over(1, 10, 100, 1_000, 10_000, 100_000),
    );
    assert.ok(Math.abs((found?.value ?? 0) - 2) < 1e-9);
    const [low = 0, high = 0] = found?.interval ?? [];
    assert.ok(Math.abs(low - 2) < 1e-9 && Math.abs((high ?? 0) - 2) < 1e-9);
    assert.deepEqual(
      [found?.paired, found?.rounds, found?.confidence, found?.assumes],
      [true, 6, 1 - 2 / 64, 'symmetric'],
    );
  });

  it('of too few rounds for an exact interval says what its interval assumes', () => {
    const found = pairedRatio(over(2, 2.1, 1.9), over(1, 1, 1));
    assert.deepEqual([found?.confidence, found?.assumes], [0.95, 'log-normal']);
    assert.ok(found?.interval !== null && found !== null);
    assert.ok(found.interval[0] < 1.9 && (found.interval[1] ?? 0) > 2.1);
  });

  it('of two runs is of their medians, with an interval that knows no pairs', () => {
    const found = unpaired(over(2, 20, 200), over(1, 10, 100));
    assert.ok(Math.abs((found?.value ?? 0) - 2) < 1e-9);
    assert.deepEqual([found?.paired, found?.assumes], [false, 'log-normal']);
    assert.ok((found?.interval?.[0] ?? 1) < 0.02 && (found?.interval?.[1] ?? 1) > 100);
  });

  it('of capacities reaches to the rates that failed', () => {
    const found = pairedRatio(same(6, [1_000, 1_250]), same(6, [100, 125]));
    assert.deepEqual(
      [found?.value.toFixed(6), found?.interval?.map((end) => end?.toFixed(6))],
      ['10.000000', ['8.000000', '12.500000']],
    );
    const cost = pairedRatio(costOf(same(6, [1_000, 1_250])), costOf(same(6, [100, 125])));
    assert.deepEqual(
      [cost?.value.toFixed(6), cost?.interval?.map((end) => end?.toFixed(6))],
      ['0.100000', ['0.080000', '0.125000']],
    );
  });

  it('with a capacity that was not reached is a bound; of two of them there is none', () => {
    const [open, known] = [same(6, [1_000, null]), same(6, [100, 125])];
    const found = pairedRatio(open, known);
    assert.deepEqual(
      [found?.bound, found?.interval?.[0].toFixed(6), found?.interval?.[1]],
      ['at-least', '8.000000', null],
    );
    assert.equal(pairedRatio(known, open)?.bound, 'at-most');
    assert.equal(pairedRatio(costOf(known), costOf(open))?.bound, 'at-least');
    assert.equal(pairedRatio(open, open), null);
  });

  const reading = fc
    .array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 5 })
    .map((all) => over(...all));

  it('lies in its interval, and is turned round with its figures', () => {
    fc.assert(
      fc.property(reading, reading, (a, b) => {
        for (const divide of [pairedRatio, unpaired]) {
          const [there, back] = [divide(a, b), divide(b, a)];
          assert.ok(there !== null && back !== null);
          const [low, high] = there.interval ?? [0, null];
          assert.ok(low <= there.value * (1 + 1e-9) && (high === null || there.value <= high * (1 + 1e-9)));
          assert.ok(Math.abs(there.value * back.value - 1) < 1e-6);
        }
      }),
    );
  });
});

describe('a word', () => {
  const targets = [
    { label: 'slow', server: { serviceMs: 4, workers: 1, sigma: 0.2 } },
    { label: 'quick', server: { serviceMs: 1, workers: 2, sigma: 0.2 } },
  ];
  const objectives = usualObjectives.slice(0, 1);
  const run = (rounds: number) => syntheticRun({ ...pair, rounds, targets, objectives });

  it('stands only beside capacity, p99 and CPU a request, and needs seven rounds for the three', () => {
    const [difference] = analyse(run(7)).comparison?.differences ?? [];
    assert.ok(difference !== undefined);
    assert.equal(difference.capacities[0]?.word, 'worse', 'slow bears less');
    const words = Object.entries(difference.figures).flatMap(([key, ratio]) =>
      ratio === null || ratio.word === null ? [] : [key],
    );
    assert.deepEqual(words.toSorted(), ['cpuPerRequestUs', 'p99AtSharedRateUs']);
    assert.ok(difference.rates.every(({ p50, p99 }) => (p50?.word ?? p99?.word ?? null) === null));
  });

  it('of fewer rounds is undecided, however far apart they are, with how many would tell', () => {
    const [difference] = analyse(run(5)).comparison?.differences ?? [];
    const { word, roundsForWord } = difference?.figures.p99AtSharedRateUs ?? {};
    assert.equal(word, 'undecided');
    assert.ok((roundsForWord?.least ?? 0) > 5);
  });

  it('is turned round with the ratio', () => {
    const { comparison } = analyse(run(8));
    const [slow] = comparison?.targets ?? [];
    assert.equal(slow?.capacities[0]?.toBest?.word, 'worse');
    const turned = analyse(syntheticRun({ ...pair, rounds: 8, targets: targets.toReversed() }));
    assert.equal(turned.comparison?.differences[0]?.capacities[0]?.word, 'better');
  });

  it('is not said of the targets of two runs, which share no round', () => {
    const alone = targets.map((target) => syntheticRun({ ...pair, rounds: 8, targets: [target] }));
    const [difference] = analyseTogether(alone).comparison?.differences ?? [];
    assert.deepEqual([difference?.capacities[0]?.word, difference?.capacities[0]?.paired], [null, false]);
  });
});

it('a million requests cost what their seconds cost', () => {
  const { value } = costOf(capacity([1_000, 1_250], [1_000, 1_250]));
  assert.equal(value, 1, '1,000 seconds at 0.001 each');
  assert.equal(costOf(capacity([null, 100], [null, 100])).value, null, 'nothing was borne');
});

const pair: SyntheticOptions = {
  rates: [40, 100, 316, 1_000, 3_162],
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

  it('divide no builds, which are timed once', () => {
    for (const { figures } of comparison.targets) {
      assert.deepEqual([figures.buildMs.isBest, figures.buildMs.toBest], [false, null]);
    }
  });

  it('are taken at 100/s or below, and at the highest rate up to half the lowest capacity', () => {
    assert.equal(comparison.lowRatePerSecond, 100);
    assert.equal(comparison.sharedRatePerSecond, 40, 'the lowest capacity is 100/s');
    const quick = comparisonOf({
      ...pair,
      targets: [pair.targets?.[1], { label: 'other' }].flatMap((t) => t ?? []),
    });
    assert.equal(quick.lowRatePerSecond, 100, 'not more than that, however quick they are');
    assert.equal(quick.sharedRatePerSecond, 316);
    const stuck = comparisonOf({
      ...pair,
      targets: [{ label: 'a', server: { serviceMs: 400, workers: 1 } }, { label: 'b' }],
    });
    assert.equal(stuck.lowRatePerSecond, 40, 'the lowest where every rate is too high for one of them');
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

  it('differ at every common rate by the ratio of the same rounds', () => {
    const { targets } = analyse(syntheticRun(pair));
    const [difference] = comparison.differences;
    assert.deepEqual([difference?.label, difference?.toLabel], ['slow', 'quick']);
    const at = (label: string, rate: number) =>
      targets
        .find((one) => one.label === label)
        ?.steps.filter(({ ratePerSecond }) => ratePerSecond === rate)
        .map(({ overScheduled }) => overScheduled.find(({ percentile }) => percentile === 50)?.us ?? 0) ?? [];
    for (const { ratePerSecond, p50 } of difference?.rates ?? []) {
      if (p50 === null) continue;
      const [slow, quick] = [at('slow', ratePerSecond), at('quick', ratePerSecond)];
      const [first = 0, second = 0] = slow.map((us, i) => us / (quick[i] ?? 0));
      assert.ok(Math.abs(p50.value / Math.sqrt(first * second) - 1) < 1e-9);
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
    assert.deepEqual([at(40)?.doubtful, at(100)?.doubtful], [false, true]);
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

  it('of searches read memory at the capacity of each start', () => {
    const run = searchedRun({ base: 1, head: 1.5 }, { rounds: 4 });
    const bytesAt = (rate: number) => Math.round(rate) * 100_000;
    const comparison = analyse({
      ...run,
      targets: run.targets.map((target) => ({
        ...target,
        rounds: target.rounds.map((round) => ({
          ...round,
          steps: round.steps.filter(wasTried).map((step) => ({
            ...step,
            server: { ...step.server, maxRssBytes: bytesAt(step.ratePerSecond) },
          })),
        })),
      })),
    }).comparison;
    assert.equal(
      comparison?.targets[0]?.figures.rssAtCapacityBytes.value,
      (bytesAt(1_778) + bytesAt(1_884)) / 2,
    );
    assert.equal(comparison?.differences[0]?.figures.rssAtCapacityBytes?.rounds, 4);
  });
});
