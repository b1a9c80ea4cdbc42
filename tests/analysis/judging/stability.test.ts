import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stabilityOf } from '../../../src/analysis/judging/stability.ts';
import { slicesOf } from '../../fixtures/step.ts';

const series = (inFlight: (slice: number) => number) => Array.from({ length: 20 }, (_, i) => inFlight(i));

describe('the backlog of a step', () => {
  it('is steady where nothing waits', () => {
    assert.deepEqual(
      stabilityOf(
        slicesOf(
          1_000,
          0,
          series(() => 0),
        ),
      ),
      {
        stable: true,
        backlogGrowth: 0,
        trend: 'steady',
      },
    );
  });

  it('is steady where many are in flight, but always as many', () => {
    assert.equal(
      stabilityOf(
        slicesOf(
          10_000,
          0,
          series((i) => 500 + (i % 3) * 10),
        ),
      ).trend,
      'steady',
    );
  });

  // 10,000 arrivals: 5,000 in the second half, of which 2 % are 100.
  it('may grow by 2 % of the half’s arrivals and three roots of what is in flight, and no further', () => {
    const growingTo = (end: number) =>
      stabilityOf(
        slicesOf(
          10_000,
          0,
          series((i) => (i === 19 ? end : 0)),
        ),
      );
    assert.equal(growingTo(134).stable, true); // 100 + 3·√134 = 134.7
    assert.equal(growingTo(135).stable, false);
    assert.equal(growingTo(135).backlogGrowth, 135);
  });

  it('of a handful of requests is not growing because one is under way at the end', () => {
    assert.equal(
      stabilityOf(
        slicesOf(
          20,
          0,
          series((i) => (i === 19 ? 1 : 0)),
        ),
      ).stable,
      true,
    );
  });

  it('grows at ten per cent past saturation', () => {
    const overload = stabilityOf(
      slicesOf(
        10_000,
        0,
        series((i) => (i + 1) * 45),
      ),
    );
    assert.deepEqual(overload, { stable: false, backlogGrowth: 450, trend: 'growing' });
  });

  it('that grew only in the first half and stays is stable', () => {
    assert.equal(
      stabilityOf(
        slicesOf(
          10_000,
          0,
          series((i) => Math.min(i, 8) * 50),
        ),
      ).stable,
      true,
    );
  });

  it('that cannot grow because connections ran out is growing by what was shed', () => {
    const full = stabilityOf(
      slicesOf(
        10_000,
        4_000,
        series(() => 4_096),
      ),
    );
    assert.deepEqual(full, { stable: false, backlogGrowth: 2_000, trend: 'growing' });
  });

  it('that was there and is gone has recovered', () => {
    const held = stabilityOf(
      slicesOf(
        10_000,
        0,
        series((i) => (i >= 8 && i <= 11 ? 900 : 3)),
      ),
    );
    assert.deepEqual({ stable: held.stable, trend: held.trend }, { stable: true, trend: 'recovered' });
  });

  it('that is gone because the server died has not recovered', () => {
    const alive = slicesOf(
      10_000,
      0,
      series((i) => (i < 12 ? 900 : 0)),
    );
    const dead = alive.map((slice, i) => (i < 12 ? slice : { ...slice, succeeded: 0, failed: slice.sent }));
    assert.deepEqual([stabilityOf(alive).trend, stabilityOf(dead).trend], ['recovered', 'steady']);
  });

  it('without slices is steady', () => assert.equal(stabilityOf([]).trend, 'steady'));
});
