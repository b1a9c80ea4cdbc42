/** The slices of a step as the panel's small time line needs them: numbers to draw, and its words ready to be set. */
import type { Slice } from '../../model/run.ts';
import { countText, latencyText } from '../figures.ts';

/** Scheduled, succeeded, failed, shed, in flight at the end; p50, p99 and largest latency in µs or null. */
export type SliceFigures = readonly [
  number,
  number,
  number,
  number,
  number,
  number | null,
  number | null,
  number | null,
];

export interface TimelineText {
  readonly slices: readonly SliceFigures[];
  /** Range of the latencies in µs, with their words; null where nothing succeeded. */
  readonly latency: {
    readonly low: number;
    readonly high: number;
    readonly lowText: string;
    readonly highText: string;
  } | null;
  readonly arrivals: string;
  readonly inFlight: string;
  /** The text alternative. */
  readonly summary: string;
}

export function timelineText(slices: readonly Slice[]): TimelineText {
  const known = slices.flatMap(({ p50Us, maxUs }) => [p50Us, maxUs]).filter((us) => us !== null && us > 0);
  const latencies = known.filter((us) => us !== null);
  const low = latencies.length === 0 ? null : Math.min(...latencies);
  const high = latencies.length === 0 ? null : Math.max(...latencies);
  const most = (of: (slice: Slice) => number) => Math.max(0, ...slices.map(of));
  const arrivals = `up to ${countText(most(({ scheduled }) => scheduled))} a slice`;
  const inFlight = `up to ${countText(most((slice) => slice.inFlight))} in flight`;
  return {
    slices: slices.map((s) => [
      s.scheduled,
      s.succeeded,
      s.failed,
      s.shed,
      s.inFlight,
      s.p50Us,
      s.p99Us,
      s.maxUs,
    ]),
    latency:
      low === null || high === null
        ? null
        : { low, high, lowText: latencyText(low), highText: latencyText(high) },
    arrivals,
    inFlight,
    summary: `${slices.length} slices of the step: arrivals ${arrivals}, ${inFlight}, latencies ${latencyText(low)} to ${latencyText(high)}`,
  };
}
