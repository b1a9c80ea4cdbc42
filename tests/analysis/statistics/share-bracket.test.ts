import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { atLeast, atMost } from '../../../src/analysis/judging/binomial.ts';
import { shareBracket } from '../../../src/analysis/statistics/share-bracket.ts';
import { near } from './near.ts';

describe('the bracket of a share', () => {
  it('of trials that all succeeded reaches down to where that would happen every other time', () => {
    const { low, high, estimate } = shareBracket(1_000, 1_000);
    near(low, 0.5 ** (1 / 1_000), 1e-12);
    assert.deepEqual([estimate, high], [1, 1]);
    near(shareBracket(0, 1_000).high, 1 - 0.5 ** (1 / 1_000), 1e-12);
    assert.equal(shareBracket(0, 1_000).low, 0);
  });

  it('holds the share that was seen, and its ends are as likely to be exceeded as not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const k = Math.min(n - 1, Math.max(1, Math.round(n * share)));
          const { low, estimate, high } = shareBracket(k, n);
          assert.ok(low <= estimate && estimate <= high);
          near(atLeast(k, n, low), 0.5, 1e-6);
          near(atMost(k, n, high), 0.5, 1e-6);
        },
      ),
    );
  });
});
