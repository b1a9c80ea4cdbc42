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

describe('the cause of a failed command', () => {
  const causes: readonly (readonly [what: string, lines: readonly string[], cause: string | null])[] = [
    ['nothing printed', [], null],
    ['no word of an error', ['compiling', 'stopped'], 'stopped'],
    [
      'a count of warnings at the end',
      ['src/a.ts(1,7): error TS2322: Type', '2 warnings'],
      'src/a.ts(1,7): error TS2322: Type',
    ],
    [
      'a count of no errors before',
      ['lint: 0 errors, 2 warnings', 'TypeError: x is not a function'],
      'TypeError: x is not a function',
    ],
    [
      'a warning that speaks of an error',
      ['warning: unused variable: `error`', 'error[E0425]: cannot find value'],
      'error[E0425]: cannot find value',
    ],
    [
      'a vague word long before',
      ['Failed to load an optional part', ...numbered('step', 40), '✘ [ERROR] Could not resolve "x"'],
      '✘ [ERROR] Could not resolve "x"',
    ],
    [
      'what npm says about a script',
      ['oh: it broke', 'npm error code 1', 'npm error Lifecycle script `build` failed with error:'],
      'oh: it broke',
    ],
    [
      'what npm says itself',
      ['npm error code EUSAGE', 'npm error', 'npm error `npm ci` can only install with a lockfile'],
      'npm error `npm ci` can only install with a lockfile',
    ],
    [
      'a panic',
      ["thread 'main' panicked at build.rs:3", 'note: run with RUST_BACKTRACE=1'],
      "thread 'main' panicked at build.rs:3",
    ],
  ];
  for (const [what, lines, cause] of causes) {
    it(`is told with ${what}`, () => {
      const excerpt = new Excerpt();
      for (const line of lines) excerpt.add(line);
      assert.equal(excerpt.cause(), cause);
    });
  }
});
