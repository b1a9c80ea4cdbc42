import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse } from '../../src/analysis/analyse.ts';
import type { LoadStep } from '../../src/measure/seams.ts';
import { beginRun, record } from '../../src/model/record.ts';
import { type Run, type Step, wasTried } from '../../src/model/run.ts';
import { latticePerDecade } from '../../src/plan/search/lattice.ts';
import { plainStep } from '../fixtures/step.ts';
import { type Script, type Told, tell } from './fake-sweep.ts';

const KNEE = 730;
const search = { precision: 0.05, from: 1, to: 100_000 };
const wishes: Script['wishes'] = { search, verify: false };
const closedLoop = { requests: 6_000, ms: 10_000, p50Us: 3_000, p99Us: 4_000 };
const warmup = { requests: 6_000, ms: 10_000, settled: true, windows: [closedLoop] };

/** Up to the knee every request takes 10 ms, above it one in fifty takes a second. */
function kneeAt(knee: number) {
  return (_label: string, ratePerSecond: number, _kill: unknown, { scheduled }: LoadStep): Partial<Step> => {
    const late = ratePerSecond <= knee ? 0 : Math.ceil(scheduled / 50);
    const latencies = [
      [10_000, scheduled - late],
      [1_000_000, late],
    ] as const;
    return plainStep({ ratePerSecond, latencies });
  };
}

function fold(run: Run | null, { events }: Told): Run {
  return events.reduce<Run | null>((folded, event) => {
    if (folded !== null) return record(folded, event);
    assert.equal(event.kind, 'sweep-started');
    return event.kind === 'sweep-started'
      ? beginRun({ id: 'run', toolVersion: '0.0.0', command: [] }, event)
      : null;
  }, run) as Run;
}

const capacityOf = (run: Run, target = 0) => {
  const capacity = analyse(run).targets[target]?.capacities[0];
  assert.ok(capacity !== undefined);
  return capacity;
};

const stepsOf = (run: Run): readonly Step[] =>
  run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps.filter(wasTried)));

const trialsOf = (run: Run) => stepsOf(run).filter(({ purpose }) => purpose !== 'fixed');
const fixedOf = (run: Run) => stepsOf(run).filter(({ purpose }) => purpose === 'fixed');

