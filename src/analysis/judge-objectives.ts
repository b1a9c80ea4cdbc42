/** The verdict on each objective, from what was observed and how it was judged. */
import type { Percentile, StepAnalysis } from '../model/analysis.ts';
import type { Objective } from '../model/objective.ts';
import type { Observed } from './observed.ts';
import type { Stability } from './stability.ts';
import type { Judged } from './validity.ts';
import { verdictOn } from './verdicts.ts';

export interface Evidence {
  readonly observed: Observed;
  readonly judged: Judged;
  readonly stability: Stability;
  /** Percentiles over everything scheduled, those of the objectives among them. */
  readonly deciding: readonly Percentile[];
  readonly thin: boolean;
}

/** One verdict for each objective, in their order. */
export function verdictsOf(
  objectives: readonly Objective[],
  { observed, judged, stability, deciding, thin }: Evidence,
): StepAnalysis['verdicts'] {
  return objectives.map((objective) => ({
    objective: objective.text,
    verdict: verdictOn(objective, {
      scheduled: observed.scheduled,
      latency: observed.latency,
      isVoid: judged.isVoid,
      isValid: judged.validity === 'valid',
      thin,
      stable: stability.stable,
      trusted: deciding.some(({ percentile, trusted }) => percentile === objective.percentile && trusted),
    }),
  }));
}
