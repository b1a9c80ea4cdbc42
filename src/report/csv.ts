/** All steps as a table for spreadsheets and scripts: one row a step, raw numbers, named as in JSON. */
import type { Analysis, Percentile, StepAnalysis } from '../model/analysis.ts';
import { countedFigures, sampledFigures, timeSpentFigures } from '../model/step-figures.ts';
import { escapeCsv } from './escape.ts';
import { percentileName } from './figures.ts';

type Field = string | number | boolean | null;
type Head = readonly [name: string, field: (step: StepAnalysis) => Field];

/**
 * CSV after RFC 4180, in UTF-8 without a byte order mark. An empty field means "not available"; an infinite latency,
 * whose rank falls among the failures, is `Infinity`. Rates that were not tried have a row with only the reason.
 */
export function csvReport(analysis: Analysis): string {
  const heads = headsOf(analysis);
  const rows: readonly (readonly Field[])[] = [
    ['label', 'title', 'round', 'ratePerSecond', ...heads.map(([name]) => name), 'notTried'],
    ...analysis.targets.flatMap(({ label, title, steps, columns }) => [
      ...steps.map((step) => [
        label,
        title,
        step.round,
        step.ratePerSecond,
        ...heads.map(([, field]) => field(step)),
        null,
      ]),
      ...columns
        .filter(({ notTried }) => notTried !== null)
        .map(({ ratePerSecond, notTried }) => [
          label,
          title,
          null,
          ratePerSecond,
          ...heads.map(() => null),
          notTried,
        ]),
    ]),
  ];
  return rows.map((row) => `${row.map(escapeCsv).join(',')}\r\n`).join('');
}

function headsOf(analysis: Analysis): readonly Head[] {
  const steps = analysis.targets.flatMap((target) => target.steps);
  const percentiles = [
    ...new Set(steps.flatMap(({ overScheduled }) => overScheduled.map(({ percentile }) => percentile))),
  ].toSorted((a, b) => a - b);
  const latency = (list: readonly Percentile[], wanted: number) =>
    list.find(({ percentile }) => percentile === wanted)?.us ?? null;
  return [
    ...countedFigures.map(({ key }): Head => [key, (step) => step[key]]),
    ...percentiles.map((p): Head => [`${percentileName(p)}Us`, (step) => latency(step.overScheduled, p)]),
    ...percentiles.map(
      (p): Head => [`${percentileName(p)}OfSuccessesUs`, (step) => latency(step.overSuccesses, p)],
    ),
    ...timeSpentFigures.map(({ key }): Head => [key, ({ timeSpent }) => timeSpent?.[key] ?? null]),
    ...analysis.objectives.map(
      ({ text }): Head => [
        `verdict ${text}`,
        ({ verdicts }) => verdicts.find(({ objective }) => objective === text)?.verdict ?? null,
      ],
    ),
    ['purpose', ({ purpose }) => purpose],
    ['endedEarly', ({ endedEarly }) => endedEarly],
    ['validity', ({ validity }) => validity],
    ['stable', ({ stable }) => stable],
    ['thin', ({ thin }) => thin],
    ['beyondLink', ({ beyondLink }) => beyondLink],
    ...sampledFigures.map(({ key }): Head => [key, (step) => step[key]]),
    ['failures', ({ failures }) => failures.map(({ kind, count }) => `${kind}: ${count}`).join('; ')],
  ];
}
