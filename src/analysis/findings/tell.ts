/** Every finding of an analysis: the closed lists, and all that they say, the worst first. */
import type { Warning } from '../../model/analysis.ts';
import type { Comparison } from '../../model/comparison.ts';
import { comparisonFindings, togetherFindings } from './comparison.ts';
import type { TargetEvidence } from './evidence.ts';
import { type Told, tellAll } from './finding.ts';
import { listed } from './phrases.ts';
import { type RunEvidence, runFindings } from './run.ts';
import { sampleFindings } from './samples.ts';
import { serverFindings, targetFindings } from './target.ts';
import { trustFindings } from './trust.ts';

/** The lists about one target, in the order in which they are reported. */
const ofOneTarget = [targetFindings, trustFindings, serverFindings, sampleFindings] as const;

/** What every code is of. */
export type FindingCode = (
  | (typeof togetherFindings)[number]
  | (typeof runFindings)[number]
  | (typeof comparisonFindings)[number]
  | (typeof ofOneTarget)[number][number]
)['code'];

const rank = { bad: 0, doubt: 1, note: 2 } as const;

/** All warnings: the worst first, those about whole runs before those about one target. */
export function warningsOf(
  runs: readonly RunEvidence[],
  comparison: Comparison | null,
  targets: readonly TargetEvidence[],
): readonly Warning[] {
  const records = runs.map(({ run }) => run);
  const ofRuns = [
    ...tellAll(togetherFindings, records),
    ...ofEachRun(runs),
    ...(comparison === null ? [] : tellAll(comparisonFindings, { comparison, runs: records })),
  ];
  return [
    ...ofRuns.map((told) => ({ ...told, label: null })),
    ...targets.flatMap((evidence) =>
      ofOneTarget
        .flatMap((list) => tellAll(list, evidence))
        .map((told) => ({ ...told, label: evidence.record.label })),
    ),
  ].toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

/** What holds of each run, said once where it holds of all, else with the numbers of the runs. */
function ofEachRun(runs: readonly RunEvidence[]): readonly Told[] {
  const told = runs.flatMap((evidence, i) =>
    tellAll(runFindings, evidence).map((one) => ({ one, run: i + 1 })),
  );
  return [...Map.groupBy(told, ({ one }) => JSON.stringify(one)).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const numbers = [first, ...others].map(({ run }) => String(run));
    if (numbers.length === runs.length) return [first.one];
    const which = `${numbers.length === 1 ? 'Run' : 'Runs'} ${listed(numbers)}`;
    return [{ ...first.one, text: `${which}: ${first.one.text}` }];
  });
}
