/** All records of one host, taken one by one in whatever order they come. Memory: 26 bytes a record. */
import type { FailureKind } from '../model/failure.ts';
import { failureOf } from './vegeta-failure.ts';
import type { BadLine, VegetaRecord } from './vegeta-record.ts';

/** What one host sent, in the order of sending. */
export interface HostRequests {
  /** One more than the highest sequence number. */
  readonly count: number;
  /** When each was taken up, in nanoseconds after a second of this host's own clock; NaN: its record is missing. */
  readonly takenUpNs: Float64Array;
  /** From then to its end, in nanoseconds. */
  readonly latencyNs: Float64Array;
  /** Index into `kinds`. */
  readonly kind: Uint16Array;
  /** Null: a success. */
  readonly kinds: readonly (FailureKind | null)[];
  readonly statuses: Readonly<Record<string, number>>;
  /** Of bodies; null: not known of all. */
  readonly bytes: number | null;
  readonly missing: number;
  /** The lowest sequence number whose record is missing; null: none is. */
  readonly firstMissing: number | null;
  /** ISO 8601, UTC, by this host's clock. */
  readonly startedAt: string;
}

/** Of a host that tells of nothing. */
export const noRequests: HostRequests = {
  count: 0,
  takenUpNs: new Float64Array(0),
  latencyNs: new Float64Array(0),
  kind: new Uint16Array(0),
  kinds: [null],
  statuses: {},
  bytes: 0,
  missing: 0,
  firstMissing: null,
  startedAt: new Date(0).toISOString(),
};

const FIRST_LENGTH = 1_024;
/** What is so far from whole says nothing; and nothing is allotted for numbers that a broken record makes up. */
const MOST_MISSING_SHARE = 0.5;

export class HostRecords {
  #seq = new Float64Array(FIRST_LENGTH);
  #takenUpNs = new Float64Array(FIRST_LENGTH);
  #latencyNs = new Float64Array(FIRST_LENGTH);
  #kind = new Uint16Array(FIRST_LENGTH);
  readonly #kinds: (FailureKind | null)[] = [null];
  readonly #statuses: Record<string, number> = {};
  #bytes: number | null = 0;
  #taken = 0;
  #highest = -1;
  #firstSecond = 0;

  /** How many were taken. */
  get taken(): number {
    return this.#taken;
  }

  take(record: VegetaRecord): void {
    const at = this.#taken++;
    if (at === 0) this.#firstSecond = record.seconds;
    if (at >= this.#seq.length) this.#grow();
    const { code, bodyBytes } = record;
    this.#seq[at] = record.seq;
    this.#takenUpNs[at] = (record.seconds - this.#firstSecond) * 1e9 + record.nanoseconds;
    this.#latencyNs[at] = record.latencyNs;
    this.#kind[at] = this.#kindOf(failureOf(record));
    this.#highest = Math.max(this.#highest, record.seq);
    if (code !== 0) this.#statuses[code] = (this.#statuses[code] ?? 0) + 1;
    this.#bytes = bodyBytes === null || this.#bytes === null ? null : this.#bytes + bodyBytes;
  }

  /** All of them in the order of sending, or what contradicts itself in them. */
  inOrder(): HostRequests | BadLine {
    const count = this.#highest + 1;
    if (this.#taken < count * (1 - MOST_MISSING_SHARE)) {
      return {
        problem: `holds ${this.#taken} records, though their sequence numbers go up to ${this.#highest}`,
      };
    }
    const places = new Int32Array(count).fill(-1);
    for (let at = 0; at < this.#taken; at++) {
      const seq = this.#seq[at] ?? 0;
      const before = places[seq] ?? -1;
      if (before >= 0) {
        return {
          problem: `has two records with the sequence number ${seq}, in lines ${before + 1} and ${at + 1}: a file holds what one host sent in one step`,
        };
      }
      places[seq] = at;
    }
    const takenUpNs = Float64Array.from(places, (at) => (at < 0 ? Number.NaN : (this.#takenUpNs[at] ?? 0)));
    const backwards = firstBackwards(takenUpNs);
    if (backwards !== null) {
      return {
        problem: `says that request ${backwards} was sent before an earlier one (line ${(places[backwards] ?? 0) + 1}), which vegeta never does`,
      };
    }
    const firstMissing = places.indexOf(-1);
    const startMs = this.#firstSecond * 1_000 + (takenUpNs.find((ns) => !Number.isNaN(ns)) ?? 0) / 1e6;
    return {
      count,
      takenUpNs,
      latencyNs: Float64Array.from(places, (at) => this.#latencyNs[at] ?? 0),
      kind: Uint16Array.from(places, (at) => this.#kind[at] ?? 0),
      kinds: this.#kinds,
      statuses: this.#statuses,
      bytes: this.#bytes,
      missing: count - this.#taken,
      firstMissing: firstMissing < 0 ? null : firstMissing,
      startedAt: new Date(startMs).toISOString(),
    };
  }

  #kindOf(failure: FailureKind | null): number {
    const known = this.#kinds.indexOf(failure);
    return known >= 0 ? known : this.#kinds.push(failure) - 1;
  }

  #grow(): void {
    const longer = <A extends Float64Array | Uint16Array>(full: A, made: A): A => {
      made.set(full);
      return made;
    };
    const length = this.#seq.length * 2;
    this.#seq = longer(this.#seq, new Float64Array(length));
    this.#takenUpNs = longer(this.#takenUpNs, new Float64Array(length));
    this.#latencyNs = longer(this.#latencyNs, new Float64Array(length));
    this.#kind = longer(this.#kind, new Uint16Array(length));
  }
}

/** The first place whose value is below one before it; null: there is none. Missing values are passed over. */
function firstBackwards(ascending: Float64Array): number | null {
  let highest = Number.NEGATIVE_INFINITY;
  for (const [at, value] of ascending.entries()) {
    if (value < highest) return at;
    if (value > highest) highest = value;
  }
  return null;
}

/** The rate at which they were sent, by the first and the last; 0 where there are none between. */
export function seenRatePerSecond({ takenUpNs, count }: HostRequests): number {
  const first = takenUpNs.findIndex((ns) => !Number.isNaN(ns));
  const lastsNs = (takenUpNs[count - 1] ?? 0) - (takenUpNs[first] ?? 0);
  return lastsNs === 0 ? 0 : ((count - 1 - first) * 1e9) / lastsNs;
}
