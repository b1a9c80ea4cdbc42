import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brokenIdentities } from '../../../src/analysis/judging/identities.ts';
import { histogramOf, plainStep } from '../../fixtures/step.ts';

const step = plainStep({ latencies: [[1_000, 90]], failures: { reset: 6 }, shed: 4 });

describe('the sums of a step', () => {
  it('come out where nothing is wrong', () => assert.deepEqual(brokenIdentities(step), []));

  for (const [name, broken, words] of [
    [
      'a request without an end',
      { requests: { ...step.requests, shed: 3 } },
      /succeeded 90 \+ failed 6 \+ shed 3/,
    ],
    ['more sent than scheduled', { requests: { ...step.requests, sent: 101 } }, /sent 101/],
    ['a failure without a kind', { failures: { reset: 5 } }, /by kind 5 ≠ failed 6/],
    ['a success without a latency', { latency: histogramOf([1, 2]).encode() }, /latencies 2/],
    ['more in the window than at all', { completedInWindow: 91 }, /in the window 91/],
    ['a slice left out', { slices: step.slices.slice(1) }, /in the slices 95/],
  ] as const) {
    it(`do not: ${name}`, () => assert.match(brokenIdentities({ ...step, ...broken }).join('\n'), words));
  }
});
