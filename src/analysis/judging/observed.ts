/** What was observed of one step, or of several together, with its histograms decoded. */
import { Histogram } from '../../model/histogram.ts';
import type { Step } from '../../model/run.ts';
import { total } from '../../model/step-figures.ts';

export interface Observed {
  /** One, or one of each round. */
  readonly steps: readonly Step[];
  readonly scheduled: number;
  readonly succeeded: number;
  readonly latency: Histogram;
  /** Null where the generator does not say; likewise below. */
  readonly serviceTime: Histogram | null;
  readonly dispatchLag: Histogram | null;
  readonly loopLag: Histogram | null;
}

/** @throws Error where a histogram of the step cannot be decoded */
export function observe(step: Step): Observed {
  return {
    steps: [step],
    scheduled: step.requests.scheduled,
    succeeded: step.requests.succeeded,
    latency: Histogram.decode(step.latency),
    serviceTime: said(step.serviceTime),
    dispatchLag: said(step.dispatchLag),
    loopLag: said(step.loopLag),
  };
}

/** Everything of several observations as if it had been one. */
export function pool(parts: readonly Observed[]): Observed {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  return {
    steps: parts.flatMap(({ steps }) => steps),
    scheduled: total(parts, ({ scheduled }) => scheduled) ?? 0,
    succeeded: total(parts, ({ succeeded }) => succeeded) ?? 0,
    latency: Histogram.merge(parts.map(({ latency }) => latency)),
    serviceTime: mergeSaid(parts.map(({ serviceTime }) => serviceTime)),
    dispatchLag: mergeSaid(parts.map(({ dispatchLag }) => dispatchLag)),
    loopLag: mergeSaid(parts.map(({ loopLag }) => loopLag)),
  };
}

const said = (encoded: string | null) => (encoded === null ? null : Histogram.decode(encoded));

/** Null where one of them is. */
function mergeSaid(parts: readonly (Histogram | null)[]): Histogram | null {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : Histogram.merge(known);
}
