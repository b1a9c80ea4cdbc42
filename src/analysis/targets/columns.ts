/** Steps, and the rounds of a target merged into one column a rate. */
import type { Column, StepAnalysis, TargetAnalysis } from '../../model/analysis.ts';
import { measuredSteps } from '../../model/measured.ts';
import { distinctRates, rateKey } from '../../model/rate.ts';
import { type RoundRecord, type Slice, type TargetRecord, wasTried } from '../../model/run.ts';
import { conclude, type JudgedStep } from '../judging/judge-step.ts';
import { pool } from '../judging/observed.ts';
import type { Stability } from '../judging/stability.ts';
import type { Judged } from '../judging/validity.ts';
import { worstOfEachKind } from '../judging/worst-doubts.ts';
import { figuresOf, type View } from './measured.ts';

/** The figures of one step. */
export function analyseStep(view: View, target: TargetRecord, one: JudgedStep): StepAnalysis {
  const { step } = one;
  return {
    label: target.label,
    round: one.round,
    purpose: step.purpose ?? null,
    endedEarly: step.endedEarly !== undefined,
    ...figuresOf(view, target, step.ratePerSecond, one),
    slices: step.slices,
  };
}

/**
 * One column for each rate of the plan, ascending; of a rate measured twice in a round, the later step counts. Of a
 * capacity search, one for each rate that was visited, with all its steps.
 */
export function columnsOf(view: View, target: TargetRecord, steps: readonly JudgedStep[]): readonly Column[] {
  if (target.rounds.length === 0) return [];
  const { rates, search } = view.run.plan;
  const at = (rate: number) => steps.filter(({ step }) => rateKey(step.ratePerSecond) === rateKey(rate));
  if (search !== undefined) return visitedRates(target).map((rate) => columnOf(view, target, rate, at(rate)));
  return rates.map(({ ratePerSecond: rate }) => {
    const ofRounds = new Map(at(rate).map((one) => [one.round, one]));
    return columnOf(view, target, rate, [...ofRounds.values()]);
  });
}

/** The rates of a target that were measured, ascending, each once. */
export const visitedRates = (target: TargetRecord): readonly number[] =>
  distinctRates(measuredSteps(target).map(({ ratePerSecond }) => ratePerSecond));

function columnOf(view: View, target: TargetRecord, rate: number, steps: readonly JudgedStep[]): Column {
  const observed = pool(steps.map((one) => one.observed));
  const { run, objectives } = view;
  const together = conclude(observed, judgedTogether(steps), stabilityTogether(steps), run.plan, objectives);
  const slices: readonly (readonly Slice[])[] = steps.map(({ step }) => step.slices);
  return {
    ...figuresOf(view, target, rate, together),
    rounds: new Set(steps.map(({ round }) => round)).size,
    notTried: steps.length > 0 ? null : reasonNotTried(target.rounds, rate),
    slices,
  };
}

function reasonNotTried(rounds: readonly RoundRecord[], rate: number): string {
  for (const { steps } of rounds) {
    for (const step of steps)
      if (!wasTried(step) && rateKey(step.ratePerSecond) === rateKey(rate)) return step.notTried;
  }
  return 'the sweep ended before this rate';
}

/** A column is what most of its rounds are; where as many are not to be believed as are, it is not. */
function judgedTogether(rounds: readonly JudgedStep[]): Judged {
  const most = (share: number) => share * 2 > rounds.length;
  const having = (validity: Judged['validity']) =>
    rounds.filter(({ judged }) => judged.validity === validity).length;
  const [worst] = (['generator-limited', 'host-limited', 'unattested'] as const).toSorted(
    (a, b) => having(b) - having(a),
  );
  const validity = rounds.length === 0 || most(having('valid')) ? 'valid' : (worst ?? 'valid');
  return {
    validity,
    doubts: validity === 'valid' ? [] : worstOfEachKind(rounds.flatMap(({ judged }) => judged.doubts)),
    isVoid: rounds.some(({ judged }) => judged.isVoid),
    lagIsServers: rounds.length > 0 && rounds.every(({ judged }) => judged.lagIsServers),
  };
}

function stabilityTogether(rounds: readonly JudgedStep[]): Stability {
  const all = rounds.map(({ stability }) => stability);
  const unstable = all.filter(({ stable }) => !stable).length;
  const stable = unstable === 0 || unstable * 2 < all.length;
  const recovered = all.filter(({ trend }) => trend === 'recovered').length;
  return {
    stable,
    backlogGrowth:
      all.length === 0 ? 0 : all.reduce((sum, { backlogGrowth }) => sum + backlogGrowth, 0) / all.length,
    trend: !stable ? 'growing' : recovered * 2 > all.length ? 'recovered' : 'steady',
  };
}

/** The column at a rate, where it was measured. */
export function columnAt({ columns }: Pick<TargetAnalysis, 'columns'>, ratePerSecond: number): Column | null {
  return (
    columns.find((column) => column.rounds > 0 && rateKey(column.ratePerSecond) === rateKey(ratePerSecond)) ??
    null
  );
}
