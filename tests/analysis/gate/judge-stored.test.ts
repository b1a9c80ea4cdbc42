import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeStored } from '../../../src/analysis/gate/judge-stored.ts';
import { Random } from '../../../src/model/random.ts';
import { gaussian } from '../../simulated/servers.ts';

const exactly = (value: number, width = 1) => ({ estimate: value, low: value, high: value * width });
const older = [1_000, 1_020, 980, 1_010, 990, 1_000].map((value) => exactly(value));

describe('a run against stored ones', () => {
  for (const [says, question, expected] of [
    ['about the same passes', { now: exactly(995), again: null }, 'pass: within-margin'],
    ['more passes', { now: exactly(1_500), again: null }, 'pass: within-margin'],
    [
      'a little less cannot be told from what is allowed',
      { now: exactly(910), again: null },
      'cannot-tell: too-noisy',
    ],
    ['far less has to be confirmed', { now: exactly(800), again: null }, 'cannot-tell: to-be-confirmed'],
    ['far less twice fails', { now: exactly(800), again: exactly(810) }, 'fail: beyond-margin'],
    ['far less once is no finding', { now: exactly(800), again: exactly(990) }, 'cannot-tell: not-confirmed'],
    [
      'one that is only known to be above something cannot fail',
      { now: exactly(500, Infinity), again: exactly(500, Infinity) },
      'cannot-tell: not-bounded',
    ],
    [
      'older ones that all met the same rate are as wide as their brackets',
      {
        now: exactly(794, 1.26),
        again: exactly(794, 1.26),
        stored: [1, 2, 3, 4, 5, 6].map(() => exactly(1_000, 1.26)),
      },
      'cannot-tell: too-noisy',
    ],
    [
      'no rate that passed fails',
      { now: { estimate: 0, low: 0, high: 100 }, again: { estimate: 0, low: 0, high: 100 } },
      'fail: beyond-margin',
    ],
    [
      'five are too few',
      { now: exactly(500), again: exactly(500), stored: older.slice(1) },
      'cannot-tell: too-few-rounds',
    ],
  ] as const) {
    it(says, () => {
      const { verdict, why } = judgeStored({ maxDrop: 0.1, stored: older, ...question });
      assert.equal(`${verdict}: ${why}`, expected);
    });
  }

  it('finds the smallest drop that it says it finds four times in five, and alarms falsely almost never', () => {
    const random = new Random(3);
    const spread = 0.03;
    const run = (ratio = 1) => exactly(1_000 * ratio * Math.exp(spread * gaussian(random)));
    let found = 0;
    let alarms = 0;
    const drops: number[] = [];
    const tries = 500;
    for (let i = 0; i < tries; i++) {
      const stored = Array.from({ length: 8 }, () => run());
      drops.push(judgeStored({ maxDrop: 0, stored, now: run(), again: null }).smallestDrop ?? 0);
      if (judgeStored({ maxDrop: 0, stored, now: run(), again: run() }).verdict === 'fail') alarms++;
    }
    const drop = drops.reduce((sum, one) => sum + one, 0) / tries;
    for (let i = 0; i < tries; i++) {
      const stored = Array.from({ length: 8 }, () => run());
      const [now, again] = [run(1 - drop), run(1 - drop)];
      if (judgeStored({ maxDrop: 0, stored, now, again }).verdict === 'fail') found++;
    }
    assert.ok(alarms < 0.02 * tries, `${alarms} false alarms`);
    assert.ok(found > 0.72 * tries && found < 0.9 * tries, `${found} of ${tries}`);
  });
});
