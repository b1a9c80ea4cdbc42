import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseObjective } from '../../src/model/objective.ts';
import { planSearch } from '../../src/plan/plan-search.ts';
import { defaultPace } from '../../src/plan/wishes.ts';

const asked = { precision: 0.05, from: 1, to: 100_000 };
const objectives = ['p99<500ms', 'p99<250ms'].map((text) => {
  const objective = parseObjective(text);
  assert.ok('terms' in objective);
  return objective;
});
const minutes = (time: number | null) => ({
  ...defaultPace,
  objectives: objectives.slice(0, 1),
  rounds: 5,
  timeMs: time && time * 60_000,
});

describe('the length of a search', () => {
  for (const [says, time, targets, seconds, steps] of [
    ['is 90 s where no time is given', null, 2, 90, [2, 4, 8]],
    ['is 90 s where five rounds fit with that', 30, 2, 90, [2, 4, 8]],
    ['is what starts and fixed rates leave of a round', 15, 2, 69, [2, 4, 8]],
    ['has shorter steps where it is under a minute', 10, 2, 39, [1.5, 3, 4]],
    ['is the same for twice as many targets in twice the time', 20, 4, 39, [1.5, 3, 4]],
    ['is never under 30 s', 1, 2, 30, [1.5, 3, 4]],
  ] as const) {
    it(says, () => {
      const { budgetMs, climbMs, trialMs, confirmMs } = planSearch(asked, minutes(time), targets);
      assert.deepEqual(
        [Math.round(budgetMs / 1_000), ...[climbMs, trialMs, confirmMs].map((ms) => ms / 1_000)],
        [seconds, ...steps],
      );
    });
  }

  it('is the part of one objective where a server is searched for several', () => {
    const { budgetMs } = planSearch(asked, { ...minutes(18), objectives }, 2);
    assert.equal(Math.round(budgetMs / 1_000), 44);
  });
});
