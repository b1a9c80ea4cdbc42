import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRun } from '../../../src/analysis/gate/check-run.ts';
import type { Run } from '../../../src/model/run.ts';
import { searchedRun } from '../../fixtures/checked-runs.ts';

const check = (run: Run) =>
  checkRun({
    run,
    confirm: null,
    stored: [],
    gates: [],
    baseline: 'base',
    maxDrop: 0.1,
    objectives: run.plan.objectives,
    toolVersion: '1.0.0',
  });

/** The head asks for something else. */
const asking = (run: Run, request: Partial<Run['plan']['targets'][number]['request']>): Run => ({
  ...run,
  plan: {
    ...run.plan,
    targets: run.plan.targets.map((target) =>
      target.label === 'head' ? { ...target, request: { ...target.request, ...request } } : target,
    ),
  },
});

describe('a check against a baseline', () => {
  const run = searchedRun({ base: 1, head: 1 });

  it('compares only what was asked for the same', () => {
    assert.equal(check(run).verdict, 'pass');
    assert.equal(check(asking(run, { expect: 'another title' })).verdict, 'pass');
    const [other] = check(asking(run, { path: '/health' })).gates;
    assert.deepEqual([other?.verdict, other?.why], ['cannot-tell', 'other-request']);
    assert.match(other?.text ?? '', /base for GET \/\S*, head for GET \/health/);
    const [posting] = check(asking(run, { body: 'a=1' })).gates;
    assert.match(posting?.text ?? '', /the headers or the body of GET \/\S* differ/);
  });
});
