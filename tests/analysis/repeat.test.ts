import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ratesToRepeat } from '../../src/analysis/repeat.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { plainStep } from '../fixtures/step.ts';
import { plainWishes, smallMachine, targetNamed } from '../plan/wishes.ts';

const plan = makePlan(plainWishes, smallMachine, [targetNamed('a')]);
const pass = (ratePerSecond: number) => plainStep({ ratePerSecond });
const fail = (ratePerSecond: number) => plainStep({ ratePerSecond, failures: { 'status-500': 500 } });
const undecided = (ratePerSecond: number) => plainStep({ ratePerSecond, latencies: [[10_000, 20]] });

describe('measured once more', () => {
  for (const [sentence, steps, rates] of [
    ['is a fail with two passes above it', [pass(10), fail(20), pass(30), pass(40)], [20]],
    ['is not one with a single pass above it', [pass(10), fail(20), pass(30), fail(40)], []],
    ['is not one that was measured twice already', [fail(20), pass(30), pass(40), fail(20)], []],
    ['is nothing where no rate passed', [fail(10), fail(20), fail(30)], []],
    ['is no rate that could not decide', [undecided(10), pass(20), pass(30)], []],
    ['is each of several, in ascending order', [fail(20), fail(10), pass(40), pass(30)], [10, 20]],
  ] as const) {
    it(sentence, () => assert.deepEqual(ratesToRepeat(steps, plan), rates));
  }
});
