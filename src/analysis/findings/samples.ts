/** How far one target's columns reach, and what they leave open. */
import type { StepAnalysis } from '../../model/analysis.ts';
import { formatUs } from '../../model/duration.ts';
import { formatRate, rateKey } from '../../model/rate.ts';
import { NO_TIME_LEFT } from '../../plan/search/next-trial.ts';
import { columnsWhere, ofTarget, ofTargetEach, type TargetEvidence } from './evidence.ts';
import { listed, type Rates, ratesText, sentence, times, when, whole } from './phrases.ts';

/** Below this rate a machine sleeps between requests; from three times as much on it hardly does. */
const IDLE_RATE = 10;
const SLOWER = 1.25;
const DISAGREEMENT = 1.5;

export const sampleFindings = [
  ofTargetEach({
    code: 'rounds-disagree',
    severity: 'doubt',
    find: ({ analysis }) =>
      analysis.capacities.flatMap(({ objective, rounds }) => {
        const telling = rounds.filter(({ kind }) => kind !== 'cannot-tell');
        const rates = telling.map(({ ratePerSecond }) => ratePerSecond ?? 0);
        const [lowest, highest] = [Math.min(...rates), Math.max(...rates)];
        return telling.length < 2 || highest === 0 || highest < lowest * DISAGREEMENT
          ? []
          : [{ objective, lowest, highest }];
      }),
    say: ({ objective, lowest, highest }) => ({
      text: `The rounds disagree on the capacity for ${objective}: from ${lowest === 0 ? 'none' : `${formatRate(lowest)}/s`} to ${formatRate(highest)}/s.`,
      advice: 'Sweep with more rounds, and look for what else the machine was doing.',
    }),
  }),
  ofTargetEach({
    code: 'capacity-not-reached',
    severity: 'note',
    find: (evidence) => openCapacities(evidence).filter(({ rate, highest }) => rate === highest),
    say: ({ objectives, highest, outOfTime }) => ({
      text: `No rate up to ${formatRate(highest)}/s surely failed ${listed(objectives)}${when(outOfTime, ', and then no time was left')}: the capacity is at least what is given.`,
      advice: outOfTime
        ? 'Give it more --time, or begin --rates closer to the capacity.'
        : 'Raise the end of --rates.',
    }),
  }),
  ofTargetEach({
    code: 'capacity-open',
    severity: 'doubt',
    find: (evidence) =>
      openCapacities(evidence).flatMap(({ rate, ...open }) =>
        rate === null || rate === open.highest ? [] : [{ rate, ...open }],
      ),
    say: ({ objectives, rate, highest, undecided }) => ({
      text: `Above ${formatRate(rate)}/s no rate could be decided for ${listed(objectives)}, up to ${formatRate(highest)}/s${reasonsText(undecided)}. The capacity may be just above the value given, or far.`,
      advice: undecidedAdvice(undecided),
    }),
  }),
  ofTargetEach({
    code: 'capacity-unknown',
    severity: 'doubt',
    find: (evidence) => openCapacities(evidence).filter(({ rate }) => rate === null),
    say: ({ objectives, tried, undecided }) => ({
      text: `Nothing is known of the capacity for ${listed(objectives)}: of ${times(tried, 'rate')}, none surely passed and none surely failed${reasonsText(undecided)}.`,
      advice: undecidedAdvice(undecided),
    }),
  }),
  ofTargetEach({
    code: 'search-cannot-tell',
    severity: 'doubt',
    find: ({ analysis }) =>
      analysis.capacities.flatMap(({ kind, objective, searched }) =>
        kind === 'cannot-tell' && searched !== undefined
          ? [{ objective, ended: searched.ended, passed: searched.passedPerSecond }]
          : [],
      ),
    say: ({ objective, ended, passed }) => ({
      text: `The search cannot tell the capacity for ${objective}${when(ended !== null, `: ${ended}`)}${when(passed !== null, `; the highest rate that passed is ${formatRate(passed ?? 0)}/s`)}.`,
      advice: 'Measure again where nothing else runs.',
    }),
  }),
  ofTarget({
    code: 'not-tried',
    severity: 'note',
    find: ({ run, analysis }) => {
      const left = analysis.columns.filter(({ notTried }) => notTried !== null);
      const reason = left[0]?.notTried ?? null;
      // Of an interrupted sweep the interruption says it all.
      if (run.interrupted !== null || reason === null) return null;
      return { rates: left.map(({ ratePerSecond }) => ratePerSecond), reason };
    },
    say: ({ rates, reason }) => ({
      text: sentence(`${ratesText(rates)} not tried: ${reason}`),
      advice: '--no-early-stop measures them all the same.',
    }),
  }),
  ofTarget({
    code: 'slow-when-idle',
    severity: 'note',
    find: ({ analysis }) => {
      const medians = analysis.columns.flatMap(({ ratePerSecond: rate, validity, overScheduled }) => {
        const median = overScheduled.find(({ percentile }) => percentile === 50);
        const us = median?.us ?? Number.POSITIVE_INFINITY;
        const isSure = validity === 'valid' && median?.trusted === true && median.enoughSamples;
        return isSure && Number.isFinite(us) ? [{ rate, us }] : [];
      });
      const slow = medians.filter(({ rate }) => rate <= IDLE_RATE).toSorted((a, b) => b.us - a.us)[0];
      const fast = medians.filter(({ rate }) => rate >= 3 * IDLE_RATE).toSorted((a, b) => a.us - b.us)[0];
      return slow === undefined || fast === undefined || slow.us < fast.us * SLOWER ? null : { slow, fast };
    },
    say: ({ slow, fast }) => ({
      text: `At ${formatRate(slow.rate)}/s half of the requests took more than ${formatUs(slow.us)}, at ${formatRate(fast.rate)}/s only ${formatUs(fast.us)}. A machine with nothing to do lets its CPUs sleep: that is neither the framework nor the load.`,
      advice: 'Judge a server’s speed at some 100/s, not at 1/s.',
    }),
  }),
] as const;

