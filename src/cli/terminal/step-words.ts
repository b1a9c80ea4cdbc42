/** One step in words and numbers. */
import { formatUs } from '../../model/duration.ts';
import { Histogram } from '../../model/histogram.ts';
import { formatRate } from '../../model/rate.ts';
import type { Step } from '../../model/run.ts';
import { formatSuccess } from '../../model/share.ts';

export interface StepWords {
  /** `398/s` */
  readonly rate: string;
  /** Over all that was scheduled, a failure counting as infinite: `p50 1.2 ms`, `p99 4.8 ms`, `max 12 ms`. */
  readonly percentiles: readonly string[];
  /** `all 1,990 answered`, or how many, with what failed, most first. */
  readonly success: string;
  readonly allSucceeded: boolean;
}

export function wordStep(step: Step): StepWords {
  const { scheduled, succeeded, shed } = step.requests;
  const latency = Histogram.decode(step.latency);
  const atShare = (share: number) => {
    const us = latency.atRankUs(Math.max(1, Math.ceil(scheduled * share)));
    return us === null ? '∞' : formatUs(us);
  };
  const failures = Object.entries({ ...step.failures, ...(shed > 0 ? { shed } : {}) })
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${count.toLocaleString('en-US')} ${kind}`);
  const all = scheduled.toLocaleString('en-US');
  const success =
    succeeded === scheduled
      ? `all ${all} answered`
      : `${formatSuccess(succeeded / scheduled)} of ${all} answered: ${failures.join(', ')}`;
  return {
    rate: `${formatRate(step.ratePerSecond)}/s${step.endedEarly === undefined ? '' : ' (ended early)'}`,
    percentiles: [`p50 ${atShare(0.5)}`, `p99 ${atShare(0.99)}`, `max ${atShare(1)}`],
    success,
    allSucceeded: succeeded === scheduled,
  };
}
