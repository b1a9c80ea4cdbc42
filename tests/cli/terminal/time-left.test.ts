import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beginProgress, follow, type Progress } from '../../../src/cli/terminal/progress.ts';
import { shareDone, timeLeftMs } from '../../../src/cli/terminal/time-left.ts';
import type { Run } from '../../../src/model/run.ts';
import {
  beforehandMs,
  expectedBlockMs,
  expectedBlocksMs,
  expectedFixedRatesMs,
  expectedMs,
} from '../../../src/plan/expect-time.ts';
import { type TimedEvent, timedEventsOf } from '../../fixtures/events.ts';
import { syntheticRun } from '../../fixtures/run.ts';

interface Point {
  readonly atMs: number;
  readonly leftMs: number;
  readonly share: number;
  readonly event: TimedEvent['event'];
}

function follows(run: Run): Point[] {
  let progress: Progress | null = null;
  return timedEventsOf(run).flatMap(({ atMs, event }) => {
    progress =
      event.kind === 'sweep-started' ? beginProgress(event, null) : progress && follow(progress, event, atMs);
    if (progress === null) return [];
    return [{ atMs, event, leftMs: timeLeftMs(progress, atMs), share: shareDone(progress, 0, atMs) }];
  });
}

const synthetic = syntheticRun({
  rates: [10, 20, 50, 100, 200, 500],
  durationMs: 1_000,
  durationCapMs: 2_000,
  rounds: 3,
  targets: [{ label: 'remix' }, { label: 'vanilla' }],
});
/** Planned to be warmed up for as long as its servers were. */
const run: Run = {
  ...synthetic,
  plan: { ...synthetic.plan, warmup: { ...synthetic.plan.warmup, mode: 'time', capMs: 10_000 } },
};

describe('the time that is left', () => {
  it('is what the plan expects when nothing has happened yet', () => {
    const [first] = follows(run);
    assert.ok(first !== undefined);
    assert.equal(Math.round(first.leftMs), Math.round(expectedMs(run.plan)));
    assert.equal(first.share, 0);
  });

  it('is nothing at the end', () => {
    const last = follows(run).at(-1);
    assert.equal(last?.leftMs, 0);
    assert.equal(last?.share, 1);
  });

  it('never grows by more than a moment while a server copes', () => {
    const points = follows(run);
    for (const [at, point] of points.entries()) {
      const before = points[at - 1];
      if (before !== undefined)
        assert.ok(point.leftMs <= before.leftMs + 1_000, `${before.leftMs} → ${point.leftMs}`);
    }
  });

  it('is told well once a block has shown what blocks cost', () => {
    const points = follows(run);
    const endMs = points.at(-1)?.atMs ?? 0;
    const afterFirst = points.filter(({ event }) => event.kind === 'block-finished');
    assert.equal(afterFirst.length, 6);
    for (const { atMs, leftMs } of afterFirst) {
      assert.ok(Math.abs(leftMs - (endMs - atMs)) < 0.1 * endMs, `${leftMs} instead of ${endMs - atMs}`);
    }
  });

  it('does not count targets that failed, nor what was left out', () => {
    const half = syntheticRun({
      rates: [10, 20],
      durationMs: 1_000,
      targets: [{ label: 'remix' }, { label: 'gone', failure: { reason: 'build-failed', detail: '' } }],
    });
    const failed = follows(half).find(({ event }) => event.kind === 'target-failed');
    assert.ok(failed !== undefined);
    assert.equal(Math.round(failed.leftMs), Math.round(beforehandMs + expectedBlocksMs(half.plan) / 2));
  });

  const search = {
    precision: 0.05,
    perDecade: 45,
    lowestPerSecond: 10,
    highestPerSecond: 1_000,
    climbMs: 1_000,
    trialMs: 2_000,
    confirmMs: 4_000,
    restMs: 500,
    budgetMs: 60_000,
    fixed: { lowPerSecond: 100, shareOfLowest: 0.5, durationMs: 5_000 },
  };
  const searched: Run = { ...run, plan: { ...run.plan, rates: [], search } };
  const leftAfter = (...lastedMs: readonly number[]) => {
    const [started] = timedEventsOf(searched);
    assert.ok(started?.event.kind === 'sweep-started');
    const costs = lastedMs.map((durationMs) => ({ durationMs, windowsMs: 0 }));
    return timeLeftMs({ ...beginProgress(started.event, null), costs }, 0);
  };

  it('is not judged by one search that ended early', () => {
    assert.ok(leftAfter(1_000) > leftAfter() / 3);
  });

  it('is not judged by the short visits for the fixed rates', () => {
    const blockMs = expectedBlockMs(searched.plan);
    const visitMs = expectedFixedRatesMs(searched.plan) ?? 0;
    assert.ok(visitMs < blockMs / 2);
    assert.equal(Math.round(leftAfter(blockMs, blockMs, visitMs, visitMs)), Math.round(4 * blockMs));
  });

  it('is that of the rest of a round which makes up for a spoilt one, however long the time is over', () => {
    const timed: Run = {
      ...searched,
      plan: { ...searched.plan, rounds: 8, time: { ms: 60_000, leastRounds: 5, mostMadeUp: 3 } },
    };
    const [started] = timedEventsOf(timed);
    assert.ok(started?.event.kind === 'sweep-started');
    const blockMs = expectedBlockMs(timed.plan);
    const visitMs = expectedFixedRatesMs(timed.plan) ?? 0;
    const lastedMs = [...Array<number>(10).fill(blockMs), visitMs, visitMs];
    const over: Progress = {
      ...beginProgress(started.event, null),
      costs: lastedMs.map((durationMs) => ({ durationMs, windowsMs: 0 })),
    };
    assert.equal(timeLeftMs(over, 0), 0);
    const block = { label: 'remix', round: 6, orderIndex: 10, order: [] };
    const sixth = follow(over, { kind: 'block-started', block }, 0);
    assert.equal(Math.round(timeLeftMs(sixth, 0)), Math.round(2 * blockMs));
  });
});