describe('a sweep that searches the capacity', () => {
  it('begins at what the warm-up shows, climbs, refines and confirms; the run says why each step was measured', async () => {
    const told = await tell({ wishes, warmup, step: kneeAt(KNEE) });
    assert.deepEqual(told.story.slice(0, 3), ['generator started', 'a started', 'a warmed']);
    assert.deepEqual(told.story.slice(-3), ['a stopped', 'generator stopped', 'finished']);
    const run = fold(null, told);
    assert.deepEqual(run.plan.rates, [], 'which rates are visited is not known before');
    const purposes = trialsOf(run).map(({ purpose }) => purpose);
    assert.deepEqual(purposes.slice(-2), ['confirm', 'confirm']);
    assert.ok(purposes.slice(0, -2).every((purpose) => purpose === 'trial'));

    const { kind, ratePerSecond, failedAtPerSecond, searched } = capacityOf(run);
    assert.equal(kind, 'value');
    assert.ok((ratePerSecond ?? 0) <= KNEE && (failedAtPerSecond ?? 0) > KNEE);
    assert.ok((failedAtPerSecond ?? 0) / (searched?.passedPerSecond ?? 1) <= 1.05 + 1e-9);
    assert.ok((searched?.ms ?? 0) <= 90_000 && searched?.ended === null);
    const [low, high] = searched.interval;
    assert.ok((low ?? 0) <= KNEE && KNEE <= (high ?? 0));
  });

  it('searches all targets on one lattice, and shows each the rates that it visited', async () => {
    const told = await tell({
      wishes,
      warmup,
      labels: ['a', 'b'],
      step: (label, ...rest) => kneeAt(label === 'a' ? KNEE : KNEE * 1.3)(label, ...rest),
    });
    const run = fold(null, told);
    const places = stepsOf(run).map((step) => Math.log10(step.ratePerSecond) * latticePerDecade(0.05));
    assert.ok(places.every((place) => Math.abs(place - Math.round(place)) < 1e-6));
    const [a, b] = analyse(run).targets;
    assert.ok(a !== undefined && b !== undefined);
    assert.ok(a.columns.every(({ notTried }) => notTried === null));
    assert.notDeepEqual(
      a.columns.map((column) => column.ratePerSecond),
      b.columns.map((column) => column.ratePerSecond),
    );
  });

  it('starts a server anew after a trial that killed it, and keeps what the fresh one shows', async () => {
    let deaths = 0;
    const told = await tell({
      wishes,
      warmup,
      step: (label, rate, kill, asked) => {
        if (rate > KNEE && deaths < 1) {
          deaths += 1;
          kill({ code: null, signal: 'SIGKILL' });
        }
        return kneeAt(KNEE)(label, rate, kill, asked);
      },
    });
    const run = fold(null, told);
    assert.equal(capacityOf(run).kind, 'value');
    assert.deepEqual([...new Set(trialsOf(run).map(({ serverIndex }) => serverIndex))], [0, 1]);
  });

  it('keeps a server that answered everything in the end, though a trial was ended in the middle of its backlog', async () => {
    const told = await tell({
      wishes,
      warmup,
      step: (...all) => {
        const step = kneeAt(KNEE)(...all);
        const { scheduled } = all[3];
        return all[1] <= KNEE
          ? step
          : { ...step, completedInWindow: 1, endedEarly: { planned: 2 * scheduled } };
      },
    });
    const run = fold(null, told);
    assert.ok(trialsOf(run).every(({ serverIndex }) => serverIndex === 0));
    assert.equal(capacityOf(run).kind, 'value');
  });

  it('repeats a trial that the machine spoilt twice, later each time, and then cannot tell', async () => {
    const told = await tell({
      wishes,
      warmup,
      step: (...all) => {
        const step = kneeAt(KNEE)(...all);
        // The watched machine is the fake end's; what the generator lacks is its own.
        return all[1] < 500 ? step : { ...step, failures: { 'no-port': 3 } };
      },
    });
    const run = fold(null, told);
    const spoilt = stepsOf(run).filter(({ failures }) => failures['no-port'] !== undefined);
    const [once = 0, twice = 0, thrice = 0, ...more] = spoilt.map(({ restMs }) => restMs);
    assert.equal(more.length, 0);
    assert.ok(twice >= once + 1_000 && thrice >= once + 6_000, 'what spoilt a trial may last for seconds');
    assert.equal(capacityOf(run).kind, 'cannot-tell');
    assert.match(capacityOf(run).searched?.ended ?? '', /three times at one rate/);
  });

  it('is resumed where it was interrupted, with what it knows', async () => {
    let steps = 0;
    const first = await tell({
      wishes,
      warmup,
      step: (...all) => (++steps === 5 ? 'abort' : kneeAt(KNEE)(...all)),
    });
    const half = fold(null, first);
    assert.equal(stepsOf(half).length, 4);
    assert.match(capacityOf(half).searched?.ended ?? '', /ended before/);
    const whole = fold(half, await tell({ wishes, warmup, step: kneeAt(KNEE), done: half }));
    assert.equal(capacityOf(whole).kind, 'value');
    const again = await tell({ wishes, warmup, step: kneeAt(KNEE), done: whole });
    assert.ok(!again.story.includes('a started'), 'nothing is left to measure');
  });

  it('takes as many rounds as fit in a time, five at least, and gives the median with its true confidence', async () => {
    const rounds = async (timeMs: number) => {
      const told = await tell({ wishes: { ...wishes, rounds: 5, timeMs }, warmup, step: kneeAt(KNEE) });
      return fold(null, told);
    };
    const five = await rounds(60_000);
    assert.equal(five.targets[0]?.rounds.length, 5);
    const { confidence, interval, rounds: starts, failedAtPerSecond } = capacityOf(five);
    assert.equal(confidence, 0.9375);
    assert.equal(starts.length, 5);
    assert.deepEqual(interval, [starts[0]?.searched?.passedPerSecond, failedAtPerSecond]);
    const more = await rounds(1_200_000);
    const measured = more.targets[0]?.rounds ?? [];
    assert.ok(measured.length > 5);
    assert.ok(measured.length < more.plan.rounds, 'time ends it, not the plan');
  });

  describe('past the time', () => {
    type InRound = (label: string, round: number) => boolean;
    const roundsWhere = async (
      { disturbed = () => false, tooFast = () => false }: Partial<Record<'disturbed' | 'tooFast', InRound>>,
      labels: readonly string[] = ['a', 'b'],
    ) => {
      let round = 0;
      const told = await tell({
        wishes: { ...wishes, rounds: 5, timeMs: 60_000 },
        warmup,
        labels,
        startFails: (_label, nth) => {
          // In the first round every server is started once more, for its fixed rates.
          round = Math.max(1, nth);
          return false;
        },
        stealMs: (label) => (disturbed(label, round) ? 1e6 : 0),
        step: (label, ...rest) => {
          const step = kneeAt(KNEE)(label, ...rest);
          return tooFast(label, round) ? { ...step, failures: { 'no-port': 3 } } : step;
        },
      });
      return fold(null, told).targets.map(({ rounds }) => rounds.length);
    };
    const ofB =
      (isIt: (round: number) => boolean): InRound =>
      (label, round) =>
        label === 'b' && isIt(round);

    it('makes up for rounds in which the machine was disturbed, by three at most', async () => {
      assert.deepEqual(await roundsWhere({}), [5, 5]);
      assert.deepEqual(await roundsWhere({ disturbed: ofB((round) => round === 2) }), [6, 6]);
      assert.deepEqual(await roundsWhere({ disturbed: ofB((round) => round === 2 || round === 6) }), [7, 7]);
      assert.deepEqual(await roundsWhere({ disturbed: ofB((round) => round % 2 === 0) }), [8, 8]);
    });

    it('gives up where five that tell cannot come together any more', async () => {
      assert.deepEqual(await roundsWhere({ disturbed: ofB((round) => round > 1) }), [5, 5]);
    });

    it('makes up for none where the generator was the limit, for others would be slower ones', async () => {
      assert.deepEqual(await roundsWhere({ tooFast: ofB((round) => round === 2) }), [5, 5]);
    });

    it('goes on for a pair that can be told apart, though of all together too many are lost', async () => {
      const labels = ['a', 'b', 'c', 'd'];
      const each: InRound = (label, round) => round === labels.indexOf(label) + 2;
      assert.deepEqual(await roundsWhere({ disturbed: each }, labels), [7, 7, 7, 7]);
    });
  });

  it('ends with the first round that does not fit, however many are planned', async () => {
    for (const timeMs of [320_000, 360_000, 400_000, 440_000, 480_000]) {
      const told = await tell({ wishes: { ...wishes, rounds: 5, timeMs }, warmup, step: kneeAt(KNEE) });
      const measured = fold(null, told).targets[0]?.rounds.map(({ round }) => round) ?? [];
      assert.deepEqual(
        measured,
        measured.map((_, at) => at + 1),
        `${timeMs / 1_000} s`,
      );
    }
  });

  it('searches one capacity after the other where there are several objectives', async () => {
    const objectives = [
      { text: 'p99<500ms', terms: [{ percent: 99, withinUs: 500_000 }] },
      { text: 'p50<5ms', terms: [{ percent: 50, withinUs: 5_000 }] },
    ];
    const told = await tell({ wishes: { ...wishes, objectives }, warmup, step: kneeAt(KNEE) });
    const [first, second] = analyse(fold(null, told)).targets[0]?.capacities ?? [];
    assert.equal(first?.kind, 'value');
    assert.equal(second?.kind, 'none');
  });
});

