/** Looks at what one target's columns rest on, and at how far they reach. */
import type { Column } from '../model/analysis.ts';
import { columnsWhere, type Evidence, type TargetFinding } from './findings.ts';
import { highestTried } from './targets.ts';

/** Below this rate a machine sleeps between requests; from three times as much on it hardly does. */
const IDLE_RATE = 10;
const SLOWER = 1.25;
const DISAGREEMENT = 1.5;

/** Rounds that disagree, what was not reached, thin columns, and slowness at rest. */
export function sampleFindings(evidence: Evidence): readonly TargetFinding[] {
  return [...samples(evidence), ...idleSlowness(evidence.analysis.columns)];
}

function samples({ run, analysis }: Evidence): TargetFinding[] {
  const { columns, capacities } = analysis;
  const findings: TargetFinding[] = [];
  for (const { objective, interval } of capacities) {
    if (interval === null || interval[1] === 0 || interval[1] < interval[0] * DISAGREEMENT) continue;
    findings.push({ code: 'rounds-disagree', objective, lowest: interval[0], highest: interval[1] });
  }
  const tried = highestTried(columns);
  const objective = capacities.find(({ kind }) => kind === 'at-least')?.objective;
  if (objective !== undefined && tried !== null) {
    findings.push({ code: 'capacity-not-reached', objective, highestTried: tried });
  }
  const thin = columnsWhere(columns, (column) => column.thin);
  if (thin.length > 0) findings.push({ code: 'thin', rates: thin, minSamples: run.plan.minSamples });
  const notTried = columns.filter((column) => column.notTried !== null);
  if (run.interrupted === null && notTried[0] !== undefined) {
    findings.push({
      code: 'not-tried',
      rates: notTried.map(({ ratePerSecond }) => ratePerSecond),
      reason: notTried[0].notTried ?? '',
    });
  }
  return findings;
}

/** The slowest median at a very low rate, beside the fastest at a higher one. */
function idleSlowness(columns: readonly Column[]): TargetFinding[] {
  const medians = columns.flatMap(({ ratePerSecond, overScheduled }) => {
    const us = overScheduled.find(({ percentile }) => percentile === 50)?.us ?? null;
    return us === null || !Number.isFinite(us) ? [] : [{ rate: ratePerSecond, us }];
  });
  const slowest = medians.filter(({ rate }) => rate <= IDLE_RATE).toSorted((a, b) => b.us - a.us)[0];
  const fastest = medians.filter(({ rate }) => rate >= 3 * IDLE_RATE).toSorted((a, b) => a.us - b.us)[0];
  if (slowest === undefined || fastest === undefined || slowest.us < fastest.us * SLOWER) return [];
  return [
    {
      code: 'slow-when-idle',
      lowRate: slowest.rate,
      lowUs: slowest.us,
      rate: fastest.rate,
      us: fastest.us,
    },
  ];
}
