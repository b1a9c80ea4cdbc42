import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Next, PlannedRate, StepOutcome } from '../../../src/model/next-step.ts';
import { gridRate } from '../../../src/model/rate.ts';
import { lowestPlace, placeOf } from '../../../src/plan/search/lattice.ts';
import { nextTrial } from '../../../src/plan/search/next-trial.ts';
import { startCapacity } from '../../../src/plan/search/start-capacity.ts';
import { settings } from '../../simulated/search.ts';

type Said = Partial<StepOutcome> & { readonly passes: boolean };

/** The steps of a search that is told by `judge` what each of them showed. */
function search(
  judge: (rate: PlannedRate, at: number) => Said,
  closedLoopPerSecond = 1_000,
  cpuBoundPerSecond: number | null = null,
) {
  const outcomes: StepOutcome[] = [];
  const steps: (Next & { kind: 'step' })[] = [];
  let serverIndex = 0;
  for (let at = 0; at < 200; at++) {
    const next = nextTrial(settings, { closedLoopPerSecond, cpuBoundPerSecond }, outcomes);
    if (next.kind !== 'step') return { steps, outcomes, next, found: startCapacity(settings, outcomes) };
    if (next.fresh) serverIndex += 1;
    steps.push(next);
    const { passes, ...said } = judge(next.rate, at);
    outcomes.push({
      ratePerSecond: next.rate.ratePerSecond,
      scheduled: next.rate.scheduled,
      tookMs: next.rate.windowMs + settings.restMs,
      objective: 0,
      serverIndex,
      validity: 'valid',
      stable: passes,
      goodputRatio: 1,
      serverDied: false,
      verdicts: [passes ? 'pass' : 'fail'],
      ...said,
    });
  }
  throw new Error('the search does not end');
}

const knee = (at: number) => (rate: PlannedRate) => ({ passes: rate.ratePerSecond <= at });

