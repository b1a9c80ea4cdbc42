/** The heatmap of one target as it grows: what each step adds to it, and what a cell of the screen shows. */
import { bandOf, PER_DECADE } from '../../analysis/targets/cells.ts';
import { Histogram } from '../../model/histogram.ts';
import type { Step } from '../../model/run.ts';
import { failuresOf } from './step-words.ts';

/** All steps of a target at one rate, its rounds together. */
export interface PictureColumn {
  readonly ratePerSecond: number;
  readonly scheduled: number;
  readonly succeeded: number;
  /** Successes by band of latency, the bands of the report; sparse. */
  readonly bands: ReadonlyMap<number, number>;
  /** Requests that were not answered, by kind. */
  readonly failures: ReadonlyMap<string, number>;
  /** The server died during a step at this rate. */
  readonly died: boolean;
}

/** Columns by rate. Rates that were not tried have none. */
export type LiveHeatmap = ReadonlyMap<number, PictureColumn>;

export function withStep(picture: LiveHeatmap, step: Step): LiveHeatmap {
  const before = columnAt(picture, step.ratePerSecond);
  const bands = new Map(before.bands);
  const failures = new Map(before.failures);
  for (const [kind, count] of failuresOf(step)) failures.set(kind, (failures.get(kind) ?? 0) + count);
  for (const { toUs, count } of Histogram.decode(step.latency).buckets()) {
    // A range that an edge cuts through is above the edge, as it is in the report.
    const band = bandOf(toUs - 1);
    bands.set(band, (bands.get(band) ?? 0) + count);
  }
  return new Map(picture).set(step.ratePerSecond, {
    ...before,
    scheduled: before.scheduled + step.requests.scheduled,
    succeeded: before.succeeded + step.requests.succeeded,
    bands,
    failures,
  });
}

export function withDeath(picture: LiveHeatmap, ratePerSecond: number): LiveHeatmap {
  return new Map(picture).set(ratePerSecond, { ...columnAt(picture, ratePerSecond), died: true });
}

function columnAt(picture: LiveHeatmap, ratePerSecond: number): PictureColumn {
  const untried = { scheduled: 0, succeeded: 0, bands: new Map(), failures: new Map(), died: false };
  return picture.get(ratePerSecond) ?? { ratePerSecond, ...untried };
}

/** The vertical axis, from 10^from µs up. */
export interface LatencyAxis {
  readonly from: number;
  readonly cells: number;
  /** A divisor of `PER_DECADE`, so that a cell is made of whole bands. */
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
  picture: LiveHeatmap,
  rates: readonly number[],
  axis: LatencyAxis,
): ShownColumn | null {
  const columns = rates.flatMap((rate) => picture.get(rate) ?? []);
  const scheduled = columns.reduce((sum, column) => sum + column.scheduled, 0);
  const died = columns.some((column) => column.died);
  if (scheduled === 0) return died ? { shares: [], successRatio: 0, died } : null;
  const { from, cells, cellsPerDecade } = axis;
  const bandsPerCell = PER_DECADE / cellsPerDecade;
  const shares = new Array<number>(cells).fill(0);
  for (const [band, count] of columns.flatMap(({ bands }) => [...bands])) {
    const cell = Math.floor((band - from * PER_DECADE) / bandsPerCell);
    const shown = Math.max(0, Math.min(cells - 1, cell));
    shares[shown] = (shares[shown] ?? 0) + count / scheduled;
  }
  const succeeded = columns.reduce((sum, column) => sum + column.succeeded, 0);
  return { shares, successRatio: succeeded / scheduled, died };
}
