import type { Block, Plan } from '../model/plan.ts';
import { Random } from '../model/random.ts';

/**
 * Who is measured when. Every round has one block for each target, in an order of its own; within a round, all
 * blocks go through the rates in the same order, so that no target gets the kinder one.
 * @param rates how many there are, in ascending order
 */
export function orderBlocks(
  labels: readonly string[],
  rates: number,
  { seed, rounds, order }: Pick<Plan, 'seed' | 'rounds' | 'order'>,
): Block[] {
  const ascending = Array.from({ length: rates }, (_, index) => index);
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) => {
    const indices = orderRates(ascending, order, new Random(seed, round, 1));
    return new Random(seed, round, 0)
      .shuffled(labels)
      .map((label, orderIndex) => ({ round, orderIndex, label, order: indices }));
  });
}

function orderRates(rates: readonly number[], order: Plan['order'], random: Random): readonly number[] {
  switch (order) {
    case 'up':
      return rates;
    case 'down':
      return rates.toReversed();
    case 'shuffled':
      return random.shuffled(rates);
  }
}
