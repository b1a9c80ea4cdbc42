import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseObjective } from '../../src/model/objective.ts';
import { isRoundDue, planSearch } from '../../src/plan/plan-search.ts';
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

describe('whether another round is begun', () => {
  const time = { ms: 600_000, leastRounds: 5, mostMadeUp: 3 };
  for (const [says, rounds, seconds, spoilt, due] of [
    ['always until there are five', 4, 3_000, 4, true],
    ['where it will be over in time', 5, 500, 0, true],
    ['not where it would not', 5, 501, 0, false],
    ['past the time for a spoilt one', 5, 601, 1, true],
    ['not once it is made up for', 6, 720, 1, false],
    ['for three at most', 8, 960, 4, false],
    ['for the third of three', 7, 840, 3, true],
    ['not where too few would come together', 5, 601, 4, false],
    ['not where one more was spoilt than can be made up for', 6, 720, 4, false],
    ['not where those that fitted are enough', 7, 601, 2, false],
  ] as const) {
    it(says, () => {
      assert.equal(
        isRoundDue(time, rounds, seconds * 1_000, () => [0, spoilt]),
        due,
      );
    });
  }

  it('does not make up for any where the plan knows nothing of it', () => {
    assert.equal(
      isRoundDue({ ms: 600_000, leastRounds: 5 }, 5, 601_000, () => [1]),
      false,
    );
  });
});
