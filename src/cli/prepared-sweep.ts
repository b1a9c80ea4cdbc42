import type { Plan } from '../model/plan.ts';
import type { Machine, Run } from '../model/run.ts';
import type { Target } from '../model/target.ts';

/** A sweep of which everything is decided and nothing started or written. */
export interface PreparedSweep {
  readonly plan: Plan;
  /** In the order of the plan's targets, with the request of their contract. */
  readonly targets: readonly Target[];
  readonly machine: Machine;
  /** Absolute; exists only where a run is gone on with. */
  readonly runFolder: string;
  /** The run that is gone on with, or null. */
  readonly resumed: Run | null;
  /** About how long it takes once the targets are built. */
  readonly expectedMs: number;
  /** The arguments that repeat this sweep, its seed included. */
  readonly command: readonly string[];
}
