import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatesOf, shareText, wordsIn } from '../../bench/gate-table.ts';
import type { Pair } from '../../src/analysis/statistics/bracketed.ts';
import { Random } from '../../src/model/random.ts';
import { simulatedRounds } from './rounds.ts';

/** Forty rounds, as a long sweep leaves them. */
const rounds = (work: number, seed: number): readonly Pair[] =>
  simulatedRounds(
    { rounds: 40, ratio: 1 / work, spread: 0.02, states: 1, drift: 0.01, bracket: 1.025 },
    new Random(seed),
  );

describe('the table of the gates', () => {
  it('counts whole groups of rounds, and pairs of groups', () => {
    const { looks, twice } = gatesOf(rounds(1, 1), 5, 0);
    assert.deepEqual([looks, twice], [8, 4]);
    const eight = gatesOf(rounds(1, 1), 8, 0);
    assert.deepEqual([eight.looks, eight.twice], [5, 2]);
    const three = gatesOf(rounds(1, 1).slice(0, 3), 5, 0);
    assert.deepEqual([three.looks, three.twice, three.beyond], [0, 0, 0]);
  });

  it('finds no loss in equals, and what is lost where it is more than allowed', () => {
    const equals = gatesOf(rounds(1, 2), 5, 0.1);
    assert.deepEqual([equals.beyond, equals.within, equals.fails], [0, 8, 0]);
    const slower = gatesOf(rounds(1.25, 3), 8, 0);
    assert.deepEqual([slower.beyond, slower.within, slower.fails], [5, 0, 2]);
    assert.equal(gatesOf(rounds(1.25, 3), 8, 0.5).beyond, 0);
  });

  it('leaves out rounds that were spoilt, and cannot tell by fewer than five', () => {
    const slower = rounds(1.25, 3).slice(0, 16);
    const spoilt = (every: number) => slower.map((pair, i) => (i % every === 0 ? null : pair));
    assert.equal(gatesOf(spoilt(8), 8, 0).fails, 1);
    assert.equal(gatesOf(spoilt(2), 8, 0).beyond, 0);
  });

  it('makes up for spoilt rounds as a sweep does, by three at most, and gives up where more are lost', () => {
    const slower = rounds(1.25, 3);
    const auto = (isSpoilt: (nth: number) => boolean) =>
      gatesOf(
        slower.map((pair, i) => (isSpoilt(i) ? null : pair)),
        'auto',
        0,
      );
    const whole = auto(() => false);
    assert.deepEqual([whole.looks, whole.beyond, whole.fails], [8, 8, 4]);
    const sixth = auto((i) => i % 6 === 2);
    assert.deepEqual([sixth.looks, sixth.beyond], [6, 6]);
    const third = auto((i) => i % 8 < 3);
    assert.deepEqual([third.looks, third.beyond], [5, 5]);
    const most = auto((i) => i % 5 < 4);
    assert.deepEqual([most.looks, most.beyond], [8, 0]);
  });

  it('counts reports with a word on any figure', () => {
    const figures = (work: number) => [
      { better: 'higher' as const, rounds: rounds(work, 4) },
      { better: 'lower' as const, rounds: rounds(1, 5) },
      { better: 'lower' as const, rounds: rounds(1, 6) },
    ];
    assert.deepEqual(wordsIn(figures(1.25), 8), { said: 5, of: 5 });
    assert.deepEqual(
      wordsIn(figures(1.25), 5),
      { said: 0, of: 8 },
      'five rounds are too few for a word of three',
    );
    assert.deepEqual(wordsIn([...figures(1), { better: 'lower', rounds: [] }], 8), { said: 0, of: 0 });
  });

  it('says a share with its exact interval', () => {
    assert.equal(shareText(0, 40), '0 of 40 (0.0 to 7.2 %)');
    assert.equal(shareText(0, 0), '–');
  });
});
