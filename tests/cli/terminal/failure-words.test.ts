import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wordFailures } from '../../../src/cli/terminal/failure-words.ts';
import { type LiveHeatmap, withStep } from '../../../src/cli/terminal/picture.ts';
import { step } from './steps.ts';

const empty: LiveHeatmap = new Map();

describe('what failed, in words', () => {
  it('names each kind, how often and from which rate, the one that came first before the others', () => {
    const picture = [
      step([1], { refused: 1_000 }, 0, 400),
      step([1], { 'timeout-answer': 2, refused: 500 }, 7, 200),
      step([1], { 'timeout-answer': 1 }, 0, 100),
      step([1], {}, 0, 10),
    ].reduce(withStep, empty);
    assert.deepEqual(wordFailures(picture), [
      '3 timeout-answer from 100/s on',
      '1,500 refused from 200/s on',
      '7 shed at 200/s',
    ]);
  });

  it('adds the rounds of a rate together', () => {
    const once = step([], { refused: 1 }, 0, 100);
    assert.deepEqual(wordFailures([once, once].reduce(withStep, empty)), ['2 refused at 100/s']);
  });

  it('is nothing where nothing failed', () => {
    assert.deepEqual(wordFailures(withStep(empty, step([1]))), []);
  });
});
