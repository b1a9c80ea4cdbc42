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

const success: GateFigure = {
  name: 'success',
  percentile: null,
  at: 200,
  unit: 'success',
  better: 'higher',
};
const above = (bound: number) => ({ bound, orEqual: true });
const below = (bound: number) => ({ bound, orEqual: false });

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
    apart: null,
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
    ['a bound of its own that is held', fine, { against: above(900) }, 'within-margin'],
    [
      'a bound that is just met',
      values([400, 400, 400, 400, 400], Infinity),
      { against: above(400) },
      'within-margin',
    ],
    [
      'a bound that is just met, and has to be exceeded',
      values([400, 400, 400, 400, 400], Infinity),
      { against: { bound: 400, orEqual: false } },
      'not-bounded',
    ],
    [
      'latencies that are infinite on both sides in some rounds',
      values([Infinity, Infinity, Infinity, Infinity, 50e3]),
      {
        figure: latency,
        first: rounds(
          values([Infinity, Infinity, Infinity, Infinity, 50e3]),
          values([Infinity, Infinity, Infinity, Infinity, 60e3]),
        ),
      },
      'not-bounded',
    ],
    [
      'one round of several that failed too often',
      values([40e3, 41e3, 40e3, 41e3, Infinity]),
      { figure: latency, against: below(50e3) },
      'not-bounded',
    ],
    [
      'no failure at all where none is allowed',
      values([1, 1, 1, 1, 1]).map((reading) => ({ ...reading, value: { estimate: 1, low: 0.999, high: 1 } })),
      { figure: success, against: above(1) },
      'within-margin',
    ],
    [
      'no failure among too few requests',
      values([1, 1, 1, 1, 1]).map((reading) => ({ ...reading, value: { estimate: 1, low: 0.999, high: 1 } })),
      { figure: success, against: above(0.9999) },
      'too-noisy',
    ],
    [
      'a failure in one of five rounds where none is allowed',
      values([1, 1, 1, 1, 0.99]),
      { figure: success, against: above(1) },
      'to-be-confirmed',
    ],
    [
      'as many spoilt rounds as others',
      fine,
      {
        first: rounds(
          [...fine, ...[6, 7, 8, 9, 10].map((round) => ({ ...spoilt, round }))],
          [...base, ...base.map((one) => ({ ...one, round: one.round + 5 }))],
        ),
      },
      'host-limited',
    ],
    [
      'a head that was asked for something else',
      fine,
      { apart: 'base for GET /, head for GET /ok' },
      'other-request',
    ],
    [
      'a bound that a latency exceeds',
      values([90e3, 91e3, 92e3, 90e3, 91e3]),
      { figure: latency, against: below(50e3) },
      'to-be-confirmed',
    ],
    [
      'requests that failed, and so were infinitely late',
      values([Infinity, Infinity, Infinity, Infinity, Infinity]),
      { figure: latency, against: below(50e3) },
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
    const late = ask(values([90e3, 91e3, 92e3, 90e3, 91e3]), { figure: latency, against: below(50e3) });
    assert.ok((late.interval?.low ?? 0) >= 89.9e3 && (late.interval?.high ?? Infinity) <= 92.1e3);
    assert.ok((late.smallestFound ?? 0) > 50e3);
    assert.match(late.text, /^head: 91 ms \(90 ms to 92 ms, 93\.75 % confidence, 5 rounds\)\./);
  });

  it('says how many rounds were spoilt beside those that it used', () =>
    assert.match(
      ask(fine, {
        first: rounds(
          [...fine, { ...spoilt, round: 6 }],
          [...base, ...values([1, 1, 1, 1, 1, 1_000]).slice(5)],
        ),
      }).text,
      /, 5 rounds; 1 more was spoilt\)/,
    ));

  it('counts a round once that is spoilt for both', () => {
    const three = [6, 7, 8].map((round) => ({ ...spoilt, round }));
    const { why, text } = ask(fine, { first: rounds([...fine, ...three], [...base, ...three]) });
    assert.equal(why, 'within-margin');
    assert.match(text, /, 5 rounds; 3 more were spoilt\)/);
  });

  it('says of fresh rounds why they cannot confirm, and of an open side why it is open', () => {
    const few = ask(worse, { second: rounds([...worse.slice(0, 4), spoilt]) });
    assert.match(
      few.text,
      /worse than allowed, and fresh rounds cannot confirm it: .* CPUs: 4 can be used\./,
    );
    assert.match(ask(worse, { second: rounds([lacking]) }).text, /cannot confirm it: no rate passed\./);
    const late = ask(values([40e3, 41e3, 40e3, 41e3, Infinity]), { figure: latency, against: below(50e3) });
    assert.match(late.text, /on one side: more requests failed than p99 leaves out in 1 of 5 rounds\./);
    assert.doesNotMatch(`${late.advice}`, /higher rates/);
    const none = values([0, 1_000, 1_000, 1_000, 1_000]);
    assert.match(ask(none).text, /on one side: in 1 of 5 rounds no rate passed\./);
    const top = ask(worse, { first: rounds(worse, values([900, 900, 900, 900, 900], Infinity)) });
    assert.match(`${top.text} ${top.advice}`, /the highest rate that was tried passed\..* higher rates/);
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
