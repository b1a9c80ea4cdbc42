/** Steps, each with what it was judged to be. */
import type { Plan } from '../model/plan.ts';
import { type Step, type TargetRecord, wasTried } from '../model/run.ts';
import { type Observed, observe } from './observed.ts';
import { type Stability, stabilityOf } from './stability.ts';
import { type Judged, judge } from './validity.ts';

/** One step with what it was judged to be. */
export interface JudgedStep {
  readonly round: number;
  readonly step: Step;
  readonly observed: Observed;
  readonly judged: Judged;
  readonly stability: Stability;
}

/** All steps of a target that were measured, in the order of measuring. */
export function judgeSteps(target: TargetRecord, plan: Plan): readonly JudgedStep[] {
  return target.rounds.flatMap(({ round, steps }) =>
    steps.filter(wasTried).map((step) => {
      const observed = observe(step);
      return {
        round,
        step,
        observed,
        judged: judge(observed, step, plan),
        stability: stabilityOf(step.slices),
      };
    }),
  );
}
