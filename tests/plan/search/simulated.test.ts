import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRight, search } from '../../simulated/search.ts';
import { kinds } from '../../simulated/servers.ts';

/** `npm run bench:search` makes a thousand of each. */
const RUNS = 40;
const expected = { 'never passes': 'none', 'never fails': 'cannot-tell' } as const;

describe('the capacity search on simulated servers', () => {
  for (const kind of kinds) {
    it(`holds the truth in its interval: ${kind}`, () => {
      const all = Array.from({ length: RUNS }, (_, i) => search(kind, 400 * 1.07 ** i, i + 1));
      assert.ok(all.filter(isRight).length >= 0.9 * RUNS, `${all.filter(isRight).length} of ${RUNS}`);
      const answer = kind === 'never passes' || kind === 'never fails' ? expected[kind] : 'value';
      const answered = all.filter(({ found }) => found.kind === answer).length;
      assert.ok(answered >= 0.9 * RUNS, `${answered} of ${RUNS} are ${answer}`);
    });
  }
});
