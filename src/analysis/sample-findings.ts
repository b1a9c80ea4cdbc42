/** Looks at how far one target's columns reach, and at what they leave open. */
import type { Column, StepAnalysis } from '../model/analysis.ts';
import { columnsWhere, type Evidence, type TargetFinding, type Undecided } from './findings.ts';
import { highestTried } from './targets.ts';

/** Below this rate a machine sleeps between requests; from three times as much on it hardly does. */
const IDLE_RATE = 10;
const SLOWER = 1.25;
const DISAGREEMENT = 1.5;

/** Rounds that disagree, capacities that are open or unknown, rates that were not tried, and slowness at rest. */
export function sampleFindings(evidence: Evidence): readonly TargetFinding[] {
  const { columns } = evidence.analysis;
  return [
    ...disagreements(evidence),
    ...openCapacities(evidence),
    ...notTried(evidence),
    ...idleSlowness(columns),
  ];
}

function disagreements({ analysis }: Evidence): TargetFinding[] {
  return analysis.capacities.flatMap(({ objective, interval }): TargetFinding[] => {
    if (interval === null || interval[1] === 0 || interval[1] < interval[0] * DISAGREEMENT) return [];
    return [{ code: 'rounds-disagree', objective, lowest: interval[0], highest: interval[1] }];
  });
}

/** Objectives that no rate surely failed, those of the same kind and rate together. */
function openCapacities({ analysis: { columns, steps, capacities } }: Evidence): TargetFinding[] {
  const tried = columnsWhere(columns, () => true);
  const highest = highestTried(columns);
  const open = capacities.filter(({ failedAtPerSecond }) => failedAtPerSecond === null);
  if (highest === null) return [];
  return [...new Set(open.map(({ ratePerSecond }) => ratePerSecond))].map((rate): TargetFinding => {
    const objectives = open
      .filter(({ ratePerSecond }) => ratePerSecond === rate)
      .map(({ objective }) => objective);
    if (rate === null) {
      const undecided = reasonsUndecided(steps, tried, objectives);
      return { code: 'capacity-unknown', objectives, tried: tried.length, undecided };
    }
    if (rate === highest) return { code: 'capacity-not-reached', objectives, highestTried: highest };
    const above = tried.filter((one) => one > rate);
    const undecided = reasonsUndecided(steps, above, objectives);
    return { code: 'capacity-open', objectives, ratePerSecond: rate, highestTried: highest, undecided };
  });
}

/** From the steps, for it is in single rounds that a capacity is found, and not in all of them together. */
function reasonsUndecided(
  steps: readonly StepAnalysis[],
  rates: readonly number[],
  objectives: readonly string[],
): Undecided {
  const isOpen = ({ verdicts }: StepAnalysis) =>
    verdicts.some(({ objective, verdict }) => objectives.includes(objective) && verdict === 'undecided');
  const counts = { thin: 0, disturbed: 0, close: 0 };
  for (const rate of rates) {
    const ofRate = steps.filter((step) => step.ratePerSecond === rate && isOpen(step));
    if (ofRate.length === 0) continue;
    const isThin = ofRate.every(({ thin }) => thin);
    counts[isThin ? 'thin' : ofRate.some(({ validity }) => validity !== 'valid') ? 'disturbed' : 'close']++;
  }
  return counts;
}

/** Rates that were left out. Of an interrupted sweep the interruption says it all. */
function notTried({ run, analysis }: Evidence): TargetFinding[] {
  const left = analysis.columns.filter((column) => column.notTried !== null);
  const reason = left[0]?.notTried ?? null;
  if (run.interrupted !== null || reason === null) return [];
  return [{ code: 'not-tried', rates: left.map(({ ratePerSecond }) => ratePerSecond), reason }];
}

/** The slowest median at a very low rate, beside the fastest at a higher one, where both are to be believed. */
function idleSlowness(columns: readonly Column[]): TargetFinding[] {
  const medians = columns.flatMap(({ ratePerSecond, validity, overScheduled }) => {
    const median = overScheduled.find(({ percentile }) => percentile === 50);
    const us = median?.us ?? Number.POSITIVE_INFINITY;
    const isSure = validity === 'valid' && median?.trusted === true && median.enoughSamples;
    return isSure && Number.isFinite(us) ? [{ rate: ratePerSecond, us }] : [];
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
