import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Excerpt } from '../../../src/measure/server/excerpt.ts';

function excerptOf(lines: readonly string[]): readonly string[] {
  const excerpt = new Excerpt();
  for (const line of lines) excerpt.add(line);
  return excerpt.lines();
}

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word} ${i + 1}`);

describe('what is shown of a failed command’s output', () => {
  it('is all of it where that is short, in its order', () => {
    const short = ['compiling', 'error: no such module', '  at a.js', 'stopped'];
    assert.deepEqual(excerptOf(short), short);
    assert.deepEqual(excerptOf([]), []);
  });

  it('is the end, where nothing speaks of an error', () => {
    assert.deepEqual(excerptOf(numbered('line', 100)), numbered('line', 100).slice(-12));
  });

  it('is the first error with what stood around it, and the end', () => {
    const lines = [
      ...numbered('compiling', 50),
      'error: the cause',
      ...numbered('usage', 100),
      '',
      'the end',
    ];
    const excerpt = excerptOf(lines);
    assert.deepEqual(excerpt.slice(0, 4), ['compiling 49', 'compiling 50', 'error: the cause', 'usage 1']);
    assert.equal(excerpt[8], '…');
    assert.deepEqual(excerpt.slice(-2), ['usage 100', 'the end']);
    assert.equal(excerpt.length, 8 + 1 + 12);
  });
});
