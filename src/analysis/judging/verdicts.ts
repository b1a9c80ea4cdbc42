/** Did a step meet an objective? */
import type { Verdict } from '../../model/analysis.ts';
import type { Histogram } from '../../model/histogram.ts';
import type { Objective, Term } from '../../model/objective.ts';
import { atLeast, atMost } from './binomial.ts';

const DOUBT = 0.05;

/** What a verdict rests on besides the latencies. */
export interface Grounds {
  readonly scheduled: number;
  /** Of the successes. */
  readonly latency: Histogram;
  /** Requests that the server answered wrongly, not in time, or refused. */
  readonly serversOwn: number;
  readonly isVoid: boolean;
  readonly isValid: boolean;
  readonly thin: boolean;
  readonly stable: boolean;
  /** Whether our own lateness does not reach a percentile. */
  readonly trusted: (percentile: number) => boolean;
}

/**
 * surely: by one-sided 95 % bounds, so that few samples decide nothing; by-point: by the share that was seen. A search
 * decides its trials by-point: at the knee bounds would never decide, and doubt is the search's business.
 */
export type Decide = 'surely' | 'by-point';

/**
 * Pass: every term holds. Fail: one does not, or the backlog grew. A pass holds even where the generator or the machine
 * were at fault, for lateness only lengthens latency; a fail does not, except by failures that only the server gives.
 */
export function verdictOn(objective: Objective, grounds: Grounds, decide: Decide = 'surely'): Verdict {
  if (grounds.isVoid || grounds.thin || grounds.scheduled === 0) return 'undecided';
  if (failByServersOwn(objective, grounds, decide)) return 'fail';
  if (!grounds.stable) return grounds.isValid ? 'fail' : 'undecided';
  const verdicts = objective.terms.map((term) => verdictOnTerm(term, grounds, decide));
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('undecided') ? 'undecided' : 'pass';
}

/** Whether these failures alone break an objective, were everything else within its bounds. */
function failByServersOwn({ terms }: Objective, { serversOwn, scheduled }: Grounds, decide: Decide): boolean {
  const others = scheduled - serversOwn;
  return (
    serversOwn > 0 &&
    terms.some(({ percent }) => percent === null || weighShare(others, scheduled, percent, decide).fails)
  );
}

function verdictOnTerm(term: Term, grounds: Grounds, decide: Decide): Verdict {
  const { holds, fails } = weigh(term, grounds, decide);
  if (holds) return 'pass';
  const trusted = term.percent === null || term.withinUs === null || grounds.trusted(term.percent);
  return fails && grounds.isValid && trusted ? 'fail' : 'undecided';
}

interface Weighed {
  readonly holds: boolean;
  readonly fails: boolean;
}

const plainly = (holds: boolean): Weighed => ({ holds, fails: !holds });

function weigh({ percent, withinUs }: Term, { latency, scheduled }: Grounds, decide: Decide): Weighed {
  // A failure is infinitely late, and so is then the mean.
  if (percent === null)
    return plainly(latency.count === scheduled && latency.meanUs < (withinUs ?? Number.POSITIVE_INFINITY));
  const within = withinUs === null ? latency.count : latency.countBelow(withinUs);
  return weighShare(within, scheduled, percent, decide);
}

/** Whether so many of the scheduled requests are the percentage that is wanted. */
function weighShare(within: number, scheduled: number, percent: number, decide: Decide): Weighed {
  const share = percent / 100;
  // All of them is said of the step itself: no number of requests would show it of those to come.
  if (percent === 100 || decide === 'by-point') return plainly(within >= share * scheduled - 1e-9);
  return {
    holds: atLeast(within, scheduled, share) <= DOUBT,
    fails: atMost(within, scheduled, share) <= DOUBT,
  };
}
