/** Capacities by hand: of each round the highest rate that passed and the lowest that failed. */
import { capacityOverRounds } from '../../src/analysis/targets/capacity.ts';
import type { CapacityOverRounds } from '../../src/model/analysis.ts';

export type RoundCapacity = readonly [passed: number | null, failed: number | null];

export function capacityOver(rounds: readonly RoundCapacity[]): CapacityOverRounds {
  return capacityOverRounds(
    'p99<500ms',
    rounds.map(([ratePerSecond, failedAtPerSecond], i) => ({
      round: i + 1,
      objective: 'p99<500ms',
      kind: ratePerSecond === null ? 'none' : failedAtPerSecond === null ? 'at-least' : 'value',
      ratePerSecond,
      failedAtPerSecond,
    })),
  );
}
