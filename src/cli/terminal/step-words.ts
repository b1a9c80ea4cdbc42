/** One step in words and numbers. */
import { formatUs } from '../../model/duration.ts';
import { Histogram } from '../../model/histogram.ts';
import { formatRate } from '../../model/rate.ts';
import { isAttested, type Step } from '../../model/run.ts';
import { formatSuccess } from '../../model/share.ts';

export interface StepWords {
  /** `398/s`, and what is special about the step */
  readonly rate: string;
  /** Over all that was scheduled, a failure counting as infinite: `p50 1.2 ms`, `p99 4.8 ms`, `max 12 ms`. */
  readonly percentiles: readonly string[];
  /** `all 1,990 answered`, or `85.3 % of 1,990 answered`. */
  readonly answered: string;
  /** `2 timeout-answer, 1 refused`, most first; empty where all was answered. */
  readonly failures: string;
}

/** Requests of a step that were not answered, by kind; those that were shed are one. */
export const failuresOf = ({ failures, requests: { shed } }: Step): ReadonlyMap<string, number> =>
  new Map(Object.entries({ ...failures, shed }).filter(([, count]) => count > 0));

export function wordStep(step: Step): StepWords {
  const { scheduled, succeeded } = step.requests;
  const latency = Histogram.decode(step.latency);
  const atShare = (share: number) => {
    const us = latency.atRankUs(Math.max(1, Math.ceil(scheduled * share)));
    return us === null ? '∞' : formatUs(us);
  };
  const failures = [...failuresOf(step)]
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${count.toLocaleString('en-US')} ${kind}`);
  const all = scheduled.toLocaleString('en-US');
  return {
    rate: `${formatRate(step.ratePerSecond)}/s${step.endedEarly === undefined ? '' : ' (ended early)'}${isAttested(step) ? '' : ' (unattested)'}`,
    percentiles: [`p50 ${atShare(0.5)}`, `p99 ${atShare(0.99)}`, `max ${atShare(1)}`],
    answered:
      succeeded === scheduled
        ? `all ${all} answered`
        : `${formatSuccess(succeeded / scheduled)} of ${all} answered`,
    failures: failures.join(', '),
  };
}
