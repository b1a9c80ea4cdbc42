/** Looks for what there is to doubt in a comparison: ratios that cannot be given, and those between unequals. */
import type { ComparedTarget, Comparison, Ratio } from '../model/comparison.ts';
import type { Run } from '../model/run.ts';
import { usesSeveralCpus } from './comparison/cpu-use.ts';
import type { RunFinding } from './findings.ts';

/** Every finding about the comparison of the targets of these runs. */
export function findingsOfComparison(
  comparison: Comparison | null,
  runs: readonly Run[],
): readonly RunFinding[] {
  if (comparison === null) return [];
  const alone = comparison.targets.filter(
    (target) => target.rounds < 2 && !isSaidOfItsRun(runOf(target, runs), runs),
  );
  const uneven = ratiosOf(comparison).some(({ unevenCpus }) => unevenCpus);
  const labels = (several: boolean) =>
    comparison.targets
      .filter(({ mostCpus }) => usesSeveralCpus(mostCpus) === several)
      .map(({ label }) => label);
  return [
    ...(alone.length === 0 ? [] : [{ code: 'no-ratio', labels: alone.map(({ label }) => label) } as const]),
    ...(uneven ? [{ code: 'uneven-cpus', one: labels(false), several: labels(true) } as const] : []),
  ];
}

/** Of a run that was planned with one round and several targets, its own finding says that there is no ratio. */
function isSaidOfItsRun(run: Run | undefined, runs: readonly Run[]): boolean {
  return runs.length === 1 && run?.plan.rounds === 1;
}

const runOf = ({ label }: ComparedTarget, runs: readonly Run[]) =>
  runs.find(({ targets }) => targets.some((target) => target.label === label));

function ratiosOf({ targets, differences }: Comparison): readonly Ratio[] {
  return [
    ...targets.flatMap(({ capacities, figures }) =>
      [...capacities, ...Object.values(figures)].map(({ toBest }) => toBest),
    ),
    ...differences.flatMap(({ capacities, rates }) => [
      ...capacities,
      ...rates.flatMap(({ p50, p99, goodput }) => [p50, p99, goodput]),
    ]),
  ].filter((ratio) => ratio !== null);
}
