/** Up to which rate do requests leave on time? */
import type { Rung } from '../../model/examination.ts';

/** At most one in a hundred requests may be taken up later than this after its time, in microseconds. */
export const LATE_US = 1_000;
/** The rate that the server sees may differ by this share. */
const RATE_SHARE = 0.01;

/** Whether this rate was really sent, and on time. */
export function isTrusted({ ratePerSecond, seenRatePerSecond, failed, lateP99Us }: Rung): boolean {
  if (failed > 0 || seenRatePerSecond === null || lateP99Us === null) return false;
  return lateP99Us <= LATE_US && Math.abs(seenRatePerSecond / ratePerSecond - 1) <= RATE_SHARE;
}

/** The highest rate with none below it that is not trusted; 0 where not even the lowest is, null where none was tried. */
export function trustedUpTo(rungs: readonly Rung[]): number | null {
  const firstBad = rungs.findIndex((rung) => !isTrusted(rung));
  const trusted = firstBad < 0 ? rungs : rungs.slice(0, firstBad);
  return rungs.length === 0 ? null : (trusted.at(-1)?.ratePerSecond ?? 0);
}
