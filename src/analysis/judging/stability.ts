/** Does the backlog grow? Overload is a transient: for a while even a hopeless rate has good percentiles. */
import type { StepAnalysis } from '../../model/analysis.ts';
import type { Slice } from '../../model/run.ts';

export type Trend = StepAnalysis['trend'];

export interface Stability {
  readonly stable: boolean;
  /** Requests by which the backlog grew over the second half of the window. */
  readonly backlogGrowth: number;
  readonly trend: Trend;
}

/** Growth that is within chance: this share of the arrivals, and this many times the root of what is in flight. */
const HARMLESS_SHARE = 0.02;
const HARMLESS_ROOTS = 3;

/**
 * Judges the series of equal slices of a step. What was shed counts as backlog: it is not standing in it only
 * because the generator had no connection left.
 */
export function stabilityOf(slices: readonly Slice[]): Stability {
  const half = Math.floor(slices.length / 2);
  const before = slices[half - 1]?.inFlight ?? 0;
  const end = slices.at(-1)?.inFlight ?? 0;
  const second = slices.slice(half);
  const shed = second.reduce((sum, slice) => sum + slice.shed, 0);
  const arrivals = second.reduce((sum, slice) => sum + slice.scheduled, 0);
  const backlogGrowth = end - before + shed;
  const stable = backlogGrowth <= harmless(arrivals, end);
  return {
    stable,
    backlogGrowth,
    trend: stable ? (hasRecovered(slices) ? 'recovered' : 'steady') : 'growing',
  };
}

/** Whether a backlog had built up and is gone by the last quarter, answered and not just broken off. */
function hasRecovered(slices: readonly Slice[]): boolean {
  const quarter = Math.floor(slices.length / 4);
  const arrivals = slices.reduce((sum, slice) => sum + slice.scheduled, 0) / 2;
  const peak = Math.max(0, ...slices.slice(0, -quarter).map(({ inFlight }) => inFlight));
  const last = Math.max(0, ...slices.slice(-quarter).map(({ inFlight }) => inFlight));
  const { scheduled, lost } = lossesOf(slices.slice(-quarter));
  return peak - last > harmless(arrivals, peak) && lost <= HARMLESS_SHARE * scheduled;
}

function lossesOf(slices: readonly Slice[]): { readonly scheduled: number; readonly lost: number } {
  return slices.reduce(
    (sum, { scheduled, failed, shed }) => ({
      scheduled: sum.scheduled + scheduled,
      lost: sum.lost + failed + shed,
    }),
    { scheduled: 0, lost: 0 },
  );
}

function harmless(arrivals: number, inFlight: number): number {
  return HARMLESS_SHARE * arrivals + HARMLESS_ROOTS * Math.sqrt(inFlight);
}
