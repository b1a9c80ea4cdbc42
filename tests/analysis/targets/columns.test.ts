import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse } from '../../../src/analysis/analyse.ts';
import type { Column } from '../../../src/model/analysis.ts';
import type { Step } from '../../../src/model/run.ts';
import { syntheticRun } from '../../fixtures/run.ts';
import { type PlainStep, plainStep } from '../../fixtures/step.ts';

/** The column of rounds that each had one of these steps. */
function columnOf(...steps: readonly PlainStep[]): Column {
  const run = syntheticRun({ rates: [200], rounds: steps.length, minSamples: 1, durationMs: 10 });
  const targets = run.targets.map((target) => ({
    ...target,
    rounds: target.rounds.map((round, i) => ({ ...round, steps: [plainStep(steps[i])] })),
  }));
  const column = analyse({ ...run, targets }).targets[0]?.columns[0];
  assert.ok(column !== undefined);
  return column;
}

const calm: PlainStep = {};
const machine = plainStep().machine;
const stolen = (stealMs: number): PlainStep => ({ change: { machine: { ...machine, stealMs } } });
const late: PlainStep = { change: { dispatchLag: plainStep().latency } };
const growing: PlainStep = { inFlight: Array.from({ length: 20 }, (_, i) => i * 20) };
const held: PlainStep = { inFlight: Array.from({ length: 20 }, (_, i) => (i === 10 ? 500 : 0)) };

describe('the rounds of a column', () => {
  it('are believed where more than half of them are', () => {
    const { validity, doubts } = columnOf(calm, stolen(3_000), calm);
    assert.deepEqual([validity, doubts], ['valid', []]);
  });

  it('are not where only half of them are', () => {
    assert.equal(columnOf(calm, stolen(3_000)).validity, 'host-limited');
    assert.equal(columnOf(calm, late).validity, 'generator-limited');
  });

  it('tell each doubt once, at its worst', () => {
    const { doubts } = columnOf(stolen(2_000), calm, stolen(3_000));
    assert.deepEqual(doubts, ['the hypervisor took 30 % of the CPUs']);
  });

  it('are stable where more than half of them are, and grow where only half are', () => {
    assert.equal(columnOf(calm, growing, calm).stable, true);
    const half = columnOf(calm, growing);
    assert.deepEqual([half.stable, half.trend, half.backlogGrowth], [false, 'growing', 100]);
  });

  it('have recovered where more than half of them have', () => {
    assert.equal(columnOf(held, held, calm).trend, 'recovered');
    assert.equal(columnOf(held, calm).trend, 'steady');
  });

  it('decide together what each has too few samples for', () => {
    const few: PlainStep = { latencies: [[10_000, 150]] };
    assert.equal(columnOf(few).verdicts[0]?.verdict, 'undecided');
    assert.equal(columnOf(few, few).verdicts[0]?.verdict, 'pass');
  });

  it('add up their failures by kind', () => {
    const { failures, successRatio } = columnOf(
      { latencies: [[10_000, 90]], failures: { reset: 10 } },
      { latencies: [[10_000, 80]], failures: { reset: 5, refused: 15 } },
    );
    assert.deepEqual(
      failures.map(({ kind, count }) => [kind, count]),
      [
        ['refused', 15],
        ['reset', 15],
      ],
    );
    assert.equal(successRatio, 0.85);
  });

  it('give CPU time per request over all of them, and the most memory of any', () => {
    const server = (cpuMs: number, maxRssBytes: number): Partial<Step> => ({
      server: { ...plainStep().server, cpuMs, maxRssBytes },
    });
    const column = columnOf({ change: server(1_000, 5) }, { change: server(3_000, 9) });
    assert.deepEqual([column.serverCpuPerRequestUs, column.maxRssBytes, column.serverCpus], [2_000, 9, 0.4]);
  });
});
