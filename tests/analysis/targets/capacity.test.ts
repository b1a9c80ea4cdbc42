import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bracketOf, capacityOf, capacityOverRounds } from '../../../src/analysis/targets/capacity.ts';
import type { Verdict } from '../../../src/model/analysis.ts';

const letters: Readonly<Record<string, Verdict>> = { p: 'pass', f: 'fail', u: 'undecided' };

/** `ppf` is: pass at 1/s, pass at 2/s, fail at 3/s. */
const decisions = (verdicts: string) =>
  [...verdicts].map((letter, i) => ({ ratePerSecond: i + 1, verdict: letters[letter] ?? 'undecided' }));

const capacity = (verdicts: string) => capacityOf('p99<1s', decisions(verdicts));

describe('a capacity', () => {
  for (const [verdicts, kind, rate, failedAt, why] of [
    ['pppff', 'value', 3, 4, 'the highest pass before the first fail'],
    ['pppuf', 'value', 3, 5, 'an undecided rate widens the bracket'],
    ['upupf', 'value', 4, 5, 'undecided rates below do not break it'],
    ['ppfpp', 'value', 2, 3, 'passes above a fail do not count'],
    ['pppp', 'at-least', 4, null, 'nothing failed'],
    ['ppuu', 'at-least', 2, null, 'nothing surely failed'],
    ['ffff', 'none', null, 1, 'fails from the start'],
    ['uuff', 'none', null, 3, 'nothing passed below the first fail'],
    ['uuuu', 'none', null, null, 'nothing is known'],
    ['', 'none', null, null, 'nothing was tried'],
  ] as const) {
    it(`of ${verdicts || 'nothing'}: ${why}`, () => {
      assert.deepEqual(capacity(verdicts), {
        objective: 'p99<1s',
        kind,
        ratePerSecond: rate,
        failedAtPerSecond: failedAt,
      });
    });
  }

  it('takes the later of two measurements of a rate', () => {
    const again = [...decisions('pfppf'), { ratePerSecond: 2, verdict: 'pass' as const }];
    assert.equal(capacityOf('p99<1s', again).ratePerSecond, 4);
    const worse = [...decisions('pppp'), { ratePerSecond: 2, verdict: 'fail' as const }];
    assert.equal(capacityOf('p99<1s', worse).ratePerSecond, 1);
  });

  it('does not depend on the order in which rates were measured', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[pfu]{1,12}$/), fc.infiniteStream(fc.nat()), (verdicts, keys) => {
        const shuffled = decisions(verdicts)
          .map((one) => ({ one, key: keys.next().value }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        assert.deepEqual(capacityOf('p99<1s', shuffled), capacity(verdicts));
      }),
    );
  });

  it('lies below the rate that failed, and at a rate that passed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[pfu]{1,12}$/), (verdicts) => {
        const { ratePerSecond, failedAtPerSecond, kind } = capacity(verdicts);
        if (ratePerSecond !== null) assert.equal(verdicts[ratePerSecond - 1], 'p');
        if (failedAtPerSecond !== null) assert.equal(verdicts.indexOf('f'), failedAtPerSecond - 1);
        if (kind === 'value') assert.ok((ratePerSecond ?? 0) < (failedAtPerSecond ?? 0));
      }),
    );
  });
});

describe('the bracket of a capacity', () => {
  const searched = (passedPerSecond: number | null, interval: [number | null, number | null]) => ({
    searched: { passedPerSecond, interval, steps: 20, ms: 80_000, ended: null },
  });
  for (const [says, found, low, high] of [
    ['reaches from the rate that passed to the one that failed', {}, 100, 105],
    ['is not wider than that for a search', searched(98, [90, 120]), 98, 105],
    [
      'ends with the interval of a search that saw no rate fail mostly',
      { ...searched(98, [90, 120]), failedAtPerSecond: null },
      98,
      120,
    ],
    ['begins with the interval of a search that saw none pass mostly', searched(null, [90, 120]), 90, 105],
    ['is open where the highest rate passed', { failedAtPerSecond: null }, 100, Number.POSITIVE_INFINITY],
    ['begins at 0 where no rate passed', { kind: 'none', ratePerSecond: null } as const, 0, 105],
  ] as const) {
    it(says, () => {
      const plain = {
        objective: 'p99<1s',
        kind: 'value',
        ratePerSecond: 100,
        failedAtPerSecond: 105,
      } as const;
      const bracket = bracketOf({ ...plain, ...found });
      assert.deepEqual([bracket.low, bracket.high], [low, high]);
    });
  }
});

describe('a capacity over rounds', () => {
  const over = (...rounds: readonly string[]) =>
    capacityOverRounds(
      'p99<1s',
      rounds.map((verdicts, i) => ({ round: i + 1, ...capacity(verdicts) })),
    );

  it('of one round is that round, without an interval', () => {
    const { rounds, interval, confidence, ...median } = over('ppf');
    assert.deepEqual(median, capacity('ppf'));
    assert.equal(rounds.length, 1);
    assert.deepEqual([interval, confidence], [null, null]);
  });

  it('of three is the one in the middle, with its bracket and the interval of all, to the ends of theirs', () => {
    const { ratePerSecond, failedAtPerSecond, interval, confidence } = over('pppf', 'pf', 'ppuf');
    assert.deepEqual([ratePerSecond, failedAtPerSecond, interval, confidence], [2, 4, [1, 4], 0.75]);
  });

  it('of two is the lower one, which was measured', () => {
    const { ratePerSecond, interval } = over('pppf', 'pf');
    assert.deepEqual([ratePerSecond, interval], [1, [1, 4]]);
  });

  it('counts a round without any pass as nothing', () => {
    const { kind, interval } = over('f', 'ppf', 'f');
    assert.deepEqual([kind, interval], ['none', [0, 3]]);
  });

  it('ranks "at least" above the same rate as a value', () => {
    assert.equal(over('ppf', 'pp', 'pp').kind, 'at-least');
    assert.equal(over('ppf', 'ppf', 'pp').kind, 'value');
  });

  it('leaves out a round that says nothing, where another says something', () => {
    const { kind, ratePerSecond, interval, rounds } = over('uuu', 'pppf', 'uu', 'ppf');
    assert.deepEqual([kind, ratePerSecond, interval, rounds.length], ['value', 2, [2, 4], 2]);
    assert.deepEqual(over('uuf', 'uu').failedAtPerSecond, 3, 'a fail without a pass says something');
  });

  it('of rounds that all say nothing is not known', () => {
    const { kind, failedAtPerSecond, rounds } = over('uu', 'uuu');
    assert.deepEqual([kind, failedAtPerSecond, rounds.length], ['none', null, 2]);
  });

  it('of none is not known', () => {
    assert.deepEqual(capacityOverRounds('p99<1s', []), {
      objective: 'p99<1s',
      kind: 'none',
      ratePerSecond: null,
      failedAtPerSecond: null,
      rounds: [],
      interval: null,
      confidence: null,
    });
  });
});
