/** Percentiles over everything that was scheduled, and over the successes, each with what it rests on. */
import type { Percentile } from '../../model/analysis.ts';
import { beyondOf } from '../../model/comparison.ts';
import { rankOf } from '../../model/histogram.ts';
import type { Objective } from '../../model/objective.ts';
import type { Observed } from './observed.ts';

const usual = [50, 90, 95, 99, 99.9];

/** Requests that must lie beyond a percentile before it says anything: a p99 needs 500. */
const SAMPLES_BEYOND = 5;

/** Lateness of our own that is never held against a percentile, and the share of it that is not, either. */
const HARMLESS_LAG_US = 250;
const HARMLESS_LAG_SHARE = 0.05;

/** The percentiles of interest, ascending: the usual ones and those that the objectives name. */
export function percentilesOfInterest(objectives: readonly Objective[]): readonly number[] {
  return [...new Set([...usual, ...objectives.flatMap(percentilesOf)])].toSorted((a, b) => a - b);
}

const percentilesOf = ({ terms }: Objective): number[] =>
  terms.flatMap(({ percent, withinUs }) => (percent === null || withinUs === null ? [] : [percent]));

/** Over everything scheduled, a failure counting as infinitely late: these decide. */
export function overScheduled(
  observed: Observed,
  percentiles: readonly number[],
  lagIsServers: boolean,
): readonly Percentile[] {
  const { latency, scheduled } = observed;
  return percentiles.map((percentile) => {
    const us =
      scheduled === 0 ? null : (latency.atRankUs(rankOf(percentile, scheduled)) ?? Number.POSITIVE_INFINITY);
    return resting(observed, percentile, us, scheduled, lagIsServers);
  });
}

/** Over successes only. They get better when a server drops its slow requests, so they never decide. */
export function overSuccesses(
  observed: Observed,
  percentiles: readonly number[],
  lagIsServers: boolean,
): readonly Percentile[] {
  return percentiles.map((percentile) =>
    resting(
      observed,
      percentile,
      observed.latency.percentileUs(percentile),
      observed.latency.count,
      lagIsServers,
    ),
  );
}

/**
 * The generator's lateness at a percentile: that of taking requests up, or of the event loop, whichever is larger. Null
 * where it does not say.
 */
export function lagUs(
  { dispatchLag, loopLag }: Pick<Observed, 'dispatchLag' | 'loopLag'>,
  percentile: number,
): number | null {
  if (dispatchLag === null || loopLag === null) return null;
  return Math.max(dispatchLag.percentileUs(percentile) ?? 0, loopLag.percentileUs(percentile) ?? 0);
}

/** Whether lateness is too small to matter beside a latency; unattested lateness (null) is not. */
export function isHarmless(lag: number | null, latencyUs: number): boolean {
  return lag !== null && lag <= Math.max(HARMLESS_LAG_US, HARMLESS_LAG_SHARE * latencyUs);
}

function resting(
  observed: Observed,
  percentile: number,
  us: number | null,
  samples: number,
  lagIsServers: boolean,
): Percentile {
  const beyond = (samples * Math.min(percentile, 100 - percentile)) / 100;
  return {
    percentile,
    us,
    beyond: beyondOf(us),
    samples,
    enoughSamples: beyond >= SAMPLES_BEYOND - 1e-9,
    trusted: us === null || lagIsServers || isHarmless(lagUs(observed, percentile), us),
  };
}
