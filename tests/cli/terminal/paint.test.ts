import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  colorLevel,
  createPaint,
  fitted,
  folded,
  padded,
  widthOf,
  wrapped,
} from '../../../src/cli/terminal/paint.ts';

describe('colours', () => {
  for (const [env, terminal, level] of [
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, true, 3],
    [{ TERM: 'xterm-256color' }, true, 2],
    [{ TERM: 'xterm' }, true, 1],
    [{ TERM: 'dumb' }, true, 0],
    [{ TERM: 'xterm-256color' }, false, 0],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, true, 0],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, true, 2],
    [{ TERM: 'xterm-256color', NO_COLOR: '1', FORCE_COLOR: '3' }, true, 0],
    [{ FORCE_COLOR: '3' }, false, 3],
    [{ TERM: 'xterm-256color', FORCE_COLOR: '0' }, true, 0],
  ] as const) {
    it(`are ${level} with ${JSON.stringify(env)}${terminal ? '' : ', where nobody watches'}`, () => {
      assert.equal(colorLevel(env, terminal), level);
    });
  }

  it('leave a text as it is where there are none', () => {
    const paint = createPaint(0);
    assert.equal(paint.bold(paint.bad(paint.on('#ffffff', '#000000', 'text'))), 'text');
  });
});

describe('text in columns', () => {
  it('counts what is seen', () => {
    assert.deepEqual(['abc', '日本', '👩‍💻', createPaint(3).bad('red'), ''].map(widthOf), [3, 4, 2, 3, 0]);
  });

  it('is cut between characters, with a sign', () => {
    assert.equal(fitted('abcdef', 6), 'abcdef');
    assert.equal(fitted('abcdefg', 6), 'abcde…');
    assert.equal(fitted('日本語', 4), '日…');
    assert.equal(fitted('👩‍💻👩‍💻👩‍💻', 4), '👩‍💻…');
    assert.equal(fitted('abc', 0), '');
  });

  it('is filled up', () => assert.equal(padded('日本', 6), '日本  '));

  it('is broken between words', () => {
    assert.deepEqual(wrapped('one two three unbreakable-word x', 9), [
      'one two',
      'three',
      'unbreakable-word',
      'x',
    ]);
    assert.deepEqual(wrapped('all of it', Number.POSITIVE_INFINITY), ['all of it']);
  });

  it('is folded so that what follows stands in, and left alone where it fits', () => {
    assert.deepEqual(folded('  doubtful: it is too long for this', 24), [
      '  doubtful: it is too',
      '    long for this',
    ]);
    assert.deepEqual(folded('    short', 24), ['    short']);
  });
});
