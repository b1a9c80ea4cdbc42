/** The cells of the heatmap: logarithmic ranges of latency with explicit edges, the same for all targets. */
import type { Cell } from '../../model/analysis.ts';
import { HIGHEST_US, type Histogram } from '../../model/histogram.ts';

/** Bands of latency in a decade, here and in the terminal's heatmap. */
export const PER_DECADE = 10;
const FEWEST = 3 * PER_DECADE;
const LAST = Math.ceil(exponentOf(HIGHEST_US));

/** Ascending edges, ten a decade, that enclose all of the values, three decades at least and from 1 µs up. */
export function latencyEdgesUs(histograms: Iterable<Histogram>): readonly number[] {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (const histogram of histograms) {
    if (histogram.count === 0) continue;
    lowest = Math.min(lowest, histogram.atRankUs(1) ?? lowest);
    highest = Math.max(highest, histogram.maxUs);
  }
  // Where nothing succeeded there is nothing to show, but an axis still: 0.1 ms to 1 s.
  if (highest === 0 && lowest > 0) [lowest, highest] = [100, 999_999];
  let from = Math.max(0, bandOf(lowest));
  let to = Math.min(LAST, Math.max(from, bandOf(highest)) + 1);
  while (to - from < FEWEST) {
    if (from > 0) from--;
    if (to - from < FEWEST && to < LAST) to++;
  }
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** ((from + i) / PER_DECADE));
}

/**
 * The cells that hold something, in ascending order; their shares are of everything scheduled. What lies in a range
 * of the histogram that an edge cuts through is above the edge, as it is for percentiles and objectives.
 */
export function cellsOf(latency: Histogram, edgesUs: readonly number[], scheduled: number): readonly Cell[] {
  const last = edgesUs.length - 2;
  let below = 0;
  return edgesUs.slice(0, -1).flatMap((fromUs, row): Cell[] => {
    const toUs = edgesUs[row + 1] ?? fromUs;
    const upTo = row === last ? latency.count : latency.countBelow(toUs);
    const count = upTo - below;
    below = upTo;
    // Only a damaged file has more of them than were scheduled, and a finding tells of it.
    return count === 0 ? [] : [{ fromUs, toUs, count, share: Math.min(1, count / scheduled) }];
  });
}

/** Which band a latency belongs to, band 0 beginning at 1 µs. */
export function bandOf(us: number): number {
  return us < 1 ? 0 : Math.floor(exponentOf(us) + 1e-9);
}

function exponentOf(us: number): number {
  return Math.log10(us) * PER_DECADE;
}
