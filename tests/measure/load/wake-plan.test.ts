import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WakePlan } from '../../../src/measure/load/wake-plan.ts';

const ORDER = {
  startUs: 1_000_000,
  tickUs: 10_000,
  shortestGapUs: 100,
  watchGapUs: 250,
  watchTickUs: 60_000,
};
const GRACE_US = 100;

/**
 * Follows a plan through arrivals of one gap, on a clock that never slips: the moments at which the pacer was awake, and
 * those at which it woke the loop.
 * @param takeUp how long after it is due the loop takes an arrival up by itself; Infinity: only when it is woken
 */
function follow({
  gapUs,
  arrivals,
  graceUs,
  takeUp = () => Number.POSITIVE_INFINITY,
}: {
  gapUs: number;
  arrivals: number;
  graceUs: number;
  takeUp?: (arrival: number) => number;
}) {
  const plan = new WakePlan(ORDER);
  const awake: number[] = [];
  const woken: number[] = [];
  let taken = 0;
  const dueUs = () => ORDER.startUs + taken * gapUs;
  const takeUpUntil = (atUs: number) => {
    while (taken < arrivals && dueUs() + takeUp(taken) <= atUs) taken++;
  };
  while (taken < arrivals) {
    const atUs = plan.nextUs(dueUs(), graceUs);
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

  it('and has many arrivals is looked after at the gap of the watch, not at each of them', () => {
    const { awake, woken } = follow({ gapUs: 100, arrivals: 1_000, graceUs: GRACE_US, takeUp: onTime });
    assert.deepEqual(woken, [0]);
    assert.ok(awake.length <= 1_000 / 2.5 + 1, `${awake.length} awakenings in 100 ms`);
  });

  it('and comes late for one is woken for it once its grace is over', () => {
    const lateForThe = (late: number) => (arrival: number) => (arrival === late ? 400 : 20);
    const { woken } = follow({ gapUs: 5_000, arrivals: 5, graceUs: GRACE_US, takeUp: lateForThe(3) });
    assert.deepEqual(woken, [0, 3 * 5_000 + GRACE_US]);
  });

  it('is woken at the longer tick where nothing arrives, for its time-outs', () => {
    const { woken } = follow({ gapUs: 170_000, arrivals: 2, graceUs: GRACE_US, takeUp: onTime });
    assert.deepEqual(woken, [0, 60_000, 120_000]);
  });
});
