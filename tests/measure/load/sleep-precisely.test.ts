import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { awakeningUs } from '../../../src/measure/load/sleep-precisely.ts';

describe('when to wake up on the way to a moment', () => {
  it('is the moment itself, where it is near', () => {
    assert.equal(awakeningUs(1_000, 1_200), 1_200);
    assert.equal(awakeningUs(0, 3_000), 3_000);
  });

  it('is a little before it, where it is far', () => {
    assert.equal(awakeningUs(0, 10_000), 9_700);
  });

  it('leads there in two sleeps at most, and never past it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 1, max: 6e7, noNaN: true }),
        (at, gap) => {
          const moment = at + gap;
          const first = awakeningUs(at, moment);
          assert.ok(first > at && first <= moment);
          assert.equal(awakeningUs(first, moment), moment);
        },
      ),
    );
  });
});
