import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRight, search } from '../../simulated/search.ts';
import { kinds } from '../../simulated/servers.ts';

/** `npm run bench:search` makes a thousand of each. */
const RUNS = 40;

/** A whole one, and what `--time 10m` leaves of it where two targets have five rounds. */
const budgets = { 90: 0.9, 39: 0.75 } as const;

describe('the capacity search on simulated servers', () => {
  for (const [[seconds, answering], kind] of Object.entries(budgets).flatMap((budget) =>
    kinds.map((kind) => [budget, kind] as const),
  )) {
    it(`holds the truth in its interval, in ${seconds} s: ${kind}`, () => {
      const all = Array.from({ length: RUNS }, (_, i) =>
        search(kind, 400 * 1.07 ** i, i + 1, Number(seconds) * 1_000),
      );
      assert.ok(all.filter(isRight).length >= 0.9 * RUNS, `${all.filter(isRight).length} of ${RUNS}`);
      const isExpected = (answer: string) =>
        kind === 'never passes'
          ? answer === 'none'
          : kind === 'never fails'
            ? answer !== 'value'
            : answer === 'value';
      const answered = all.filter(({ found }) => isExpected(found.kind)).length;
      assert.ok(answered >= answering * RUNS, `${answered} of ${RUNS} answer so`);
    });
  }
});
