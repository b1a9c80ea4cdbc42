/** What must add up in every step, whatever the server did. A step that breaks one was recorded wrongly. */
import { Histogram } from '../../model/histogram.ts';
import type { Step } from '../../model/run.ts';

/** One sum that does not come out, in words with both sides. Empty: all is well. */
export function brokenIdentities(step: Step, latencyCount = Histogram.decode(step.latency).count): string[] {
  const { scheduled, sent, succeeded, failed, shed } = step.requests;
  const ofKinds = Object.values(step.failures).reduce((sum, count) => sum + count, 0);
  const inSlices = step.slices.reduce((sum, slice) => sum + slice.scheduled, 0);
  const rules: readonly (readonly [boolean, string])[] = [
    [
      scheduled === succeeded + failed + shed,
      `scheduled ${scheduled} ≠ succeeded ${succeeded} + failed ${failed} + shed ${shed}`,
    ],
    [sent <= scheduled, `sent ${sent} > scheduled ${scheduled}`],
    [ofKinds === failed, `failures by kind ${ofKinds} ≠ failed ${failed}`],
    [latencyCount === succeeded, `latencies ${latencyCount} ≠ succeeded ${succeeded}`],
    [
      step.completedInWindow <= succeeded,
      `completed in the window ${step.completedInWindow} > succeeded ${succeeded}`,
    ],
    [inSlices === scheduled, `scheduled in the slices ${inSlices} ≠ scheduled ${scheduled}`],
  ];
  return rules.flatMap(([holds, words]) => (holds ? [] : [words]));
}
