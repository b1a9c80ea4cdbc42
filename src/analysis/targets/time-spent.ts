/** Where the latency of a step's successes went: our loop, a connection, the server. */
import type { TimeSpent } from '../../model/analysis.ts';
import { total } from '../../model/step-figures.ts';
import type { Observed } from '../judging/observed.ts';

/**
 * Splits the mean latency. Means add up where percentiles do not: latency is completion − intended, service time is
 * completion − written, so the mean of what lies before the writing is the difference of their means. As much of that
 * as the mean dispatch lag is our loop's; for the rest the request waited for a connection.
 *
 * Null where nothing succeeded, or where the generator does not say how late it was and when it wrote.
 */
export function timeSpentOf({ steps, latency, serviceTime, dispatchLag }: Observed): TimeSpent | null {
  if (latency.count === 0 || serviceTime === null || dispatchLag === null) return null;
  const meanUs = latency.meanUs;
  const serverUs = Math.min(meanUs, serviceTime.meanUs);
  const loopUs = Math.min(meanUs - serverUs, dispatchLag.meanUs);
  return {
    meanUs,
    loopUs,
    connectingUs: meanUs - serverUs - loopUs,
    serverUs,
    opened: total(steps, ({ connections }) => connections.opened) ?? 0,
    synRetransmits: total(steps, ({ machine }) => machine.synRetransmits),
    listenOverflows: total(steps, ({ machine }) => machine.listenOverflows),
  };
}
