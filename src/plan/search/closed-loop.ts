import type { ServerRecord } from '../../model/run.ts';

/** Of the windows of a warm-up, those in which it has settled. */
const LAST_WINDOWS = 4;

/** Requests per second at the end of a warm-up's closed loop; 0 where it answered nothing. */
export function closedLoopRate({ requests, ms, windows }: ServerRecord['warmup']): number {
  const last = windows.length === 0 ? [{ requests, ms }] : windows.slice(-LAST_WINDOWS);
  const sum = (key: 'requests' | 'ms') => last.reduce((before, window) => before + window[key], 0);
  return sum('ms') > 0 ? (sum('requests') * 1_000) / sum('ms') : 0;
}
