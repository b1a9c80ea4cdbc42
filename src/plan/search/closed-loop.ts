import type { ServerRecord } from '../../model/run.ts';

/** Requests per second at the end of a warm-up's closed loop, by its last window; 0 where it answered nothing. */
export function closedLoopRate({ requests, ms, windows }: ServerRecord['warmup']): number {
  const last = windows.at(-1) ?? { requests, ms };
  return last.ms > 0 ? (last.requests * 1_000) / last.ms : 0;
}
