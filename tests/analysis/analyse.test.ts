import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { analyse } from '../../src/analysis/analyse.ts';
import { brokenIdentities } from '../../src/analysis/judging/identities.ts';
import type { Analysis, Column, TargetAnalysis } from '../../src/model/analysis.ts';
import { type Run, runSchema, wasTried } from '../../src/model/run.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { objectiveOf } from '../fixtures/objective.ts';
import { type SyntheticOptions, syntheticRun } from '../fixtures/run.ts';
import { plainStep } from '../fixtures/step.ts';

/** Few enough requests that a property can afford many runs. */
const small: SyntheticOptions = {
  range: [10, 1_000],
  perDecade: 2,
  durationMs: 500,
  minSamples: 300,
  targets: [{ label: 'quick' }, { label: 'slow', server: { serviceMs: 20, workers: 1 } }],
};

const options = fc.record({
  seed: fc.nat(1_000),
  rounds: fc.integer({ min: 1, max: 3 }),
  timeoutMs: fc.constantFrom(300, 10_000),
  maxConnections: fc.constantFrom(20, 4_096),
  placement: fc.constantFrom('shared' as const, 'split' as const),
  order: fc.constantFrom('up' as const, 'down' as const, 'shuffled' as const),
});

const targetOf = (analysis: Analysis, label: string): TargetAnalysis => {
  const target = analysis.targets.find((one) => one.label === label);
  assert.ok(target !== undefined, `no target ${label}`);
  return target;
};

const columnAt = (target: TargetAnalysis, rate: number): Column => {
  const column = target.columns.find(({ ratePerSecond }) => ratePerSecond === rate);
  assert.ok(column !== undefined, `no column at ${rate}/s`);
  return column;
};