describe('the fixed rates of a search', () => {
  const two: Script = {
    wishes: { ...wishes, rounds: 2 },
    warmup,
    labels: ['a', 'b'],
    step: (label, ...rest) => kneeAt(label === 'a' ? KNEE : KNEE * 1.3)(label, ...rest),
  };

  it('are chosen without a target that is not what its contract asks for', async () => {
    const verifyFails = (label: string) => label === 'b';
    const run = fold(null, await tell({ ...two, wishes: { ...two.wishes, verify: true }, verifyFails }));
    assert.equal(run.targets[1]?.failure?.reason, 'not-the-blog');
    assert.equal(run.fixedRates?.length, 2);
  });

  it('are chosen with a target that failed in an earlier part and is measured in this one', async () => {
    let steps = 0;
    const slowB: Script['step'] = (label, ...rest) => kneeAt(label === 'a' ? KNEE : KNEE / 2)(label, ...rest);
    const first = await tell({
      ...two,
      startFails: (label) => label === 'b',
      step: (...all) => (++steps === 5 ? 'abort' : slowB(...all)),
    });
    const half = fold(null, first);
    // Only the first target may have come before the interrupt; the other one failed wherever it was tried.
    const failed = { reason: 'never-ready', detail: '' } as const;
    const done = {
      ...half,
      targets: half.targets.map((one) => (one.label === 'b' ? { ...one, failure: failed } : one)),
    };
    const whole = fold(done, await tell({ ...two, step: slowB, done }));
    assert.equal(whole.targets[1]?.failure, null);
    const [, rate] = whole.fixedRates ?? [];
    assert.ok((rate?.ratePerSecond ?? Number.POSITIVE_INFINITY) <= KNEE / 4);
  });

  it('are 100/s and half the lowest capacity of the first round, for all targets and in every round', async () => {
    const run = fold(null, await tell(two));
    const lowest = capacityOf(run).rounds[0]?.ratePerSecond ?? 0;
    const [low, half] = (run.fixedRates ?? []).map(({ ratePerSecond }) => ratePerSecond);
    assert.equal(low, 100);
    assert.ok(half !== undefined && half <= lowest / 2 && half > (lowest / 2) * 0.97);
    for (const { rounds } of run.targets) {
      for (const { steps } of rounds) {
        const fixed = steps.filter(wasTried).filter(({ purpose }) => purpose === 'fixed');
        assert.deepEqual(
          fixed.map(({ ratePerSecond }) => ratePerSecond),
          [low, half],
        );
      }
    }
  });

  it('are measured on a warm server that has not been overloaded', async () => {
    const run = fold(null, await tell(two));
    const [first, second] = (run.targets[0]?.rounds ?? []).map(({ steps }) => steps.filter(wasTried));
    assert.deepEqual(
      first?.slice(-2).map(({ purpose }) => purpose),
      ['fixed', 'fixed'],
    );
    assert.ok((first?.at(-1)?.serverIndex ?? 0) > (first?.at(-3)?.serverIndex ?? 0), 'a fresh one');
    assert.deepEqual(
      second?.slice(0, 2).map(({ purpose }) => purpose),
      ['fixed', 'fixed'],
    );
    assert.equal(second?.[0]?.serverIndex, 0);
  });

  it('are kept by a resumed run, which measures what is left', async () => {
    let steps = 0;
    const { step: knee } = two;
    const half = fold(
      null,
      await tell({
        ...two,
        step: (...all) => {
          steps += stepsAtFixed(all[1]) ? 1 : 0;
          return steps === 2 ? 'abort' : (knee?.(...all) ?? {});
        },
      }),
    );
    assert.equal(fixedOf(half).length, 1);
    const whole = fold(half, await tell({ ...two, done: half }));
    assert.deepEqual(whole.fixedRates, half.fixedRates);
    assert.equal(fixedOf(whole).length, 8);
  });

  it('are none where no capacity was found, and leave 100/s out where a capacity lies below it', async () => {
    const none = fold(null, await tell({ ...two, step: kneeAt(0) }));
    assert.deepEqual(none.fixedRates, []);
    const slow = { ...warmup, windows: [{ ...closedLoop, requests: 900 }] };
    const below = fold(null, await tell({ ...two, warmup: slow, step: kneeAt(80) }));
    assert.equal(below.fixedRates?.length, 1);
    assert.ok((below.fixedRates?.[0]?.ratePerSecond ?? 0) <= 40);
  });

  it('are not measured by a resumed run whose plan knows none', async () => {
    const told = await tell({ wishes, warmup, step: kneeAt(KNEE) });
    const { fixedRates: _, ...run } = fold(null, told);
    const { search: planned } = run.plan;
    assert.ok(planned !== undefined);
    const { fixed: __, ...older } = planned;
    const [target] = run.targets;
    const trials = target?.rounds.map((round) => ({
      ...round,
      steps: round.steps.filter((step) => wasTried(step) && step.purpose !== 'fixed'),
    }));
    assert.ok(target !== undefined && trials !== undefined);
    const old = {
      ...run,
      plan: { ...run.plan, search: older },
      targets: [{ ...target, rounds: trials }],
    };
    const again = await tell({ wishes, warmup, plan: old.plan, step: kneeAt(KNEE), done: old });
    assert.ok(!again.story.includes('a started'));
  });

  it('wait for a round in which every target can be told, and are then measured in the earlier ones too', async () => {
    let seen = 0;
    const { step: knee } = two;
    const run = fold(
      null,
      await tell({
        ...two,
        step: (...all) => {
          const step = knee?.(...all) ?? {};
          return all[0] === 'b' && seen++ < 3
            ? { ...(step as Partial<Step>), failures: { 'no-port': 3 } }
            : step;
        },
      }),
    );
    assert.equal(capacityOf(run, 1).rounds[0]?.kind, 'cannot-tell');
    assert.equal(run.fixedRates?.length, 2);
    for (const { rounds } of run.targets) {
      const fixed = rounds.map(({ steps }) =>
        steps.filter((step) => wasTried(step) && step.purpose === 'fixed'),
      );
      assert.deepEqual(
        fixed.map(({ length }) => length),
        [2, 2],
      );
    }
  });

  it('are measured once more where the machine spoilt a step', async () => {
    let spoilt = 0;
    const { step: knee } = two;
    const told = await tell({
      ...two,
      labels: ['a'],
      wishes,
      step: (...all) => {
        const seen = knee?.(...all) ?? {};
        return all[1] === 100 && spoilt++ === 0
          ? { ...(seen as Partial<Step>), failures: { 'no-port': 3 } }
          : seen;
      },
    });
    assert.deepEqual(
      fixedOf(fold(null, told)).map(({ failures }) => failures['no-port'] ?? 0),
      [3, 0, 0],
    );
  });
});

/** Below every rate that these searches visit. */
const stepsAtFixed = (rate: number) => rate < KNEE * 0.53;
