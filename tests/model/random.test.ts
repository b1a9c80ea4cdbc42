import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../../src/model/random.ts';

const take = (random: Random, n: number): number[] => Array.from({ length: n }, () => random.uint32());

describe('seeded chance', () => {
  it('gives the same numbers from the same seeds', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat(), { maxLength: 4 }), (seeds) => {
        assert.deepEqual(take(new Random(...seeds), 20), take(new Random(...seeds), 20));
      }),
    );
  });

  it('tells seeds apart by value, by order, and beyond 32 bits', () => {
    const seedings = [[], [0], [1], [1, 2], [2, 1], [0, 0], [2 ** 32], [2 ** 32 + 1], [2 ** 40]];
    const firsts = seedings.map((seeds) => take(new Random(...seeds), 2).join());
    assert.equal(new Set(firsts).size, seedings.length);
  });

  it('shuffles into a permutation and leaves the list as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (members, seed) => {
        const before = [...members];
        const order = new Random(seed).shuffled(members);
        assert.deepEqual(members, before);
        assert.deepEqual(
          order.toSorted((a, b) => a - b),
          before.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('gives every order of three about equally often', () => {
    const random = new Random(3);
    const seen = new Map<string, number>();
    for (let i = 0; i < 6_000; i++) {
      const order = random.shuffled(['a', 'b', 'c']).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    assert.equal(seen.size, 6);
    for (const [order, times] of seen)
      assert.ok(Math.abs(times - 1_000) < 130, `${order} came ${times} times`);
  });

  it('stays inside its bounds', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const random = new Random(seed);
        for (let i = 0; i < 20; i++) {
          const whole = random.below(bound);
          assert.ok(Number.isInteger(whole) && whole >= 0 && whole < bound);
          const share = random.between0And1();
          assert.ok(share > 0 && share < 1);
        }
      }),
    );
  });
});
