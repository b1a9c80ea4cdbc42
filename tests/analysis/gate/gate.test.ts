import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type PairedFigure,
  ratioInterval,
  roundsForWord,
  wordsOf,
} from '../../../src/analysis/gate/compare-rounds.ts';
import { type DropQuestion, judgeDrop, smallestDrop } from '../../../src/analysis/gate/judge-drop.ts';
import type { Pair } from '../../../src/analysis/statistics/bracketed.ts';
import { Random } from '../../../src/model/random.ts';
import { simulatedRounds } from '../../simulated/rounds.ts';

const point = (value: number) => ({ estimate: value, low: value, high: value });
const pairs = (ratios: readonly number[]): Pair[] =>
  ratios.map((ratio, i) => ({ base: point(100 + i), head: point((100 + i) * ratio) }));
const figure = (ratios: readonly number[], better: PairedFigure['better'] = 'higher'): PairedFigure => ({
  better,
  rounds: pairs(ratios),
});
const slower = [0.88, 0.86, 0.9, 0.87, 0.89, 0.85, 0.88];
const same = [1.01, 0.99, 1.02, 0.98, 1.01, 0.99, 1.0];

describe('words', () => {
  it('stand by what is better of a figure', () => {
    const figures = [figure(slower), figure(slower, 'lower'), figure(same, 'lower')];
    assert.deepEqual(wordsOf(figures), ['worse', 'better', 'undecided']);
  });

  it('of three figures need seven rounds, of one six', () => {
    const three = (rounds: number) => wordsOf([1, 2, 3].map(() => figure(slower.slice(0, rounds))))[0];
    assert.deepEqual([three(6), three(7)], ['undecided', 'worse']);
    assert.deepEqual(wordsOf([figure(slower.slice(0, 6))]), ['worse']);
    assert.deepEqual(wordsOf([figure(slower.slice(0, 5))]), ['undecided']);
  });

  it('are never said without rounds', () => assert.deepEqual(wordsOf([figure([])]), ['undecided']));

  it('come with a range of rounds that would decide', () => {
    const plain = roundsForWord(pairs(slower.slice(0, 4)), 3);
    assert.ok(plain !== null && plain.most !== null && plain.least <= plain.most && plain.least >= 7);
    assert.equal(roundsForWord(pairs(same), 3)?.most, null);
    assert.equal(roundsForWord(pairs([1, 1, 1]), 3), null);
  });
});

describe('the interval of a ratio', () => {
  it('says what it assumes: of few rounds, that logarithms are normal', () => {
    assert.equal(ratioInterval(pairs(slower.slice(0, 5)))?.assumes, 'log-normal');
    assert.equal(ratioInterval(pairs(slower.slice(0, 6)))?.assumes, 'symmetric');
    assert.equal(ratioInterval(pairs(slower.slice(0, 1))), null);
  });
});

describe('the gate', () => {
  const ask = (first: readonly Pair[], rest: Partial<DropQuestion> = {}) => {
    const { verdict, why } = judgeDrop({
      better: 'higher',
      maxDrop: 0.1,
      first,
      second: null,
      unfit: null,
      ...rest,
    });
    return `${verdict}: ${why}`;
  };
  const worse = pairs([0.8, 0.82, 0.79, 0.81, 0.8]);
  const fine = pairs([1, 0.98, 1.01, 0.99, 0.97]);

  for (const [first, rest, expected] of [
    [worse, {}, 'cannot-tell: to-be-confirmed'],
    [worse, { second: worse }, 'fail: beyond-margin'],
    [worse, { second: fine }, 'cannot-tell: not-confirmed'],
    [worse, { second: worse.slice(1) }, 'cannot-tell: to-be-confirmed'],
    [fine, {}, 'pass: within-margin'],
    [fine, { maxDrop: 0 }, 'cannot-tell: too-noisy'],
    [worse.slice(1), { second: worse }, 'cannot-tell: too-few-rounds'],
    [[], {}, 'cannot-tell: too-few-rounds'],
    [fine, { unfit: 'generator-limited' }, 'cannot-tell: generator-limited'],
    [worse, { second: worse, unfit: 'host-not-as-configured' }, 'cannot-tell: host-not-as-configured'],
    // A latency that rises by a quarter has lost a fifth.
    [
      pairs([1.25, 1.25, 1.25, 1.25, 1.25]),
      { better: 'lower', second: pairs([1.2, 1.2, 1.2, 1.2, 1.2]) },
      'fail: beyond-margin',
    ],
    [pairs([0.8, 0.8, 0.8, 0.8, 0.8]), { better: 'lower' }, 'pass: within-margin'],
    // 10 % more work is 9.1 % less capacity.
    [pairs([1 / 1.1, 1 / 1.1, 1 / 1.1, 1 / 1.1, 1 / 1.1]), {}, 'pass: within-margin'],
  ] as const) {
    it(`says ${expected}`, () => assert.equal(ask(first, rest), expected));
  }

  it('is not shown to be within the margin by one round that is beyond it', () => {
    assert.equal(ask(pairs([1, 1, 1, 1, 0.85])), 'cannot-tell: too-noisy');
    assert.equal(ask(pairs([0.8, 0.8, 0.8, 0.8, 0.95]), { second: worse }), 'cannot-tell: too-noisy');
  });

  it('fails a head that no rate passed, and cannot tell where the base was not bounded', () => {
    const none = { estimate: 0, low: 0, high: 30 };
    assert.equal(
      ask(
        worse.map(({ base }) => ({ base, head: none })),
        { second: worse },
      ),
      'fail: beyond-margin',
    );
    const open = { ...point(100), high: Number.POSITIVE_INFINITY };
    assert.equal(ask(fine.map(({ head }) => ({ base: open, head }))), 'cannot-tell: not-bounded');
  });

  it('takes brackets at their worst', () => {
    const bracketed = pairs([0.88, 0.88, 0.88, 0.88, 0.88]).map(({ base, head }) => ({
      base,
      head: { ...head, high: head.high * 1.05 },
    }));
    assert.equal(ask(bracketed, { second: bracketed }), 'cannot-tell: too-noisy');
  });

  it('finds the smallest drop that it says it finds four times in five', () => {
    const random = new Random(1);
    const rounds = (ratio: number) =>
      simulatedRounds({ rounds: 8, spread: 0.03, ratio, states: 1, drift: 0, bracket: 1 }, random);
    const question = { better: 'higher', maxDrop: 0.1, second: null, unfit: null } as const;
    const drops = Array.from({ length: 100 }, () => smallestDrop({ ...question, first: rounds(1) }) ?? 1);
    const ratio = 1 - drops.reduce((sum, drop) => sum + drop, 0) / drops.length;
    const fails = Array.from({ length: 200 }, () =>
      judgeDrop({ ...question, first: rounds(ratio), second: rounds(ratio) }),
    ).filter(({ verdict }) => verdict === 'fail').length;
    assert.ok(fails > 140 && fails < 185, `${fails} of 200`);
    assert.equal(smallestDrop({ ...question, first: pairs([1, 1, 1]) }), null);
  });

  it('fails equals less than once in a hundred', () => {
    const random = new Random(2);
    const rounds = () =>
      simulatedRounds(
        { rounds: 5, spread: 0.03, ratio: 1, states: 0.63, drift: 0.03, bracket: 1.025 },
        random,
      );
    const fails = Array.from({ length: 1_000 }, () =>
      judgeDrop({ better: 'higher', maxDrop: 0, first: rounds(), second: rounds(), unfit: null }),
    ).filter(({ verdict }) => verdict === 'fail').length;
    assert.ok(fails < 10, `${fails} of 1,000`);
  });
});
