/** The one place where a step is judged, for the measuring loop and for the analysis alike. */
import type { Percentile, StepAnalysis } from '../../model/analysis.ts';
import { isServersOwn } from '../../model/failure.ts';
import type { StepOutcome } from '../../model/next-step.ts';
import type { Objective } from '../../model/objective.ts';
import type { Plan } from '../../model/plan.ts';
import { type RoundRecord, type Step, type TargetRecord, wasTried } from '../../model/run.ts';
import { type Observed, observe } from './observed.ts';
import { overScheduled, percentilesOfInterest } from './percentiles.ts';
import { type Stability, stabilityOf } from './stability.ts';
import { type Judged, judge } from './validity.ts';
import { type Decide, verdictOn } from './verdicts.ts';

/** What was observed, of one step or of several together, and what it was judged to be. */
export interface Judgement {
  readonly observed: Observed;
  readonly judged: Judged;
  readonly stability: Stability;
  /** Percentiles over everything scheduled: these decide. */
  readonly deciding: readonly Percentile[];
  /** Fewer requests than the plan's minimum. */
  readonly thin: boolean;
  /** One for each objective, in their order. */
  readonly verdicts: StepAnalysis['verdicts'];
}

export interface JudgedStep extends Judgement {
  readonly round: number;
  readonly step: Step;
}

/** The verdicts that follow from how what was observed is judged. */
export function conclude(
  observed: Observed,
  judged: Judged,
  stability: Stability,
  { minSamples }: Pick<Plan, 'minSamples'>,
  objectives: readonly Objective[],
  decide: Decide = 'surely',
): Judgement {
  const { scheduled, latency } = observed;
  const deciding = overScheduled(observed, percentilesOfInterest(objectives), judged.lagIsServers);
  const planned = observed.steps.reduce((sum, step) => sum + plannedOf(step), 0);
  const thin = scheduled > 0 && planned < minSamples;
  const grounds = {
    scheduled,
    latency,
    serversOwn: serversOwnFailures(observed.steps),
    isVoid: judged.isVoid,
    isValid: judged.validity === 'valid',
    thin,
    stable: stability.stable,
    trusted: (wanted: number) => deciding.some(({ percentile, trusted }) => percentile === wanted && trusted),
  };
  const verdicts = objectives.map((objective) => ({
    objective: objective.text,
    verdict: verdictOn(objective, grounds, decide),
  }));
  return { observed, judged, stability, deciding, thin, verdicts };
}

const serversOwnFailures = (steps: readonly Step[]): number =>
  steps
    .flatMap(({ failures }) => Object.entries(failures))
    .reduce((sum, [kind, count]) => sum + (isServersOwn(kind) ? (count ?? 0) : 0), 0);

/**
 * Judges one step.
 * @throws Error where a histogram of the step cannot be decoded
 */
export function judgeStep(
  step: Step,
  plan: Plan,
  objectives: readonly Objective[],
  decide: Decide = 'surely',
): Judgement {
  const observed = observe(step);
  return conclude(observed, judge(observed, step, plan), stabilityOf(step.slices), plan, objectives, decide);
}

/** All steps of a target that were measured, in the order of measuring. */
export function judgeSteps(
  target: TargetRecord,
  plan: Plan,
  objectives: readonly Objective[],
): readonly JudgedStep[] {
  return target.rounds.flatMap(({ round, steps }) =>
    steps.filter(wasTried).map((step) => ({ round, step, ...judgeStep(step, plan, objectives) })),
  );
}

/** A step as what is measured next depends on it. */
export function outcomeOf(step: Step, plan: Plan, serverDied: boolean): StepOutcome {
  const objective = step.objective ?? null;
  const decide = objective === null ? 'surely' : 'by-point';
  const { judged, stability, verdicts } = judgeStep(step, plan, plan.objectives, decide);
  const { scheduled } = step.requests;
  const cut = step.endedEarly !== undefined;
  return {
    ratePerSecond: step.ratePerSecond,
    serverIndex: step.serverIndex,
    scheduled: plannedOf(step),
    tookMs: step.restMs + step.elapsedMs,
    validity: judged.validity,
    stable: stability.stable,
    // A window that was cut ended at its worst moment: there only what was lost for good counts.
    goodputRatio: scheduled === 0 ? 0 : (cut ? step.requests.succeeded : step.completedInWindow) / scheduled,
    serverDied,
    verdicts: verdicts.map(({ verdict }) => verdict),
    objective,
  };
}

/** A step that was ended early has decided with fewer requests than it was to have. */
const plannedOf = ({ endedEarly, requests }: Step): number => endedEarly?.planned ?? requests.scheduled;

/** Whether a stored step was the last one of a server that died under it. */
export function endedServer({ servers, steps }: RoundRecord, step: Step): boolean {
  const last = steps.filter(wasTried).findLast(({ serverIndex }) => serverIndex === step.serverIndex);
  return last === step && (servers[step.serverIndex]?.exit?.atStep ?? null) !== null;
}
