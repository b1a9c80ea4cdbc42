import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DueQueue } from '../../../src/measure/truth/due-queue.ts';

describe('what is due when', () => {
  it('comes out by its time, whatever the order it went in', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000)), (times) => {
        const queue = new DueQueue<number>();
        for (const time of times) queue.put(time, time);
        const out: number[] = [];
        for (let next = queue.take(1_000); next !== undefined; next = queue.take(1_000)) out.push(next);
        assert.deepEqual(
          out,
          times.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('does not come out early', () => {
    const queue = new DueQueue<string>();
    assert.equal(queue.nextUs, Number.POSITIVE_INFINITY);
    assert.equal(queue.take(1), undefined);
    queue.put(20, 'later');
    queue.put(10, 'sooner');
    assert.equal(queue.nextUs, 10);
    assert.equal(queue.take(9), undefined);
    assert.equal(queue.take(10), 'sooner');
    assert.equal(queue.take(19), undefined);
    queue.clear();
    assert.equal(queue.take(100), undefined);
  });
});
