import { type Visit, wasMeasured } from '../model/next-step.ts';

/** So many adjacent rates … */
const ADJACENT = 3;
/** … with less goodput in the window than this share of what was scheduled, or with a dead server. */
const LEAST_GOODPUT = 0.2;

/**
 * Why the next higher rate is not worth trying, or null where it is: the last rates only hit a server that was down.
 * @param visits in ascending order of rates
 */
export function reasonToStop(visits: readonly Visit[]): string | null {
  const last = visits.filter(wasMeasured).slice(-ADJACENT);
  const lost = last.filter(({ serverDied, goodputRatio }) => serverDied || goodputRatio < LEAST_GOODPUT);
  if (lost.length < ADJACENT) return null;
  return `the ${ADJACENT} rates below had goodput under ${LEAST_GOODPUT * 100} % or ended the server`;
}
