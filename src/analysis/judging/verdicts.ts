/** Did a step meet an objective? Decided by one-sided 95 % bounds, so that few samples decide nothing. */
import type { Verdict } from '../../model/analysis.ts';
import type { Histogram } from '../../model/histogram.ts';
import type { Objective } from '../../model/objective.ts';
import { atLeast, atMost } from './binomial.ts';

const DOUBT = 0.05;

/** What a verdict rests on besides the latencies. */
export interface Grounds {
  readonly scheduled: number;
  readonly latency: Histogram;
  readonly isVoid: boolean;
  readonly isValid: boolean;
  readonly thin: boolean;
  readonly stable: boolean;
  /** Our own lateness does not reach the objective's percentile. */
  readonly trusted: boolean;
}

/**
 * Pass: at least the asked share of everything scheduled was surely answered within the bound. Fail: surely not, or
 * the backlog grew. A pass holds even where the generator or the machine were at fault, for lateness only
 * lengthens latency; a fail does not.
 */
export function verdictOn(objective: Objective, grounds: Grounds): Verdict {
  if (grounds.isVoid || grounds.thin || grounds.scheduled === 0) return 'undecided';
  if (!grounds.stable) return grounds.isValid ? 'fail' : 'undecided';
  const share = objective.percentile / 100;
  const within = grounds.latency.countBelow(objective.latencyUs);
  if (atLeast(within, grounds.scheduled, share) <= DOUBT) return 'pass';
  const failed = atMost(within, grounds.scheduled, share) <= DOUBT;
  return failed && grounds.isValid && grounds.trusted ? 'fail' : 'undecided';
}