describe('the capacity search', () => {
  it('finds a knee to 5 %, and confirms it with long steps at the answer and at the next rate', () => {
    const { steps, found } = search(knee(1_234));
    const { passedPerSecond, failedPerSecond } = found.bracket;
    assert.ok(passedPerSecond !== null && failedPerSecond !== null);
    assert.ok(passedPerSecond <= 1_234 && 1_234 < failedPerSecond);
    assert.ok(failedPerSecond / passedPerSecond <= 1.05);
    const last = steps.slice(-2);
    assert.deepEqual(
      last.map(({ purpose }) => purpose),
      ['confirm', 'confirm'],
    );
    assert.deepEqual(
      last.map(({ rate }) => rate.ratePerSecond),
      [passedPerSecond, failedPerSecond],
    );
    assert.equal(found.ratePerSecond, passedPerSecond);
  });

  it('begins below the first estimate, and says when a trial can only fail', () => {
    const [first] = search(knee(1_234)).steps;
    assert.ok(first !== undefined && first.rate.ratePerSecond < 1_000);
    assert.equal(first.endAfterLate, Math.floor(first.rate.scheduled / 100) + 1);
  });

  it('takes back what one noisy trial said', () => {
    const noisy = (wrong: number) => (rate: PlannedRate, at: number) => ({
      passes: rate.ratePerSecond <= 1_234 !== (at === wrong),
    });
    for (let wrong = 0; wrong < 12; wrong++) {
      const { interval } = search(noisy(wrong)).found;
      assert.ok(
        (interval.lowPerSecond ?? 0) <= 1_234 && 1_234 <= (interval.highPerSecond ?? 0),
        `trial ${wrong}`,
      );
    }
  });

  it('repeats a spoilt trial twice at most, and then cannot tell, whatever they said', () => {
    for (const passes of [true, false]) {
      const { steps, next, found } = search((rate) =>
        rate.ratePerSecond < 900 ? { passes: true } : { passes, validity: 'generator-limited' },
      );
      const spoilt = steps.filter(({ rate }) => rate.ratePerSecond >= 900);
      assert.deepEqual(
        spoilt.map(({ pauseMs }) => pauseMs),
        [0, 1_000, 6_000],
      );
      assert.equal(new Set(spoilt.map(({ rate }) => rate.ratePerSecond)).size, 1);
      assert.match(next.kind === 'end' ? (next.reason ?? '') : '', /generator/);
      assert.equal(found.kind, 'cannot-tell');
      assert.ok((found.bracket.passedPerSecond ?? 0) < 900);
    }
  });

  it('goes on where a repeated trial is not spoilt, and gives the spoilt one no vote', () => {
    for (const passes of [true, false]) {
      const { outcomes, found } = search((rate, at) =>
        at % 3 === 2 ? { passes, validity: 'host-limited' } : knee(1_234)(rate),
      );
      assert.equal(found.kind, 'value');
      const valid = outcomes.filter(({ validity }) => validity === 'valid');
      assert.deepEqual(found, startCapacity(settings, valid));
    }
  });

  it('starts a broken server anew, twice at most', () => {
    const { steps, next } = search((rate) => ({
      passes: rate.ratePerSecond <= 800,
      serverDied: rate.ratePerSecond > 800,
    }));
    assert.equal(steps.filter(({ fresh }) => fresh).length, 2);
    assert.match(next.kind === 'end' ? (next.reason ?? '') : '', /did not survive/);
  });

  it('goes on with what a server showed that only did not come to rest', () => {
    const { found } = search((rate, at) => ({ ...knee(1_234)(rate), serverIndex: at }));
    assert.deepEqual(found, search(knee(1_234)).found);
  });

  it('begins higher, and climbs faster, where the server only waits in the closed loop', () => {
    for (const [capacity, closed, cpuBound] of [
      [6_000, 40, 6_600],
      [900, 40, 6_600],
      [3_000, 100, 4_000],
    ] as const) {
      const { steps, found } = search(knee(capacity), closed, cpuBound);
      assert.equal(steps[0]?.fresh, false);
      assert.ok((steps[0]?.rate.ratePerSecond ?? 0) >= 3 * closed);
      const { passedPerSecond, failedPerSecond } = found.bracket;
      assert.ok(
        (passedPerSecond ?? Infinity) <= capacity && capacity < (failedPerSecond ?? 0),
        `${capacity}`,
      );
      assert.ok((failedPerSecond ?? Infinity) / (passedPerSecond ?? 0) <= 1.05, `${capacity}`);
    }
    const busy = search(knee(1_000), 900, 2_000).steps;
    assert.deepEqual(
      busy.map(({ rate }) => rate.ratePerSecond),
      search(knee(1_000), 900).steps.map(({ rate }) => rate.ratePerSecond),
    );
  });

  it('lets the last server speak alone, for each settles at its own level', () => {
    let broken = false;
    const { found } = search((rate) => {
      const breaks = !broken && rate.ratePerSecond > 2_000;
      broken ||= breaks;
      return { passes: rate.ratePerSecond <= (broken ? 1_234 : 2_000), serverDied: breaks };
    }, 2_000);
    const { lowPerSecond, highPerSecond } = found.interval;
    assert.ok((lowPerSecond ?? 0) <= 1_234 && 1_234 <= (highPerSecond ?? 0) && (highPerSecond ?? 0) < 1_400);
  });

  it('says none where the lowest rate fails, at least where the highest passes', () => {
    const none = search(() => ({ passes: false })).found;
    assert.equal(none.kind, 'none');
    assert.equal(none.bracket.failedPerSecond, gridRate(lowestPlace(settings), settings.perDecade));
    const all = search(() => ({ passes: true }), 9_000).found;
    assert.equal(all.kind, 'at-least');
    assert.ok((all.ratePerSecond ?? 0) > 19_000);
    assert.equal(all.interval.highPerSecond, null);
  });

  it('says at least where the one fail was outvoted, and nothing bounds what is above', () => {
    let hiccups = 0;
    const { found } = search(
      ({ ratePerSecond }) => ({ passes: ratePerSecond < 8_000 || hiccups++ > 0 }),
      9_000,
    );
    assert.equal(hiccups > 1, true);
    assert.deepEqual([found.kind, found.interval.highPerSecond], ['at-least', null]);
    assert.ok((found.ratePerSecond ?? 0) <= settings.highestPerSecond);
  });

  it('says below where the time, or the servers, were used up before a rate passed', () => {
    const died = search(() => ({ passes: false, serverDied: true })).found;
    assert.equal(died.kind, 'below');
    const slow = search(() => ({ passes: false, tookMs: 40_000 })).found;
    assert.equal(slow.kind, 'below');
    let servers = 0;
    const fading = search(({ ratePerSecond }) => {
      const passes = servers === 0 && ratePerSecond < 900;
      servers += passes ? 0 : 1;
      return { passes, serverDied: !passes };
    }).found;
    assert.equal(fading.kind, 'cannot-tell', 'the first server has passed');
    assert.equal(slow.ratePerSecond, null);
    assert.ok((slow.bracket.failedPerSecond ?? 0) > 30);
  });

  it('ends in its time, on rates of the lattice, whatever the trials say', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(
          fc.record({ passes: fc.boolean(), serverDied: fc.boolean(), spoilt: fc.boolean() }),
        ),
        fc.double({ min: 30, max: 30_000, noNaN: true }),
        (stream, estimate) => {
          const { steps, found } = search(() => {
            const { value } = stream.next();
            return { ...value, validity: value.spoilt ? 'host-limited' : 'valid' };
          }, estimate);
          let ms = 0;
          for (const { rate } of steps) {
            assert.ok(Number.isInteger(placeOf(rate.ratePerSecond, settings)));
            assert.ok(rate.scheduled >= settings.minSamples * 0.999);
            assert.ok(ms <= settings.budgetMs, 'no step begins after the time is over');
            ms += rate.windowMs + settings.restMs;
          }
          const { passedPerSecond, failedPerSecond } = found.bracket;
          assert.ok((passedPerSecond ?? 0) < (failedPerSecond ?? Number.POSITIVE_INFINITY));
        },
      ),
    );
  });
});
