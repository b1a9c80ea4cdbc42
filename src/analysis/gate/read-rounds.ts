/** What each round of a target gives for a gate's figure. A round is a fresh server, so it is analysed by itself. */
import type { Capacity, Column } from '../../model/analysis.ts';
import type { GateFigure } from '../../model/gate.ts';
import { measuredRounds } from '../../model/measured.ts';
import type { Objective } from '../../model/objective.ts';
import { formatRate, rateKey } from '../../model/rate.ts';
import type { Run, TargetRecord } from '../../model/run.ts';
import { halfRateOf } from '../../plan/fixed-rates.ts';
import { SPOILT } from '../../plan/search/next-trial.ts';
import { judgeSteps } from '../judging/judge-step.ts';
import { type Bracketed, toThreeDigits } from '../statistics/bracketed.ts';
import { shareBracket } from '../statistics/share-bracket.ts';
import { analyseTarget } from '../targets/analyse-target.ts';
import { bracketOf } from '../targets/capacity.ts';
import { columnAt } from '../targets/columns.ts';
import { INTERRUPTED } from '../targets/searched-capacity.ts';

/** Of what spoilt a round the figure may not be used, whatever it says. */
export type Spoilt = 'generator-limited' | 'host-limited';

export type RoundReading = { readonly round: number } & (
  | { readonly value: Bracketed }
  | { readonly spoilt: Spoilt }
  /** Why there is none, as half a sentence. */
  | { readonly lacks: string }
);

/** One round as if it had been the whole run. */
export interface RoundAlone {
  readonly round: number;
  readonly complete: boolean;
  /** Those that a search measures in every round, per second; empty without one. */
  readonly fixedRates: readonly number[];
  readonly halfRate: number | null;
  readonly target: ReturnType<typeof analyseTarget>;
}

/**
 * Every round in which something was measured, each analysed by itself.
 * @throws Error where a histogram cannot be decoded
 */
export function roundsAlone(
  run: Run,
  record: TargetRecord,
  objectives: readonly Objective[],
): readonly RoundAlone[] {
  const { rates } = run.plan;
  const halfRate = halfRateOf(run);
  const fixedRates = (run.fixedRates ?? []).map(({ ratePerSecond }) => ratePerSecond);
  return measuredRounds(record).map((round) => {
    const alone = { ...record, rounds: [round] };
    const seen = new Set(round.steps.map(({ ratePerSecond }) => rateKey(ratePerSecond)));
    return {
      round: round.round,
      complete: rates.every(({ ratePerSecond }) => seen.has(rateKey(ratePerSecond))),
      fixedRates,
      halfRate,
      target: analyseTarget(
        { run, objectives, latencyEdgesUs: [] },
        alone,
        judgeSteps(alone, run.plan, objectives),
      ),
    };
  });
}

/**
 * The figure of each round.
 * @param objective whose capacity it is, or at whose capacity it is read: which of the objectives, from 0
 */
export function readRounds(
  rounds: readonly RoundAlone[],
  figure: GateFigure,
  objective: number,
): readonly RoundReading[] {
  return rounds.map((alone) => ({ round: alone.round, ...readRound(alone, figure, objective) }));
}

type Read = { readonly value: Bracketed } | { readonly spoilt: Spoilt } | { readonly lacks: string };

function readRound(alone: RoundAlone, figure: GateFigure, objective: number): Read {
  const { target } = alone;
  if (figure.name === 'start') return sampled(target.startMs === null ? null : target.startMs * 1_000);
  if (figure.at === 'rest') return sampled(target.idleRssBytes);
  const capacity = target.capacities[objective];
  if (capacity === undefined) return { lacks: 'there is no such objective' };
  if (figure.name === 'capacity') return readCapacity(alone, capacity);
  const rate = rateOf(figure.at, alone, capacity);
  if (rate === null) {
    return {
      lacks: figure.at === 'capacity' ? 'no rate passed' : 'only a search goes to half the lowest capacity',
    };
  }
  const figures = figuresAt(target, rate);
  return figures === null ? { lacks: notThere(rate, alone) } : readColumn(figures, figure);
}

