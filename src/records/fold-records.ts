/**
 * From the records of one or several hosts to the observation of one step. Within each host the intended start of a
 * request follows from its sequence number and the rate; what hosts' clocks say of each other never enters. Hosts begin
 * together, each with an equal share of the rate.
 */
import { Histogram } from '../model/histogram.ts';
import { type LoadObservation, SLICES } from '../model/load-observation.ts';
import type { Slice } from '../model/run.ts';
import type { HostRequests } from './host-records.ts';
import { mostAtOnce } from './most-at-once.ts';
import { neverSent } from './vegeta-failure.ts';

/** What was asked of all hosts together. */
export interface AskedOfHosts {
  readonly ratePerSecond: number;
  /** Requests of each host, as far as they are known beforehand or from the others. */
  readonly planned: readonly number[];
  /** Whether each was lost on the way: then it lacks whatever it does not tell of. */
  readonly lost?: readonly boolean[];
}

/**
 * vegeta ends with its duration, and where it is a little behind by then, its last requests are not sent. Up to this
 * share, or this number, they count as never asked for.
 */
const UNSENT = { share: 0.01, count: 2 } as const;

/**
 * The time between two requests of one host, in nanoseconds, of which vegeta counts whole ones:
 * https://github.com/tsenart/vegeta/blob/v12.12.0/lib/pacer.go (ConstantPacer). Whole numbers of nanoseconds are exact, so
 * that nothing depends on the order of the records or on the hosts' clocks.
 */
export const gapNs = (ratePerSecond: number, hosts: number): number =>
  Math.floor((1e9 * hosts) / ratePerSecond + 1e-6);

/** What one host did, on a time that begins when its first request was due. */
interface Timeline {
  readonly host: HostRequests;
  /** Requests that were asked of it, those without a record included. */
  readonly asked: number;
  readonly gapNs: number;
  /** The moment of the host's clock at which the first request was due. */
  readonly originNs: number;
}

/**
 * Folds the records of all hosts into one step.
 * @param hosts at least one
 */
export function foldRecords(hosts: readonly HostRequests[], asked: AskedOfHosts): LoadObservation {
  const gap = gapNs(asked.ratePerSecond, hosts.length);
  const timelines = hosts.map(
    (host, i): Timeline => ({
      host,
      asked: askedOf(host, asked.planned[i] ?? host.count, asked.lost?.[i] ?? false),
      gapNs: gap,
      originNs: originOf(host, gap),
    }),
  );
  const windowNs = Math.max(...timelines.map((timeline) => timeline.asked)) * gap;
  const folded = timelines.map((timeline) => foldHost(timeline, windowNs));
  const sum = (figure: (one: Folded) => number) => folded.reduce((all, one) => all + figure(one), 0);
  const merge = (histogram: (one: Folded) => Histogram) => Histogram.merge(folded.map(histogram)).encode();
  const lastEndNs = Math.max(...folded.map((one) => one.lastEndNs));
  const failures = sumOfCounts(folded.map((one) => one.failures));
  const scheduled = sum((one) => one.scheduled);
  const failed = Object.values(failures).reduce((all, count) => all + count, 0);
  return {
    ratePerSecond: asked.ratePerSecond,
    durationMs: windowNs / 1e6,
    elapsedMs: Math.max(windowNs, lastEndNs) / 1e6,
    seed: 0,
    requests: { scheduled, sent: sum((one) => one.sent), succeeded: scheduled - failed, failed, shed: 0 },
    completedInWindow: sum((one) => one.completedInWindow),
    inFlightAtEnd: sum((one) => one.inFlightAtEnd),
    drainMs: Math.max(0, lastEndNs - windowNs) / 1e6,
    failures,
    statuses: sumOfCounts(hosts.map((host) => host.statuses)),
    bytes: hosts.some(({ bytes }) => bytes === null)
      ? null
      : hosts.reduce((all, host) => all + (host.bytes ?? 0), 0),
    connections: {
      opened: null,
      reused: null,
      stale: null,
      closedByServer: null,
      maxInFlight: mostAtOnce(folded.map((one) => one.spans)),
    },
    latency: merge((one) => one.latency),
    failureLatency: merge((one) => one.failureLatency),
    serviceTime: null,
    dispatchLag: merge((one) => one.late),
    connectTime: null,
    loopLag: null,
    pacerLag: null,
    slices: slicesOf(folded),
    stalls: [],
    generator: { cpuMs: null, loopCpuMs: null, waitForCpuMs: null, utilization: null },
  };
}

function askedOf({ count }: HostRequests, planned: number, lost: boolean): number {
  const unsent = Math.max(UNSENT.count, planned * UNSENT.share);
  return !lost && planned - count <= unsent ? count : Math.max(count, planned);
}

