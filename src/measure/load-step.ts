/** A planned step as the generator is given it. */
import type { Plan, PlannedRate } from '../model/plan.ts';
import { stepSeed } from '../plan/size-steps.ts';
import type { LateLimit, LoadStep } from './seams.ts';

/**
 * @param round from 1; 0 for load that is not recorded
 * @param endAfterLate when the step is to be ended because it can only fail; null: never
 */
export function loadStep(
  plan: Plan,
  step: PlannedRate,
  round: number,
  endAfterLate: LateLimit | null = null,
): LoadStep {
  return {
    ...step,
    seed: stepSeed(plan.seed, round, step.ratePerSecond),
    arrivals: plan.arrivals,
    timeoutMs: plan.timeoutMs,
    ...(endAfterLate === null ? {} : { endAfterLate }),
    maxConnections: plan.maxConnections,
    ownCpus: plan.placement.resolved !== 'shared',
  };
}
