import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeStep } from '../../../src/analysis/judging/judge-step.ts';
import { syntheticRun } from '../../fixtures/run.ts';
import { plainStep } from '../../fixtures/step.ts';

const { plan } = syntheticRun({ rates: [200], minSamples: 1, durationMs: 5_000 });

/** Of a step of 1,000 requests, half of them failed so, on a machine that was busy with something else. */
function verdictWith(kind: string, stealMs = 3_000) {
  const plain = { latencies: [[1_000, 500]], failures: { [kind]: 500 } } as const;
  const { machine } = plainStep(plain);
  const step = plainStep({ ...plain, change: { machine: { ...machine, stealMs } } });
  const { judged, verdicts } = judgeStep(step, plan, plan.objectives);
  assert.equal(judged.validity, stealMs === 0 ? 'valid' : 'host-limited');
  return verdicts[0]?.verdict;
}

describe('a step that the machine disturbed', () => {
  for (const kind of ['status-500', 'wrong-page', 'timeout-answer', 'refused'])
    it(`fails by what only the server gives: ${kind}`, () => assert.equal(verdictWith(kind), 'fail'));

  for (const kind of ['reset', 'closed', 'timeout-connect', 'other'])
    it(`does not fail by what a late request may meet too: ${kind}`, () => {
      assert.equal(verdictWith(kind), 'undecided');
      assert.equal(verdictWith(kind, 0), 'fail');
    });
});