/** The request that left earliest, by its place in the schedule, left when it was due: none leaves before that. */
function originOf({ takenUpNs }: HostRequests, gap: number): number {
  let origin = Number.POSITIVE_INFINITY;
  for (let seq = 0; seq < takenUpNs.length; seq++) {
    const ns = (takenUpNs[seq] ?? Number.NaN) - seq * gap;
    if (ns < origin) origin = ns;
  }
  return origin;
}

type SliceCounts = { -readonly [K in 'scheduled' | 'sent' | 'succeeded' | 'failed' | 'inFlight']: number };

interface Folded {
  scheduled: number;
  sent: number;
  completedInWindow: number;
  inFlightAtEnd: number;
  lastEndNs: number;
  readonly failures: Record<string, number>;
  readonly latency: Histogram;
  readonly failureLatency: Histogram;
  /** Taken up − due. */
  readonly late: Histogram;
  readonly slices: readonly SliceCounts[];
  readonly sliceLatency: readonly Histogram[];
  /** When each was taken up and when it ended. */
  readonly spans: { readonly startsNs: Float64Array; readonly endsNs: Float64Array };
}

function foldHost({ host, asked, gapNs: gap, originNs }: Timeline, windowNs: number): Folded {
  const taken = host.count - host.missing;
  const folded: Folded = {
    scheduled: asked,
    sent: 0,
    completedInWindow: 0,
    inFlightAtEnd: 0,
    lastEndNs: 0,
    failures: {},
    latency: Histogram.empty(),
    failureLatency: Histogram.empty(),
    late: Histogram.empty(),
    slices: Array.from({ length: SLICES }, () => ({
      scheduled: 0,
      sent: 0,
      succeeded: 0,
      failed: 0,
      inFlight: 0,
    })),
    sliceLatency: Array.from({ length: SLICES }, () => Histogram.empty()),
    spans: { startsNs: new Float64Array(taken), endsNs: new Float64Array(taken) },
  };
  const sliceAt = (ns: number) => Math.min(SLICES - 1, Math.floor((ns * SLICES) / windowNs));
  let at = 0;
  for (let seq = 0; seq < asked; seq++) {
    const dueNs = seq * gap;
    const index = sliceAt(dueNs);
    const slice = folded.slices[index] as SliceCounts;
    const startNs = (host.takenUpNs[seq] ?? Number.NaN) - originNs;
    const known = !Number.isNaN(startNs);
    const kind = known ? (host.kinds[host.kind[seq] ?? 0] ?? null) : 'no-record';
    slice.scheduled++;
    if (kind === null || !neverSent.includes(kind)) {
      folded.sent++;
      slice.sent++;
    }
    if (kind === null) slice.succeeded++;
    else {
      slice.failed++;
      folded.failures[kind] = (folded.failures[kind] ?? 0) + 1;
    }
    if (!known) continue;
    const endNs = startNs + (host.latencyNs[seq] ?? 0);
    folded.spans.startsNs[at] = startNs;
    folded.spans.endsNs[at++] = endNs;
    folded.late.record((startNs - dueNs) / 1_000);
    folded.lastEndNs = Math.max(folded.lastEndNs, endNs);
    if (startNs <= windowNs && endNs > windowNs) folded.inFlightAtEnd++;
    countInFlight(folded.slices, startNs, endNs, windowNs);
    if (kind !== null) folded.failureLatency.record((endNs - dueNs) / 1_000);
    else {
      folded.latency.record((endNs - dueNs) / 1_000);
      folded.sliceLatency[index]?.record((endNs - dueNs) / 1_000);
      if (endNs <= windowNs) folded.completedInWindow++;
    }
  }
  return folded;
}

/** Adds one request to every slice at whose end it was under way. */
function countInFlight(
  slices: readonly SliceCounts[],
  startNs: number,
  endNs: number,
  windowNs: number,
): void {
  for (let i = Math.floor((startNs * SLICES) / windowNs); i < SLICES; i++) {
    if ((i + 1) * windowNs >= endNs * SLICES) return;
    (slices[i] as SliceCounts).inFlight++;
  }
}

function slicesOf(folded: readonly Folded[]): Slice[] {
  return Array.from({ length: SLICES }, (_, i) => {
    const latency = Histogram.merge(folded.map((one) => one.sliceLatency[i] ?? Histogram.empty()));
    const sum = (name: keyof SliceCounts) =>
      folded.reduce((all, one) => all + (one.slices[i]?.[name] ?? 0), 0);
    return {
      scheduled: sum('scheduled'),
      sent: sum('sent'),
      succeeded: sum('succeeded'),
      failed: sum('failed'),
      shed: 0,
      inFlight: sum('inFlight'),
      p50Us: latency.percentileUs(50),
      p99Us: latency.percentileUs(99),
      maxUs: latency.count === 0 ? null : latency.maxUs,
    };
  });
}

function sumOfCounts(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [key, count] of parts.flatMap(Object.entries<number>)) all[key] = (all[key] ?? 0) + count;
  return all;
}
