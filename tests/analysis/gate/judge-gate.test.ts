import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type GateQuestion, judgeGate } from '../../../src/analysis/gate/judge-gate.ts';
import type { RoundReading } from '../../../src/analysis/gate/read-rounds.ts';
import { capacityFigure, type GateFigure } from '../../../src/model/gate.ts';

const values = (all: readonly number[], width = 1): RoundReading[] =>
  all.map((value, i) => ({ round: i + 1, value: { estimate: value, low: value, high: value * width } }));
const spoilt: RoundReading = { round: 5, spoilt: 'host-limited' };
const lacking: RoundReading = { round: 5, lacks: 'no rate passed' };

const base = values([1_000, 1_010, 990, 1_005, 995]);
const latency: GateFigure = {
  name: 'latency',
  percentile: 99,
  at: 200,
  unit: 'microseconds',
  better: 'lower',
};

const against = { baseline: 'base', maxDrop: 0.1 } as const;
const rounds = (head: readonly RoundReading[], of: readonly RoundReading[] | null = base) => ({
  head,
  base: of,
  misfit: null,
});
const ask = (head: readonly RoundReading[], rest: Partial<GateQuestion> = {}) =>
  judgeGate({
    gate: 'capacity',
    label: 'head',
    figure: capacityFigure,
    against,
    first: rounds(head),
    second: null,
    roundMs: 60_000,
    ...rest,
  });

const worse = values([800, 810, 790, 805, 795]);
const fine = values([990, 1_000, 1_005, 1_000, 990]);

describe('a gate', () => {
  for (const [says, head, rest, why] of [
    ['within what is allowed', fine, {}, 'within-margin'],
    ['beyond it, with nothing fresh', worse, {}, 'to-be-confirmed'],
    ['beyond it twice', worse, { second: rounds(worse) }, 'beyond-margin'],
    ['beyond it once', worse, { second: rounds(fine) }, 'not-confirmed'],
    ['within it, whatever fresh rounds say', fine, { second: rounds(worse) }, 'within-margin'],
    ['a round that is spoilt', [...worse.slice(0, 4), spoilt], {}, 'host-limited'],
    ['a spoilt sixth round', [...fine, { ...spoilt, round: 6 }], {}, 'within-margin'],
    ['spoilt fresh rounds', worse, { second: rounds([...worse.slice(0, 4), spoilt]) }, 'host-limited'],
    ['a round without a figure', [...worse.slice(0, 4), lacking], {}, 'too-few-rounds'],
    ['no figure at all', [lacking], {}, 'not-measured'],
    ['no round', [], {}, 'not-measured'],
    [
      'another host',
      worse,
      { first: { ...rounds(worse), misfit: 'servers had 1 CPU' } },
      'host-not-as-configured',
    ],
    ['rounds that the base lacks', fine, { first: rounds(fine, base.slice(1)) }, 'too-few-rounds'],
    [
      'a base that never failed',
      worse,
      { first: rounds(worse, values([900, 900, 900, 900, 900], Infinity)) },
      'not-bounded',
    ],
    [
      'wide brackets',
      values([950, 950, 950, 950, 950], 1.5),
      { first: rounds(values([950, 950, 950, 950, 950]), values([900, 900, 900, 900, 900], 1.5)) },
      'too-noisy',
    ],
    ['a bound of its own that is held', fine, { against: { bound: 900 } }, 'within-margin'],
    [
      'a bound that a latency exceeds',
      values([90e3, 91e3, 92e3, 90e3, 91e3]),
      { figure: latency, against: { bound: 50e3 } },
      'to-be-confirmed',
    ],
    [
      'requests that failed, and so were infinitely late',
      values([Infinity, Infinity, Infinity, Infinity, Infinity]),
      { figure: latency, against: { bound: 50e3 } },
      'to-be-confirmed',
    ],
  ] as const) {
    it(`${says}: ${why}`, () => {
      const found = ask(head, rest);
      assert.equal(found.why, why);
      assert.doesNotMatch(`${found.text} ${found.advice}`, /NaN|undefined|Infinity/);
    });
  }

  it('gives figures as people read them: head ÷ base, or the figure of a bound', () => {
    const drop = ask(worse);
    assert.ok((drop.interval?.low ?? 0) > 0.78 && (drop.interval?.high ?? 1) < 0.82);
    assert.ok((drop.smallestFound ?? 1) < 0.9);
    const late = ask(values([90e3, 91e3, 92e3, 90e3, 91e3]), { figure: latency, against: { bound: 50e3 } });
    assert.ok((late.interval?.low ?? 0) >= 89.9e3 && (late.interval?.high ?? Infinity) <= 92.1e3);
    assert.ok((late.smallestFound ?? 0) > 50e3);
    assert.match(late.text, /^head: 91 ms \(90 ms to 92 ms, 93\.75 % confidence, 5 rounds\)\./);
  });

  it('says how many rounds would decide and how long they take, or that more would not help', () => {
    const noisy = ask(values([1_000, 880, 1_050, 950, 1_000]));
    assert.match(
      noisy.advice ?? '',
      /with more rounds: \d+ to \d+ would probably decide, which takes \d+ min/,
    );
    const close = ask(values([1_000, 880, 1_050, 900, 1_000]));
    assert.match(close.advice ?? '', /\d+ would decide at best \(\d+ min.*\); .* that 100 do not\./);
    const atMargin = ask(values([900, 880, 920, 950, 850]));
    assert.match(atMargin.advice ?? '', /No number of rounds may decide/);
    const coarse = ask(fine, { first: rounds(fine, values([990, 990, 990, 990, 990], 1.3)) });
    assert.match(coarse.advice ?? '', /More rounds would not help: search each more closely/);
  });
});