/** How many rates could not be decided, by the first reason that holds. */
interface Undecided {
  readonly thin: number;
  /** The generator or the machine was the limit. */
  readonly disturbed: number;
  /** Enough requests, but too close to the bound. */
  readonly close: number;
}

interface OpenCapacity {
  readonly objectives: readonly string[];
  /** The highest rate that surely passed; null: none did. */
  readonly rate: number | null;
  /** The highest rate that was tried. */
  readonly highest: number;
  /** How many rates were tried. */
  readonly tried: number;
  /** The rates above the capacity. */
  readonly undecided: Undecided;
  /** It was searched, and the time was over before a rate failed. */
  readonly outOfTime: boolean;
}

/** Objectives that no rate surely failed, those of the same capacity together. */
function openCapacities({ analysis }: TargetEvidence): readonly OpenCapacity[] {
  const tried = columnsWhere(analysis.columns, () => true);
  const highest = tried.at(-1);
  if (highest === undefined) return [];
  const open = analysis.capacities.filter(
    // What a search does not know it says otherwise.
    ({ kind, failedAtPerSecond, searched }) =>
      failedAtPerSecond === null && (searched === undefined || kind === 'at-least'),
  );
  return [...Map.groupBy(open, ({ ratePerSecond }) => ratePerSecond)].map(([rate, alike]) => {
    const objectives = alike.map(({ objective }) => objective);
    const above = tried.filter((one) => one > (rate ?? 0));
    const undecided = reasonsUndecided(analysis.steps, above, objectives);
    const outOfTime = alike.some(({ searched }) => searched?.ended === NO_TIME_LEFT);
    return { objectives, rate, highest, tried: tried.length, undecided, outOfTime };
  });
}

/** From the steps, because a capacity is found in single rounds, and not in all of them together. */
function reasonsUndecided(
  steps: readonly StepAnalysis[],
  rates: Rates,
  objectives: readonly string[],
): Undecided {
  const isOpen = ({ verdicts }: StepAnalysis) =>
    verdicts.some(({ objective, verdict }) => objectives.includes(objective) && verdict === 'undecided');
  const counts = { thin: 0, disturbed: 0, close: 0 };
  for (const rate of rates) {
    const ofRate = steps.filter((step) => rateKey(step.ratePerSecond) === rateKey(rate) && isOpen(step));
    if (ofRate.length === 0) continue;
    const isThin = ofRate.every(({ thin }) => thin);
    counts[isThin ? 'thin' : ofRate.some(({ validity }) => validity !== 'valid') ? 'disturbed' : 'close']++;
  }
  return counts;
}

function reasonsText({ thin, disturbed, close }: Undecided): string {
  const parts = [
    when(thin > 0, `too few requests: ${whole(thin)}`),
    when(disturbed > 0, `disturbed by the generator or the machine: ${whole(disturbed)}`),
    when(close > 0, `too close to call: ${whole(close)}`),
  ].filter(Boolean);
  return when(parts.length > 0, ` (${parts.join('; ')})`);
}

const undecidedAdvice = ({ thin, disturbed }: Undecided) =>
  disturbed > 0
    ? 'Measure again where nothing else runs.'
    : `Measure again with a longer --duration${when(thin === 0, ' or more --rounds')}.`;
