/** The figures that a step and a column of several steps have in common. */
import type { StepAnalysis } from '../model/analysis.ts';
import type { Objective } from '../model/objective.ts';
import type { Run, Step, TargetRecord } from '../model/run.ts';
import { cellsOf } from './cells.ts';
import { wordDoubt } from './findings/doubts.ts';
import type { Judgement } from './judge-step.ts';
import { total } from './observed.ts';
import { overSuccesses, percentilesOfInterest } from './percentiles.ts';
import { timeSpentOf } from './time-spent.ts';

/** What all steps of an analysis are looked at with. */
export interface View {
  readonly run: Run;
  readonly objectives: readonly Objective[];
  readonly latencyEdgesUs: readonly number[];
}

export type Figures = Omit<StepAnalysis, 'label' | 'round' | 'step' | 'slices'>;

/** Derives everything that can be derived from counts and histograms, given how the steps were judged. */
export function figuresOf(
  view: View,
  target: TargetRecord,
  ratePerSecond: number,
  judgement: Judgement,
): Figures {
  const { run, objectives } = view;
  const { observed, judged, stability, deciding, thin, verdicts } = judgement;
  const { steps, scheduled, succeeded } = observed;
  const windowSeconds = sum(steps, ({ durationMs }) => durationMs) / 1_000;
  const completed = sum(steps, ({ completedInWindow }) => completedInWindow);
  const elapsedMs = sum(steps, (step) => step.elapsedMs);
  const serverCpuMs = total(steps, ({ server }) => server.cpuMs);
  const generatorCpuMs = total(steps, ({ generator }) => generator.cpuMs);
  return {
    ratePerSecond,
    scheduled,
    offeredPerSecond: share(
      sum(steps, ({ requests }) => requests.scheduled),
      windowSeconds,
    ),
    achievedPerSecond: share(completed, windowSeconds),
    successRatio: share(succeeded, scheduled),
    goodputRatio: share(completed, scheduled),
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
    serverCpus: serverCpuMs === null ? null : share(serverCpuMs, elapsedMs),
    generatorCpus: generatorCpuMs === null ? null : share(generatorCpuMs, elapsedMs),
    serverCpuPerRequestUs: serverCpuMs === null || succeeded === 0 ? null : (serverCpuMs * 1_000) / succeeded,
    maxRssBytes: largest(steps.map(({ server }) => server.maxRssBytes)),
  };
}

/** Loopback carries more than the host's link would: the offered answers would not have fitted through it. */
function isBeyondLink(run: Run, target: TargetRecord, step: Step): boolean {
  const link = run.host.size.bandwidthBitsPerSecond;
  if (link === null || run.host.limits.bandwidth.enforced) return false;
  const answers = sum(Object.values(step.statuses), (count) => count);
  const page = target.page === null ? 0 : target.page.bytes + target.page.headerBytes;
  const bytesPerAnswer = answers === 0 ? page : step.bytes / answers;
  return bytesPerAnswer * 8 * step.ratePerSecond > link;
}

function failuresOf(steps: readonly Step[], scheduled: number): Figures['failures'] {
  const counts = new Map<string, number>();
  for (const { failures, requests } of steps) {
    for (const [kind, count] of [...Object.entries(failures), ['shed', requests.shed] as const]) {
      if (count > 0) counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
  }
  return [...counts]
    .toSorted(([kindA, a], [kindB, b]) => b - a || (kindA < kindB ? -1 : 1))
    .map(([kind, count]) => ({ kind, count, share: share(count, scheduled) }));
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

const sum = <T>(parts: readonly T[], figure: (part: T) => number) =>
  parts.reduce((before, part) => before + figure(part), 0);

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
