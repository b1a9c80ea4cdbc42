/** What a warm-up says about the rates that a search begins with. */
import type { ServerRecord } from '../../model/run.ts';

export interface FirstEstimate {
  /** At the end of the closed loop; 0 where it answered nothing. */
  readonly closedLoopPerSecond: number;
  /**
   * What the server's CPUs would bear if all that they did was answering: far more than the closed loop of a server that
   * waits, for a database for example. Null: what it used is not known.
   */
  readonly cpuBoundPerSecond: number | null;
}

/** Of the windows of a warm-up, those in which it has settled. */
const LAST_WINDOWS = 4;

/** @param cpus that the server has */
export function firstEstimate(
  { requests, ms, windows, cpuMs = null }: ServerRecord['warmup'],
  cpus: number,
): FirstEstimate {
  const last = windows.length === 0 ? [{ requests, ms }] : windows.slice(-LAST_WINDOWS);
  const sum = (key: 'requests' | 'ms') => last.reduce((before, window) => before + window[key], 0);
  return {
    closedLoopPerSecond: sum('ms') > 0 ? (sum('requests') * 1_000) / sum('ms') : 0,
    cpuBoundPerSecond: cpuMs === null || cpuMs <= 0 ? null : (cpus * 1_000 * requests) / cpuMs,
  };
}
