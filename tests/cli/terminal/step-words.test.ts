import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wordStep } from '../../../src/cli/terminal/step-words.ts';
import { step } from './steps.ts';

describe('a step in words', () => {
  it('tells percentiles of everything scheduled', () => {
    const words = wordStep(
      step(
        Array.from({ length: 100 }, (_, i) => (i + 1) * 1_000),
        {},
      ),
    );
    assert.deepEqual(words, {
      rate: '100/s',
      percentiles: ['p50 50 ms', 'p99 99 ms', 'max 100 ms'],
      answered: 'all 100 answered',
      failures: '',
    });
  });

  it('counts a failure as infinitely late, and names the kinds, most first', () => {
    const words = wordStep(step(new Array(97).fill(2_000), { refused: 1, 'timeout-answer': 2 }));
    assert.deepEqual(words.percentiles, ['p50 2 ms', 'p99 ∞', 'max ∞']);
    assert.equal(words.answered, '97 % of 100 answered');
    assert.equal(words.failures, '2 timeout-answer, 1 refused');
  });

  it('counts what was given up at once too', () => {
    const words = wordStep(step([], { refused: 1 }, 3));
    assert.equal(words.answered, '0 % of 4 answered');
    assert.equal(words.failures, '3 shed, 1 refused');
    assert.deepEqual(words.percentiles, ['p50 ∞', 'p99 ∞', 'max ∞']);
  });
});
