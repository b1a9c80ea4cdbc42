import type { Plan } from '../model/plan.ts';
import type { Machine, Run } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { Machines } from './reach-machines.ts';

/** What measures a run's targets again. */
export type Asked = '--resume' | 'bench check';

/** A sweep that is asked for. */
export interface AskedSweep {
  readonly host: Plan['host'];
  readonly decide: (machines: Machines) => DecidedSweep;
}

/** A sweep of which everything is decided and nothing started or written. */
export interface DecidedSweep {
  readonly plan: Plan;
  /** In the order of the plan's targets, with the request of their contract. */
  readonly targets: readonly Target[];
  readonly machine: Machine;
  /** Absolute; exists only where a run is resumed. */
  readonly runFolder: string;
  /** The run that is resumed, or null. */
  readonly resumed: Run | null;
  /** The run whose targets these have to be, unchanged, and how messages name what asks for that; or null. */
  readonly sameAs: { readonly run: Run; readonly asked: Asked } | null;
  /** About how long it takes once the targets are built. */
  readonly expectedMs: number;
  /** The arguments that repeat this sweep, its seed included. */
  readonly command: readonly string[];
}
