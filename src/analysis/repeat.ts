/** Which steps of a block contradict their neighbours so much that they are worth measuring once more. */
import type { Plan } from '../model/plan.ts';
import type { Step } from '../model/run.ts';
import { verdictsOf } from './judge-objectives.ts';
import { observe } from './observed.ts';
import { overScheduled, percentilesOfInterest } from './percentiles.ts';
import { stabilityOf } from './stability.ts';
import { judge } from './validity.ts';

/** A fail is doubted when at least so many higher rates pass. */
const PASSES_ABOVE = 2;

/**
 * The rates, ascending, that failed an objective which at least two higher rates passed: more likely a hiccup than
 * a limit. A rate that was measured twice already has had its second chance.
 * @param steps of one block, in any order
 */
export function ratesToRepeat(steps: readonly Step[], plan: Plan): readonly number[] {
  const judged = steps.map((step) => ({ rate: step.ratePerSecond, verdicts: verdictsOfStep(step, plan) }));
  const doubted = plan.objectives.flatMap((_, i) => {
    const ratesThat = (verdict: string) =>
      judged.filter(({ verdicts }) => verdicts[i]?.verdict === verdict).map(({ rate }) => rate);
    const passes = ratesThat('pass');
    return ratesThat('fail').filter((rate) => passes.filter((pass) => pass > rate).length >= PASSES_ABOVE);
  });
  const once = (rate: number) => steps.filter((step) => step.ratePerSecond === rate).length === 1;
  return [...new Set(doubted)].filter(once).toSorted((a, b) => a - b);
}

function verdictsOfStep(step: Step, plan: Plan) {
  const observed = observe(step);
  const judged = judge(observed, step, plan);
  const percentiles = percentilesOfInterest(plan.objectives);
  return verdictsOf(plan.objectives, {
    observed,
    judged,
    stability: stabilityOf(step.slices),
    deciding: overScheduled(observed, percentiles, judged.lagIsServers),
    thin: observed.scheduled > 0 && observed.scheduled < plan.minSamples,
  });
}