/** Per second; null: there is none. */
function rateOf(at: GateFigure['at'], { halfRate }: RoundAlone, capacity: Capacity): number | null {
  if (at === 'capacity') return capacity.searched?.passedPerSecond ?? capacity.ratePerSecond;
  return at === 'half capacity' ? halfRate : typeof at === 'number' ? at : null;
}

type Figures = Pick<
  Column,
  'maxRssBytes' | 'validity' | 'serverCpuPerRequestUs' | 'scheduled' | 'successRatio' | 'overScheduled'
>;

/** A rate is also known by what is printed of it. Where a search came to a fixed rate too, the step of its own counts. */
function figuresAt({ steps, columns }: RoundAlone['target'], rate: number): Figures | null {
  const printed = formatRate(rate);
  const at = columnAt({ columns }, rate)?.ratePerSecond;
  const isThere = ({ ratePerSecond }: { readonly ratePerSecond: number }) =>
    at === undefined ? formatRate(ratePerSecond) === printed : rateKey(ratePerSecond) === rateKey(at);
  const fixed = steps.findLast((step) => step.purpose === 'fixed' && isThere(step));
  return fixed ?? columns.find((column) => column.rounds > 0 && isThere(column)) ?? null;
}

function notThere(rate: number, { fixedRates }: RoundAlone): string {
  const nothing = `nothing was measured at ${formatRate(rate)}/s`;
  const there = fixedRates.map((one) => `${formatRate(one)}/s`).join(' and ');
  return there === '' ? nothing : `${nothing}; every round has ${there}`;
}

function readCapacity({ complete, target }: RoundAlone, capacity: Capacity): Read {
  const { kind, ratePerSecond, failedAtPerSecond, searched } = capacity;
  const unfinished = searched === undefined ? !complete : searched.ended === INTERRUPTED;
  if (unfinished) return { lacks: 'the sweep ended before the round was complete' };
  const isUnknown = kind === 'cannot-tell' || (kind === 'none' && failedAtPerSecond === null);
  // What was spoilt above the highest pass would have bounded it: as open as that the round says nothing.
  const spoiltAbove = kind === 'at-least' ? spoiltIn(target, ratePerSecond ?? 0) : null;
  if (spoiltAbove !== null) return { spoilt: spoiltAbove };
  if (!isUnknown) return { value: bracketOf(capacity) };
  if (
    searched !== undefined &&
    searched.ended !== SPOILT &&
    trialsOf(target).some(({ validity }) => validity === 'valid')
  )
    return { lacks: 'the search did not end with a rate that passed' };
  const spoilt = spoiltIn(target, 0);
  return spoilt === null ? { lacks: 'no rate passed and none surely failed' } : { spoilt };
}

/** The steps that looked for the capacity; in a grid all of them do. */
const trialsOf = ({ steps }: RoundAlone['target']) => steps.filter(({ purpose }) => purpose !== 'fixed');

/** By what a step above a rate was spoilt last; null: none was. */
function spoiltIn(target: RoundAlone['target'], abovePerSecond: number): Spoilt | null {
  const doubts = trialsOf(target)
    .filter(({ ratePerSecond }) => ratePerSecond > abovePerSecond)
    .map(({ validity }) => validity)
    .filter((validity) => validity === 'generator-limited' || validity === 'host-limited');
  return doubts.at(-1) ?? null;
}

function readColumn(column: Figures, { name, percentile }: GateFigure): Read {
  // A late generator takes nothing from a server's memory.
  if (name === 'memory') return sampled(column.maxRssBytes);
  if (column.validity === 'unattested') return { lacks: 'the load engine does not say how late it was' };
  if (column.validity !== 'valid') return { spoilt: column.validity };
  if (name === 'cpu') return sampled(column.serverCpuPerRequestUs);
  if (name === 'success') {
    const { scheduled, successRatio } = column;
    return { value: shareBracket(Math.round(successRatio * scheduled), scheduled) };
  }
  const latency = column.overScheduled.find((one) => one.percentile === percentile);
  if (latency === undefined || latency.us === null) return { lacks: 'it is not known' };
  if (!latency.enoughSamples) return { lacks: `${latency.samples} requests are too few for it` };
  return latency.trusted ? { value: toThreeDigits(latency.us) } : { spoilt: 'generator-limited' };
}

const sampled = (value: number | null): Read =>
  value === null ? { lacks: 'this machine does not say' } : { value: toThreeDigits(value) };
