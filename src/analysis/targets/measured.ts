/** The figures that a step and a column of several steps have in common. */
import type { StepAnalysis } from '../../model/analysis.ts';
import { byKey } from '../../model/figure.ts';
import type { Objective } from '../../model/objective.ts';
import type { Run, Step, TargetRecord } from '../../model/run.ts';
import { countedFigures, sampledFigures } from '../../model/step-figures.ts';
import { wordDoubt } from '../findings/doubts.ts';
import type { Judgement } from '../judging/judge-step.ts';
import { overSuccesses, percentilesOfInterest } from '../judging/percentiles.ts';
import { cellsOf } from './cells.ts';
import { timeSpentOf } from './time-spent.ts';

/** What all steps of an analysis are looked at with. */
export interface View {
  readonly run: Run;
  readonly objectives: readonly Objective[];
  readonly latencyEdgesUs: readonly number[];
}

export type JudgedFigures = Omit<StepAnalysis, 'label' | 'round' | 'purpose' | 'endedEarly' | 'slices'>;

/** Derives everything that can be derived from counts and histograms, given how the steps were judged. */
export function figuresOf(
  view: View,
  target: TargetRecord,
  ratePerSecond: number,
  judgement: Judgement,
): JudgedFigures {
  const { run, objectives } = view;
  const { observed, judged, stability, deciding, thin, verdicts } = judgement;
  const { steps, scheduled } = observed;
  return {
    ratePerSecond,
    ...byKey(countedFigures, (figure) => figure.read(observed)),
    ...stability,
    validity: judged.validity,
    doubts: judged.doubts.map(wordDoubt),
    serverLimited:
      judged.validity === 'valid' &&
      (!stability.stable || verdicts.some(({ verdict }) => verdict === 'fail')),
    beyondLink: steps.some((step) => isBeyondLink(run, target, step)),
    thin,
    overScheduled: deciding,
    overSuccesses: overSuccesses(observed, percentilesOfInterest(objectives), judged.lagIsServers),
    verdicts,
    cells: cellsOf(observed.latency, view.latencyEdgesUs, scheduled),
    timeSpent: timeSpentOf(observed),
    failures: failuresOf(steps, scheduled),
    ...byKey(sampledFigures, (figure) => figure.read(observed)),
  };
}

/** Loopback carries more than the host's link would: the offered answers would not have fitted through it. */
function isBeyondLink(run: Run, target: TargetRecord, step: Step): boolean {
  const link = run.host.size.bandwidthBitsPerSecond;
  if (link === null || run.host.limits.bandwidth.enforced) return false;
  const answers = sum(Object.values(step.statuses), (count) => count);
  const page = target.page === null ? 0 : target.page.bytes + target.page.headerBytes;
  const bytesPerAnswer = answers === 0 || step.bytes === null ? page : step.bytes / answers;
  return bytesPerAnswer * 8 * step.ratePerSecond > link;
}

function failuresOf(steps: readonly Step[], scheduled: number): JudgedFigures['failures'] {
  const counts = new Map<string, number>();
  for (const { failures, requests } of steps) {
    for (const [kind, count] of [...Object.entries(failures), ['shed', requests.shed] as const]) {
      if (count > 0) counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
  }
  // Only a damaged file has more of them than were scheduled, and a finding tells of it.
  return [...counts]
    .toSorted(([kindA, a], [kindB, b]) => b - a || (kindA < kindB ? -1 : 1))
    .map(([kind, count]) => ({ kind, count, share: Math.min(1, count / scheduled) }));
}

const sum = <T>(parts: readonly T[], figure: (part: T) => number) =>
  parts.reduce((before, part) => before + figure(part), 0);
