/** Looks for what there is to doubt in a run as a whole, and in several that are told together. */
import type { TargetAnalysis } from '../model/analysis.ts';
import type { Limits, Run } from '../model/run.ts';
import { columnsWhere, type Finding, type NotEnforced, type RunFinding } from './findings.ts';
import { differencesOf } from './run-differences.ts';

/** A run with what its targets came to. */
export interface AnalysedRun {
  readonly run: Run;
  readonly targets: readonly TargetAnalysis[];
}

/** Every finding about the runs: what holds of each, told once where it holds of all, and in what they differ. */
export function findingsOfRuns(analysed: readonly AnalysedRun[]): readonly Finding[] {
  const told = new Map<string, { readonly finding: RunFinding; readonly runs: number[] }>();
  for (const [i, { run, targets }] of analysed.entries()) {
    for (const finding of findingsOfRun(run, targets)) {
      const key = JSON.stringify(finding);
      const before = told.get(key);
      if (before === undefined) told.set(key, { finding, runs: [i + 1] });
      else before.runs.push(i + 1);
    }
  }
  const differences = differencesOf(analysed.map(({ run }) => run));
  return [
    ...(analysed.length < 2
      ? []
      : [
          {
            label: null,
            finding: { code: 'runs-apart', runs: analysed.length, differences },
            runs: null,
          } as const,
        ]),
    ...[...told.values()].map(
      ({ finding, runs }) =>
        ({ label: null, finding, runs: runs.length === analysed.length ? null : runs }) as const,
    ),
  ];
}

/** Every finding about one run, in the order of the list. */
function findingsOfRun(run: Run, targets: readonly TargetAnalysis[]): readonly RunFinding[] {
  const { plan, interrupted } = run;
  const { placement } = plan;
  const steps = run.targets.flatMap(({ rounds }) => rounds.flatMap((round) => round.steps));
  const limits = limitsNotEnforced(run);
  return [
    ...(interrupted === null ? [] : [{ code: 'interrupted', ...interrupted } as const]),
    ...(run.parts.length > 1 ? [{ code: 'resumed', parts: run.parts.length } as const] : []),
    ...(plan.verify || plan.targets.every(({ contract }) => contract === null)
      ? []
      : [{ code: 'unverified' } as const]),
    ...(run.parts.some(hasChanged) ? [{ code: 'database-changed' } as const] : []),
    ...(limits.length === 0 ? [] : [{ code: 'limits-not-enforced', limits } as const]),
    ...(placement.reducedTo === null
      ? []
      : [{ code: 'reduced-host', cpus: placement.reducedTo, of: plan.host.size.cpus } as const]),
    ...(placement.resolved === 'shared'
      ? [{ code: 'shared-placement', cpus: placement.serverCpus.length || plan.host.size.cpus } as const]
      : []),
    ...samples(run, targets),
    ...(steps.some((step) => 'server' in step && step.server.cpuMs === null)
      ? [{ code: 'not-sampled' } as const]
      : []),
  ];
}

function hasChanged({ database }: Run['parts'][number]): boolean {
  const after = database?.sha256After ?? null;
  return after !== null && after !== database?.sha256Before;
}

/** How much was measured. What `--quick` gives up on purpose is told in one go. */
function samples({ plan }: Run, targets: readonly TargetAnalysis[]): RunFinding[] {
  const { quick, rounds, minSamples } = plan;
  const ofTargets = targets.flatMap(({ columns }) => columnsWhere(columns, ({ thin }) => thin));
  const thin = [...new Set(ofTargets)].toSorted((a, b) => a - b);
  if (quick) return [{ code: 'quick-settings', rounds, targets: targets.length, thin, minSamples }];
  return [
    ...(rounds === 1 ? [{ code: 'one-round', targets: plan.targets.length } as const] : []),
    ...(thin.length === 0 ? [] : [{ code: 'thin', rates: thin, minSamples } as const]),
  ];
}

function limitsNotEnforced(run: Run): readonly NotEnforced[] {
  return (['cpu', 'memory', 'openFiles', 'bandwidth'] as const).flatMap((name) => {
    const { enforced, by, effective } = run.host.limits[name];
    const size = sizeOf(run, name);
    if (enforced || size === null) return [];
    return [{ name, by, isLess: effective !== null && effective < size }];
  });
}

function sizeOf(run: Run, name: keyof Limits): number | null {
  const { cpus, memoryBytes, openFiles, bandwidthBitsPerSecond } = run.host.size;
  return { cpu: cpus, memory: memoryBytes, openFiles, bandwidth: bandwidthBitsPerSecond }[name];
}
