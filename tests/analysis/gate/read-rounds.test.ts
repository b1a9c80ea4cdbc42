import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRounds, roundsAlone } from '../../../src/analysis/gate/read-rounds.ts';
import { type GateFigure, parseGate } from '../../../src/model/gate.ts';
import { type Run, wasTried } from '../../../src/model/run.ts';
import { searchedRun } from '../../fixtures/checked-runs.ts';
import { objectiveOf } from '../../fixtures/objective.ts';
import { type SyntheticOptions, syntheticRun } from '../../fixtures/run.ts';

function read(run: Run, typed: string) {
  const gate = parseGate(typed);
  assert.ok('figure' in gate);
  const figure: GateFigure = gate.figure;
  const [record] = run.targets;
  assert.ok(record !== undefined);
  return readRounds(roundsAlone(run, record, run.plan.objectives), figure, 0);
}

describe('the figure of a round', () => {
  const run = searchedRun({ base: 1 }, { rounds: 2 });

  it('is found by the rate as it is printed, and at half capacity by what the run chose', () => {
    const [half] = read(run, 'cpu at half capacity');
    assert.ok(half !== undefined && 'value' in half);
    assert.deepEqual(read(run, 'cpu at 631/s')[0], half);
    assert.deepEqual(read(run, 'cpu at 632/s')[0], {
      round: 1,
      lacks: 'nothing was measured at 632/s; every round has 631/s',
    });
  });

  it('is that of the step at the fixed rate, whatever a trial at the same rate showed', () => {
    const half = read(run, 'cpu at half capacity');
    const tried: Run = {
      ...run,
      targets: run.targets.map((target) => ({
        ...target,
        rounds: target.rounds.map((round) => ({
          ...round,
          steps: round.steps.filter(wasTried).flatMap((step) =>
            step.purpose === 'fixed'
              ? [
                  step,
                  {
                    ...step,
                    purpose: 'trial' as const,
                    objective: 0,
                    server: { ...step.server, cpuMs: 1 },
                  },
                ]
              : [step],
          ),
        })),
      })),
    };
    assert.deepEqual(read(tried, 'cpu at half capacity'), half);
  });

  it('is not spoilt where the server is why a search told nothing, though the machine was disturbed in one trial', () => {
    const [target] = run.targets;
    const [round] = target?.rounds ?? [];
    const [server] = round?.servers ?? [];
    const trials = (round?.steps ?? []).filter(wasTried).filter(({ purpose }) => purpose === 'trial');
    const [low, high] = [trials[0], trials.at(-1)];
    assert.ok(target && round && server && low && high);
    const died = { ...server, exit: { code: 1, signal: null, atStep: high.ratePerSecond } };
    const disturbed = { ...low, machine: { ...low.machine, stealMs: 1e6 } };
    const read1 = (steps: typeof trials) =>
      read(
        { ...run, targets: [{ ...target, rounds: [{ ...round, servers: [died, server], steps }] }] },
        'capacity >= 50/s',
      );
    const lacks = 'the search did not end with a rate that passed';
    assert.deepEqual(read1([low, disturbed, high, { ...high, serverIndex: 1 }]), [{ round: 1, lacks }]);
    assert.deepEqual(read1([disturbed, disturbed, disturbed]), [{ round: 1, spoilt: 'host-limited' }]);
    assert.deepEqual(read1([disturbed]), [{ round: 1, spoilt: 'host-limited' }]);
  });

  it('of a grid says nothing where the rates that would have bounded it are spoilt', () => {
    const calm = {
      rates: [100, 200, 400],
      rounds: 1,
      minSamples: 300,
      durationMs: 1_000,
      objectives: [objectiveOf('p99<100ms')],
    };
    // About 150 requests a second.
    const slow = { label: 'slow', server: { workers: 2, serviceMs: 13 } };
    const capacityIn = (options: SyntheticOptions) =>
      read(syntheticRun({ ...calm, ...options }), 'capacity >= 50/s');
    const open = { estimate: 400, low: 400, high: Number.POSITIVE_INFINITY };
    assert.deepEqual(capacityIn({}), [{ round: 1, value: open }]);
    assert.deepEqual(capacityIn({ hostLimitedAt: [200, 400], targets: [slow] }), [
      { round: 1, spoilt: 'host-limited' },
    ]);
    const bounded = { estimate: 100, low: 100, high: 200 };
    assert.deepEqual(capacityIn({ hostLimitedAt: [400], targets: [slow] }), [{ round: 1, value: bounded }]);
  });
});