describe('the synthetic run', () => {
  it('is a run: its schema has nothing against it, and its sums come out', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        const run = syntheticRun({ ...small, ...chosen });
        assert.deepEqual(problemsOf(runSchema, run), []);
        for (const { rounds } of run.targets) {
          for (const step of rounds.flatMap(({ steps }) => steps).filter(wasTried)) {
            assert.deepEqual(brokenIdentities(step), []);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('is the same again from the same seed', () =>
    assert.deepEqual(syntheticRun({ ...small, seed: 7 }), syntheticRun({ ...small, seed: 7 })));
});

describe('an analysis', () => {
  it('shows in each column everything scheduled once: cells, failures and shed', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        for (const { columns, steps } of analyse(syntheticRun({ ...small, ...chosen })).targets) {
          for (const { cells, failures, scheduled, successRatio, goodputRatio } of [...columns, ...steps]) {
            if (scheduled === 0) continue;
            const shown = [...cells, ...failures];
            const sum = shown.reduce((before, { share }) => before + share, 0);
            assert.ok(Math.abs(sum - 1) < 1e-9);
            assert.equal(
              shown.reduce((before, { count }) => before + count, 0),
              scheduled,
            );
            assert.ok(goodputRatio <= successRatio && successRatio <= 1);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('finds no lower capacity for a longer bound', () => {
    const objectives = [1, 2, 5, 10, 20, 50, 100, 500, 2_000].map((ms) => objectiveOf(`p95<${ms}ms`));
    fc.assert(
      fc.property(options, (chosen) => {
        for (const { capacities } of analyse(syntheticRun({ ...small, ...chosen }), objectives).targets) {
          const rates = capacities.map(({ ratePerSecond }) => ratePerSecond ?? 0);
          assert.deepEqual(
            rates,
            rates.toSorted((a, b) => a - b),
          );
        }
      }),
      { numRuns: 10 },
    );
  });

  it('of one round has columns that are the steps of that round', () => {
    fc.assert(
      fc.property(options, (chosen) => {
        for (const { columns, steps } of analyse(syntheticRun({ ...small, ...chosen, rounds: 1 })).targets) {
          for (const { label, round, slices, purpose, endedEarly, ...figures } of steps) {
            const {
              rounds,
              notTried,
              slices: ofRounds,
              ...column
            } = columnAt({ columns } as TargetAnalysis, figures.ratePerSecond);
            assert.deepEqual(column, figures);
            assert.deepEqual([rounds, notTried, ofRounds, round], [1, null, [slices], 1]);
            assert.ok(label.length > 0);
            assert.deepEqual([purpose, endedEarly], [null, false], 'of an older run');
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  it('gives the capacity at which the simulated server really ends', () => {
    // Two workers and 1.11 ms on average: some 1,800/s. One worker and 8.5 ms: some 118/s.
    const run = syntheticRun({
      range: [50, 4_000],
      targets: [{ label: 'quick' }, { label: 'slow', server: { serviceMs: 8, workers: 1 } }],
    });
    const analysis = analyse(run);
    const [quick] = targetOf(analysis, 'quick').capacities;
    assert.deepEqual(
      [quick?.kind, Math.round(quick?.ratePerSecond ?? 0), Math.round(quick?.failedAtPerSecond ?? 0)],
      ['value', 1585, 1995],
    );
    const [slow] = targetOf(analysis, 'slow').capacities;
    assert.ok(slow?.ratePerSecond === 100 || Math.round(slow?.ratePerSecond ?? 0) === 126);
  });

  it('takes other objectives than those of the plan', () => {
    const objective = objectiveOf('p97<3ms');
    const analysis = analyse(syntheticRun(small), [objective]);
    assert.deepEqual(analysis.objectives, [objective]);
    const { capacities, steps } = targetOf(analysis, 'quick');
    assert.deepEqual(
      capacities.map((one) => one.objective),
      ['p97<3ms'],
    );
    assert.ok(steps[0]?.overScheduled.some(({ percentile }) => percentile === 97));
  });

  it('is a pure function of the run as it is stored', () => {
    const run = syntheticRun({ ...small, rounds: 2 });
    const stored = JSON.parse(JSON.stringify(run)) as Run;
    assert.deepEqual(analyse(stored), analyse(run));
  });

  it('merges rounds by their requests, not by their percentiles', () => {
    const run = syntheticRun({ ...small, rounds: 3 });
    const { columns, steps } = targetOf(analyse(run), 'slow');
    for (const column of columns) {
      const own = steps.filter(({ ratePerSecond }) => ratePerSecond === column.ratePerSecond);
      assert.equal(column.rounds, own.length);
      assert.equal(
        column.scheduled,
        own.reduce((sum, { scheduled }) => sum + scheduled, 0),
      );
      assert.equal(column.overScheduled[0]?.samples, column.scheduled);
      const medians = own.map(({ overScheduled }) => overScheduled[0]?.us ?? 0);
      const median = column.overScheduled[0]?.us ?? 0;
      assert.ok(Math.min(...medians) <= median && median <= Math.max(...medians));
    }
  });
});

describe('a rate that was measured twice in a round', () => {
  it('counts as it was the second time; both are kept', () => {
    const frozen: SyntheticOptions = {
      range: [50, 1_000],
      perDecade: 5,
      targets: [{ label: 'held', frozenAt: [100] }],
    };
    const once = targetOf(analyse(syntheticRun(frozen)), 'held');
    assert.equal(columnAt(once, 100).verdicts[0]?.verdict, 'fail');
    assert.ok((once.capacities[0]?.ratePerSecond ?? 0) < 100);
    const again = targetOf(analyse(syntheticRun({ ...frozen, measuredAgain: [100] })), 'held');
    assert.equal(columnAt(again, 100).verdicts[0]?.verdict, 'pass');
    assert.equal(columnAt(again, 100).rounds, 1);
    assert.equal(again.capacities[0]?.kind, 'at-least');
    assert.equal(again.steps.filter(({ ratePerSecond }) => ratePerSecond === 100).length, 2);
  });
});

describe('what was not measured', () => {
  it('is a column with the reason, and nothing in it', () => {
    const run = syntheticRun({ ...small, durationMs: 3_000, range: [10, 10_000], timeoutMs: 1_000 });
    const { columns, capacities } = targetOf(analyse(run), 'slow');
    const last = columns.at(-1);
    assert.match(last?.notTried ?? '', /goodput/);
    assert.deepEqual([last?.rounds, last?.scheduled, last?.thin, last?.cells], [0, 0, false, []]);
    assert.equal(capacities[0]?.kind, 'value');
  });

  it('in an interrupted sweep says so, and an unfinished round does not lower the capacity', () => {
    const rates = 5;
    const whole: SyntheticOptions = { ...small, targets: [{ label: 'quick' }], rounds: 2 };
    const after = (steps: number) =>
      targetOf(analyse(syntheticRun({ ...whole, interruptedAfter: steps })), 'quick');
    const complete = targetOf(analyse(syntheticRun(whole)), 'quick').capacities[0]?.rounds[0];
    assert.deepEqual(after(rates + 2).capacities[0]?.rounds, [complete]);
    const [first, second, third] = after(2).columns;
    assert.deepEqual(
      [first?.notTried, second?.notTried, third?.notTried],
      [null, null, 'the sweep ended before this rate'],
    );
    assert.equal(after(2).capacities[0]?.rounds.length, 1);
  });

  it('of a target that failed is no column at all', () => {
    const failure = { reason: 'missing-tool', detail: 'cargo is not installed' };
    const run = syntheticRun({ ...small, targets: [{ label: 'quick' }, { label: 'leptos', failure }] });
    const { columns, steps, capacities, failure: kept } = targetOf(analyse(run), 'leptos');
    assert.deepEqual([columns, steps, kept], [[], [], failure]);
    assert.equal(capacities[0]?.kind, 'none');
  });
});

describe('a server that dies', () => {
  it('is told with rate, signal and last lines, and its capacity ends below that', () => {
    const run = syntheticRun({ range: [100, 1_600], targets: [{ label: 'frail', diesAt: 501 }] });
    const { deaths, capacities } = targetOf(analyse(run), 'frail');
    assert.equal(deaths.length, 1);
    assert.deepEqual([deaths[0]?.signal, Math.round(deaths[0]?.ratePerSecond ?? 0)], ['SIGSEGV', 501]);
    assert.deepEqual(deaths[0]?.logTail, ['listening', 'Segmentation fault (core dumped)']);
    assert.deepEqual(
      [Math.round(capacities[0]?.ratePerSecond ?? 0), Math.round(capacities[0]?.failedAtPerSecond ?? 0)],
      [398, 501],
    );
  });
});

describe('the figures of a step', () => {
  /** A run of one plain step. */
  const runWith = (step: ReturnType<typeof plainStep>): Run => {
    const run = syntheticRun({ rates: [step.ratePerSecond], minSamples: 1, durationMs: 10 });
    const targets = run.targets.map((target) => ({
      ...target,
      rounds: target.rounds.map((round) => ({ ...round, steps: [step] })),
    }));
    return { ...run, targets };
  };
  const figuresOf = (step: ReturnType<typeof plainStep>) =>
    columnAt(targetOf(analyse(runWith(step)), 'remix'), step.ratePerSecond);

  it('are rates per second of the window, and shares of what was scheduled', () => {
    // 1,000 arrivals at 200/s: a window of 5 s.
    const column = figuresOf(
      plainStep({
        latencies: [[10_000, 900]],
        failures: { reset: 60, 'status-500': 30 },
        shed: 10,
        change: { completedInWindow: 800 },
      }),
    );
    assert.deepEqual(
      [column.offeredPerSecond, column.achievedPerSecond, column.successRatio, column.goodputRatio],
      [200, 160, 0.9, 0.8],
    );
    assert.deepEqual(column.failures, [
      { kind: 'reset', count: 60, share: 0.06 },
      { kind: 'status-500', count: 30, share: 0.03 },
      { kind: 'shed', count: 10, share: 0.01 },
    ]);
  });

  it('give CPUs over window and drain, and CPU time per success', () => {
    const plain = plainStep({ latencies: [[10_000, 500]], failures: { reset: 500 } });
    const column = figuresOf({ ...plain, elapsedMs: 10_000, server: { ...plain.server, cpuMs: 4_000 } });
    assert.deepEqual([column.serverCpus, column.serverCpuPerRequestUs], [0.4, 8_000]);
  });

  it('give null for what was not sampled, and for CPU per request where none succeeded', () => {
    const plain = plainStep({ latencies: [], failures: { refused: 1_000 } });
    assert.equal(figuresOf(plain).serverCpuPerRequestUs, null);
    const server = { ...plain.server, cpuMs: null, maxRssBytes: null };
    const column = figuresOf({ ...plain, server });
    assert.deepEqual([column.serverCpus, column.maxRssBytes], [null, null]);
  });

  it('mark a column that would not have fitted through the host’s link', () => {
    // 2 Gbit/s are 250 MB/s: at 10,000/s that is 25,000 bytes an answer.
    const at = (bytes: number) =>
      figuresOf(plainStep({ ratePerSecond: 10_000, change: { bytes: 1_000 * bytes } })).beyondLink;
    assert.deepEqual([at(24_900), at(25_100)], [false, true]);
  });

  it('call a valid step that failed or is unstable server-limited', () => {
    assert.equal(figuresOf(plainStep()).serverLimited, false);
    assert.equal(figuresOf(plainStep({ latencies: [[900_000, 1_000]] })).serverLimited, true);
    const growing = Array.from({ length: 20 }, (_, i) => i * 20);
    assert.equal(figuresOf(plainStep({ inFlight: growing })).serverLimited, true);
    const late = plainStep({ inFlight: growing });
    assert.equal(figuresOf({ ...late, dispatchLag: late.latency }).serverLimited, false);
  });
});
