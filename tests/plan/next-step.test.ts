import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StepOutcome, Visit } from '../../src/model/next-step.ts';
import { nextStep, type Strategy } from '../../src/plan/next-step.ts';

const outcome = (ratePerSecond: number, change: Partial<StepOutcome> = {}): StepOutcome => ({
  ratePerSecond,
  serverIndex: 0,
  scheduled: ratePerSecond,
  tookMs: 1_000,
  objective: null,
  validity: 'valid',
  stable: true,
  goodputRatio: 1,
  serverDied: false,
  verdicts: ['pass'],
  ...change,
});
const pass = outcome;
const fail = (rate: number) => outcome(rate, { verdicts: ['fail'] });
const lost = (rate: number) => outcome(rate, { verdicts: ['fail'], goodputRatio: 0.19 });
const killed = (rate: number) => outcome(rate, { verdicts: ['fail'], serverDied: true });
const undecided = (rate: number) => outcome(rate, { verdicts: ['undecided'] });
const leftOut = (ratePerSecond: number): Visit => ({ ratePerSecond, notTried: 'down' });

const grid = (rates: readonly number[], earlyStop = true): Strategy => ({
  kind: 'grid',
  rates: rates.map((ratePerSecond) => ({ ratePerSecond, scheduled: ratePerSecond, windowMs: 1_000 })),
  earlyStop,
});

/** What comes next, in words. */
function told(strategy: Strategy, visits: readonly Visit[]): string {
  const next = nextStep(strategy, visits, null);
  if (next.kind === 'step') return `${next.purpose} ${next.rate.ratePerSecond}`;
  return next.kind === 'skip' ? `skip ${next.ratePerSecond}` : next.kind;
}

const up = grid([10, 20, 30, 40]);
const inAnyOrder = grid([40, 20, 10, 30], false);

describe('what a block measures next', () => {
  for (const [sentence, strategy, visits, next] of [
    ['is the first rate', up, [], 'grid 10'],
    ['is the next rate in the order of measuring', inAnyOrder, [pass(40)], 'grid 20'],
    ['is the first rate that is missing, whatever was done after it', up, [pass(10), pass(30)], 'grid 20'],
    ['is nothing once every rate was visited', up, [pass(10), pass(20), fail(30), fail(40)], 'end'],

    ['is left out above three rates that were lost', up, [lost(10), lost(20), lost(30)], 'skip 40'],
    ['is left out above a dead server, too', up, [lost(10), killed(20), killed(30)], 'skip 40'],
    [
      'is left out above another that was',
      grid([1, 2, 3, 4, 5]),
      [lost(1), lost(2), lost(3), leftOut(4)],
      'skip 5',
    ],
    ['is tried where only two were lost', up, [pass(10), lost(20), lost(30)], 'grid 40'],
    ['is tried where one between them was not lost', up, [lost(10), pass(20), lost(30)], 'grid 40'],
    ['is tried without the early stop', inAnyOrder, [lost(40), lost(20), lost(10)], 'grid 30'],
    ['is nothing after rates were left out', up, [lost(10), lost(20), lost(30), leftOut(40)], 'end'],

    ['is a fail with two passes above it again', up, [pass(10), fail(20), pass(30), pass(40)], 'again 20'],
    ['is no fail with one pass above it', up, [pass(10), fail(20), pass(30), fail(40)], 'end'],
    ['is no fail that was measured again', up, [pass(10), fail(20), pass(30), pass(40), fail(20)], 'end'],
    ['is nothing again where no rate passed', up, [fail(10), fail(20), fail(30), fail(40)], 'end'],
    ['is no rate again that could not decide', up, [undecided(10), pass(20), pass(30), pass(40)], 'end'],
    ['is the lowest of several first', inAnyOrder, [pass(40), fail(20), fail(10), pass(30)], 'again 10'],
    ['is then the next', inAnyOrder, [pass(40), fail(20), fail(10), pass(30), pass(10)], 'again 20'],
    [
      'is a fail of the second objective again',
      grid([1, 2, 3]),
      [
        outcome(1, { verdicts: ['pass', 'fail'] }),
        ...[2, 3].map((rate) => pass(rate, { verdicts: ['pass', 'pass'] })),
      ],
      'again 1',
    ],
  ] as const) {
    it(sentence, () => assert.equal(told(strategy, visits), next));
  }

  it('says why rates are left out', () => {
    const next = nextStep(up, [lost(10), lost(20), lost(30)], null);
    assert.equal(
      next.kind === 'skip' && next.reason,
      'the 3 rates below had goodput under 20 % or ended the server',
    );
  });
});
