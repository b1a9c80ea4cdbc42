/** All steps as a table for spreadsheets and scripts: one row a step, raw numbers, units in the heads. */
import type { Analysis, Percentile, StepAnalysis } from '../model/analysis.ts';
import { escapeCsv } from './escape.ts';
import { percentileName } from './figures.ts';

type Field = string | number | boolean | null;

/**
 * CSV after RFC 4180, in UTF-8 without a byte order mark. An empty field means "not available"; an infinite latency,
 * whose rank falls among the failures, is `Infinity`. Rates that were not tried have a row with only the reason.
 */
export function csvReport(analysis: Analysis): string {
  const percentiles = percentilesOf(analysis);
  const objectives = analysis.objectives.map(({ text }) => text);
  const rows: readonly (readonly Field[])[] = [
    head(percentiles, objectives),
    ...analysis.targets.flatMap((target) => [
      ...target.steps.map((step) => measuredRow(target.title, step, percentiles, objectives)),
      ...target.columns
        .filter(({ notTried }) => notTried !== null)
        .map(({ ratePerSecond, notTried }) =>
          notTriedRow(target, ratePerSecond, notTried, percentiles, objectives),
        ),
    ]),
  ];
  return rows.map((row) => `${row.map(escapeCsv).join(',')}\r\n`).join('');
}

function head(percentiles: readonly number[], objectives: readonly string[]): string[] {
  return [
    'label',
    'title',
    'round',
    'ratePerSecond',
    'scheduled',
    'offeredPerSecond',
    'achievedPerSecond',
    'successRatio',
    'goodputRatio',
    ...percentiles.map((percentile) => `${percentileName(percentile)}Us`),
    ...percentiles.map((percentile) => `${percentileName(percentile)}OfSuccessesUs`),
    'meanOfSuccessesUs',
    'loopUs',
    'connectingUs',
    'serverUs',
    ...objectives.map((objective) => `verdict ${objective}`),
    'validity',
    'stable',
    'thin',
    'beyondLink',
    'serverCpus',
    'generatorCpus',
    'serverCpuPerRequestUs',
    'maxRssBytes',
    'failures',
    'notTried',
  ];
}

function measuredRow(
  title: string,
  step: StepAnalysis,
  percentiles: readonly number[],
  objectives: readonly string[],
): Field[] {
  const latencies = (list: readonly Percentile[]) =>
    percentiles.map((percentile) => list.find((one) => one.percentile === percentile)?.us ?? null);
  return [
    step.label,
    title,
    step.round,
    step.ratePerSecond,
    step.scheduled,
    step.offeredPerSecond,
    step.achievedPerSecond,
    step.successRatio,
    step.goodputRatio,
    ...latencies(step.overScheduled),
    ...latencies(step.overSuccesses),
    step.timeSpent?.meanUs ?? null,
    step.timeSpent?.loopUs ?? null,
    step.timeSpent?.connectingUs ?? null,
    step.timeSpent?.serverUs ?? null,
    ...objectives.map((text) => step.verdicts.find(({ objective }) => objective === text)?.verdict ?? null),
    step.validity,
    step.stable,
    step.thin,
    step.beyondLink,
    step.serverCpus,
    step.generatorCpus,
    step.serverCpuPerRequestUs,
    step.maxRssBytes,
    step.failures.map(({ kind, count }) => `${kind}: ${count}`).join('; '),
    null,
  ];
}

function notTriedRow(
  { label, title }: { readonly label: string; readonly title: string },
  ratePerSecond: number,
  reason: string | null,
  percentiles: readonly number[],
  objectives: readonly string[],
): Field[] {
  const width = head(percentiles, objectives).length;
  const empty: null[] = Array.from({ length: width - 5 }, () => null);
  return [label, title, null, ratePerSecond, ...empty, reason];
}

function percentilesOf(analysis: Analysis): readonly number[] {
  const all = analysis.targets.flatMap(({ steps }) =>
    steps.flatMap(({ overScheduled }) => overScheduled.map(({ percentile }) => percentile)),
  );
  return [...new Set(all)].toSorted((a, b) => a - b);
}
