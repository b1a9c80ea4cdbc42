/** What a step saw, counted as it happens. Its memory does not grow with the number of requests. */
import type { FailureKind } from '../../model/failure.ts';
import { Histogram } from '../../model/histogram.ts';
import { type AttestedObservation, SLICES } from '../../model/load-observation.ts';
import type { Slice, Step } from '../../model/run.ts';
import { MOST_STALLS, STALL_US } from './pacer-channel.ts';

type SliceCounts = {
  -readonly [K in 'scheduled' | 'sent' | 'succeeded' | 'failed' | 'shed' | 'inFlight']: number;
};

/** The times of one request, in microseconds of the monotonic clock. */
export interface RequestTimes {
  readonly intendedUs: number;
  readonly dispatchedUs: number;
  /** 0 where nothing was ever written. */
  readonly writtenUs: number;
}

export class Recorder {
  readonly latency = Histogram.empty();
  readonly failureLatency = Histogram.empty();
  readonly serviceTime = Histogram.empty();
  readonly dispatchLag = Histogram.empty();
  readonly sendLag = Histogram.empty();
  readonly connectTime = Histogram.empty();
  readonly loopLag = Histogram.empty();
  readonly failures: Record<string, number> = {};
  readonly statuses: Record<string, number> = {};
  readonly requests = { scheduled: 0, sent: 0, succeeded: 0, failed: 0, shed: 0 };
  readonly connections = { opened: 0, reused: 0, stale: 0, closedByServer: 0, closedByUs: 0, maxInFlight: 0 };
  completedInWindow = 0;
  bytes = 0;
  inFlight = 0;
  readonly stalls: Step['stalls'][number][] = [];

  readonly #startUs: number;
  readonly #windowUs: number;
  #endUs: number;
  readonly #slices: SliceCounts[] = [];
  readonly #sliceLatency: Histogram[] = [];
  #openSlice = 0;

  constructor(startUs: number, windowUs: number) {
    this.#startUs = startUs;
    this.#windowUs = windowUs;
    this.#endUs = startUs + windowUs;
    for (let i = 0; i < SLICES; i++) {
      this.#slices.push({ scheduled: 0, sent: 0, succeeded: 0, failed: 0, shed: 0, inFlight: 0 });
      this.#sliceLatency.push(Histogram.empty());
    }
  }

  /** An arrival was taken up. */
  dispatched(intendedUs: number, atUs: number): void {
    this.requests.scheduled += 1;
    this.#slice(intendedUs).scheduled += 1;
    this.dispatchLag.record(atUs - intendedUs);
  }

  /** The arrival was not shed: from here on it will succeed or fail. */
  undertaken(): void {
    this.inFlight += 1;
    if (this.inFlight > this.connections.maxInFlight) this.connections.maxInFlight = this.inFlight;
  }

  /** A request was written for the first time. */
  sent(intendedUs: number, writtenUs: number): void {
    this.requests.sent += 1;
    this.#slice(intendedUs).sent += 1;
    this.sendLag.record(writtenUs - intendedUs);
  }

  succeeded(times: RequestTimes, atUs: number): void {
    this.inFlight -= 1;
    this.requests.succeeded += 1;
    if (atUs <= this.#endUs) this.completedInWindow += 1;
    const latencyUs = atUs - times.intendedUs;
    this.latency.record(latencyUs);
    this.serviceTime.record(atUs - times.writtenUs);
    const index = this.#sliceIndex(times.intendedUs);
    (this.#slices[index] as SliceCounts).succeeded += 1;
    this.#sliceLatency[index]?.record(latencyUs);
  }

  failed(times: RequestTimes, kind: FailureKind, atUs: number): void {
    this.inFlight -= 1;
    this.requests.failed += 1;
    this.failures[kind] = (this.failures[kind] ?? 0) + 1;
    this.failureLatency.record(atUs - times.intendedUs);
    this.#slice(times.intendedUs).failed += 1;
  }

  /** An arrival found every connection in use, and was given up: it is shed, or fails of what we are short of. */
  turnedAway(intendedUs: number, atUs: number, shortOf: FailureKind | null): void {
    if (shortOf !== null) {
      this.undertaken();
      this.failed({ intendedUs, dispatchedUs: atUs, writtenUs: 0 }, shortOf, atUs);
      return;
    }
    this.requests.shed += 1;
    this.#slice(intendedUs).shed += 1;
  }

  answered(status: number): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }

  /** The loop was woken: how late, and which slices have ended meanwhile. */
  woken(postedUs: number, atUs: number): void {
    const lateUs = atUs - postedUs;
    this.loopLag.record(lateUs);
    if (lateUs > STALL_US && this.stalls.length < MOST_STALLS) {
      this.stalls.push({ atMs: (postedUs - this.#startUs) / 1_000, lengthMs: lateUs / 1_000, due: 'loop' });
    }
    this.closeSlices(atUs);
  }

  /** Writes down what was in flight at the end of every slice that is over at `atUs`. */
  closeSlices(atUs: number): void {
    while (
      this.#openSlice < this.#slices.length &&
      atUs >= this.#startUs + ((this.#openSlice + 1) / SLICES) * this.#windowUs
    ) {
      const slice = this.#slices[this.#openSlice];
      if (slice !== undefined) slice.inFlight = this.inFlight;
      this.#openSlice += 1;
    }
  }

  /** The window ends before its time; what of it was not reached is left out. */
  endEarly(atUs: number): void {
    this.closeSlices(atUs);
    this.#endUs = atUs;
    this.#slices.splice(this.#openSlice + 1);
    const last = this.#slices[this.#openSlice];
    if (last !== undefined) last.inFlight = this.inFlight;
    this.#openSlice = this.#slices.length;
  }

  get slices(): Slice[] {
    return this.#slices.map((slice, i) => {
      const latency = this.#sliceLatency[i];
      return {
        ...slice,
        p50Us: latency?.percentileUs(50) ?? null,
        p99Us: latency?.percentileUs(99) ?? null,
        maxUs: latency === undefined || latency.count === 0 ? null : latency.maxUs,
      };
    });
  }

  /** The counts and distributions as they are stored. */
  observation(): Pick<
    AttestedObservation,
    | 'requests'
    | 'completedInWindow'
    | 'failures'
    | 'statuses'
    | 'bytes'
    | 'connections'
    | 'latency'
    | 'failureLatency'
    | 'serviceTime'
    | 'dispatchLag'
    | 'connectTime'
    | 'loopLag'
    | 'slices'
  > {
    return {
      requests: this.requests,
      completedInWindow: this.completedInWindow,
      failures: this.failures,
      statuses: this.statuses,
      bytes: this.bytes,
      connections: this.connections,
      latency: this.latency.encode(),
      failureLatency: this.failureLatency.encode(),
      serviceTime: this.serviceTime.encode(),
      dispatchLag: this.dispatchLag.encode(),
      connectTime: this.connectTime.encode(),
      loopLag: this.loopLag.encode(),
      slices: this.slices,
    };
  }

  #sliceIndex(intendedUs: number): number {
    const index = Math.floor(((intendedUs - this.#startUs) / this.#windowUs) * SLICES);
    return Math.min(SLICES - 1, Math.max(0, index));
  }

  #slice(intendedUs: number): SliceCounts {
    return this.#slices[this.#sliceIndex(intendedUs)] as SliceCounts;
  }
}
