import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WakePlan, watchGapUs } from '../../../src/measure/load/wake-plan.ts';

const ORDER = {
  startUs: 1_000_000,
  tickUs: 10_000,
  shortestGapUs: 100,
  watchTickUs: 60_000,
};
const GRACE_US = 100;

/**
 * Follows a plan through arrivals of one gap, on a clock that never slips: the moments at which the pacer was awake, and
 * those at which it woke the loop.
 * @param answerUs how long after an arrival was due the loop sleeps by itself again; Infinity: never
 * @param takeUp how long after it is due the loop takes an arrival up by itself; Infinity: only when it is woken
 */
function follow({
  gapUs,
  arrivals,
  graceUs,
  takeUp = () => Number.POSITIVE_INFINITY,
  answerUs = Number.POSITIVE_INFINITY,
}: {
  gapUs: number;
  arrivals: number;
  graceUs: number;
  takeUp?: (arrival: number) => number;
  answerUs?: number;
}) {
  const plan = new WakePlan({ ...ORDER, watchGapUs: watchGapUs(gapUs) });
  const awake: number[] = [];
  const woken: number[] = [];
  let taken = 0;
  let nowUs = ORDER.startUs;
  const dueUs = () => ORDER.startUs + taken * gapUs;
  const takeUpUntil = (atUs: number) => {
    while (taken < arrivals && dueUs() + takeUp(taken) <= atUs) taken++;
  };
  while (taken < arrivals) {
    const loopSleeps = nowUs >= dueUs() - gapUs + answerUs;
    const atUs = plan.nextUs(dueUs(), graceUs, loopSleeps);
    nowUs = atUs;
    takeUpUntil(atUs);
    awake.push(atUs - ORDER.startUs);
    if (!plan.wakes(atUs, dueUs(), graceUs)) continue;
    woken.push(atUs - ORDER.startUs);
    while (taken < arrivals && dueUs() <= atUs) taken++;
  }
  return { awake, woken };
}

describe('a loop that relies on the pacer', () => {
  it('is woken at the due moments, and at nothing but the tick in between', () => {
    const { awake, woken } = follow({ gapUs: 25_000, arrivals: 3, graceUs: 0 });
    assert.deepEqual(woken, [0, 10_000, 20_000, 25_000, 35_000, 45_000, 50_000]);
    assert.deepEqual(awake, woken);
  });

  it('is woken no more often than the shortest gap allows: what is closer together leaves together', () => {
    const { woken } = follow({ gapUs: 40, arrivals: 9, graceUs: 0 });
    assert.deepEqual(woken, [0, 100, 200, 300, 400]);
  });
});

describe('a loop that keeps the time itself', () => {
  const onTime = () => 20;

  it('and is on time is looked after once an arrival, and woken only at the start', () => {
    const { awake, woken } = follow({ gapUs: 50_000, arrivals: 40, graceUs: GRACE_US, takeUp: onTime });
    assert.deepEqual(woken, [0]);
    assert.ok(awake.length <= 41, `${awake.length} awakenings for 40 arrivals`);
  });

  for (const gapUs of [100, 150, 200]) {
    it(`and has an arrival every ${gapUs} µs is looked after twice in five of them, not at each`, () => {
      const { awake, woken } = follow({ gapUs, arrivals: 1_000, graceUs: GRACE_US, takeUp: onTime });
      assert.deepEqual(woken, [0]);
      assert.ok(awake.length <= 1_000 / 2.5 + 1, `${awake.length} awakenings for 1,000 arrivals`);
    });
  }

  it('is never left alone for longer than half a millisecond with an arrival due', () => {
    for (const gapUs of [20, 100, 200, 300, 1_000]) {
      const never = () => Number.POSITIVE_INFINITY;
      const { woken } = follow({ gapUs, arrivals: 1_000, graceUs: GRACE_US, takeUp: never });
      const apart = woken.map((atUs, i) => atUs - (woken[i - 1] ?? 0));
      assert.ok(
        Math.max(...apart) <= Math.max(500, gapUs + GRACE_US),
        `${Math.max(...apart)} µs at ${gapUs}`,
      );
    }
  });

  it('and comes late for one is woken for it once its grace is over', () => {
    const lateForThe = (late: number) => (arrival: number) => (arrival === late ? 400 : 20);
    const { woken } = follow({ gapUs: 5_000, arrivals: 5, graceUs: GRACE_US, takeUp: lateForThe(3) });
    assert.deepEqual(woken, [0, 3 * 5_000 + GRACE_US]);
  });

  it('and sleeps by itself between rare arrivals is looked after twice for each, however long they take', () => {
    const rare = { gapUs: 1_000_000, arrivals: 40, graceUs: GRACE_US, takeUp: onTime, answerUs: 2_000 };
    const { awake } = follow(rare);
    assert.ok(awake.length <= 2 * 40 + 1, `${awake.length} awakenings for 40 arrivals`);
  });

  it('is woken at the longer tick where nothing arrives, for its time-outs', () => {
    const { woken } = follow({ gapUs: 170_000, arrivals: 2, graceUs: GRACE_US, takeUp: onTime });
    assert.deepEqual(woken, [0, 60_000, 120_000]);
  });
});
