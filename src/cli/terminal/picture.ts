/** The heatmap of one target as it grows: what each step adds to it, and what a cell of the screen shows. */
import { Histogram } from '../../model/histogram.ts';
import type { Step } from '../../model/run.ts';

/** All steps of a target at one rate, its rounds together. */
export interface PictureColumn {
  readonly ratePerSecond: number;
  readonly scheduled: number;
  readonly succeeded: number;
  /** Successes by band of latency, twelve a decade from 1 µs up; sparse. */
  readonly bands: ReadonlyMap<number, number>;
  /** The server died during a step at this rate. */
  readonly died: boolean;
}

/** Columns by rate. Rates that were not tried have none. */
export type Picture = ReadonlyMap<number, PictureColumn>;

const BANDS_PER_DECADE = 12;

export function withStep(picture: Picture, step: Step): Picture {
  const before = columnAt(picture, step.ratePerSecond);
  const bands = new Map(before.bands);
  for (const { us, count } of Histogram.decode(step.latency).buckets()) {
    const band = Math.floor(Math.log10(Math.max(1, us)) * BANDS_PER_DECADE + 1e-9);
    bands.set(band, (bands.get(band) ?? 0) + count);
  }
  return new Map(picture).set(step.ratePerSecond, {
    ...before,
    scheduled: before.scheduled + step.requests.scheduled,
    succeeded: before.succeeded + step.requests.succeeded,
    bands,
  });
}

export function withDeath(picture: Picture, ratePerSecond: number): Picture {
  return new Map(picture).set(ratePerSecond, { ...columnAt(picture, ratePerSecond), died: true });
}

function columnAt(picture: Picture, ratePerSecond: number): PictureColumn {
  return (
    picture.get(ratePerSecond) ?? { ratePerSecond, scheduled: 0, succeeded: 0, bands: new Map(), died: false }
  );
}

/** The vertical axis: from 10^from µs, so many decades up, so many cells each (a divisor of 12). */
export interface LatencyAxis {
  readonly from: number;
  readonly decades: number;
  readonly cellsPerDecade: number;
}

/** One column of the screen, for one rate or a few adjacent ones. */
export interface ShownColumn {
  /** Share of what was scheduled, 0 … 1, from the lowest latency up; what lies outside is in the last cell it passed. */
  readonly shares: readonly number[];
  /** Succeeded of what was scheduled, 0 … 1. */
  readonly successRatio: number;
  readonly died: boolean;
}

/** What a column of the screen shows of some rates, or null where none of them has been measured. */
export function shownColumn(
  picture: Picture,
  rates: readonly number[],
  axis: LatencyAxis,
): ShownColumn | null {
  const columns = rates.flatMap((rate) => picture.get(rate) ?? []);
  const scheduled = columns.reduce((sum, column) => sum + column.scheduled, 0);
  const died = columns.some((column) => column.died);
  if (scheduled === 0) return died ? { shares: [], successRatio: 0, died } : null;
  const cells = axis.decades * axis.cellsPerDecade;
  const shares = new Array<number>(cells).fill(0);
  for (const [band, count] of columns.flatMap(({ bands }) => [...bands])) {
    const cell = Math.floor((band / BANDS_PER_DECADE - axis.from) * axis.cellsPerDecade + 1e-9);
    const shown = Math.max(0, Math.min(cells - 1, cell));
    shares[shown] = (shares[shown] ?? 0) + count / scheduled;
  }
  const succeeded = columns.reduce((sum, column) => sum + column.succeeded, 0);
  return { shares, successRatio: succeeded / scheduled, died };
}
