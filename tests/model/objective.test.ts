import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseObjective } from '../../src/model/objective.ts';

describe('an objective', () => {
  for (const [text, percentile, latencyUs] of [
    ['p99<500ms', 99, 500_000],
    ['p 99.9 < 1s', 99.9, 1_000_000],
    ['p50<0.5ms', 50, 500],
    ['p1<2m', 1, 120_000_000],
  ] as const) {
    it(`${JSON.stringify(text)} is read`, () =>
      assert.deepEqual(parseObjective(text), { text: text.replaceAll(' ', ''), percentile, latencyUs }));
  }

  for (const text of [
    '',
    'p99',
    'p99<',
    'p99<500',
    'p99<=500ms',
    'p99>500ms',
    '99<500ms',
    'p0<1s',
    'p100<1s',
  ]) {
    it(`${JSON.stringify(text)} is refused`, () => assert.equal(parseObjective(text), null));
  }

  it('with a bound of nothing is refused', () => assert.equal(parseObjective('p99<0ms'), null));
});
