/** Steps made by hand. */
import assert from 'node:assert/strict';
import { Histogram } from '../../../src/model/histogram.ts';
import { type Step, wasTried } from '../../../src/model/run.ts';
import { syntheticRun } from '../../fixtures/run.ts';

/** A step with these latencies of successes, and so many failures by kind. */
export function step(
  latenciesUs: readonly number[],
  failures: Readonly<Record<string, number>> = {},
  shed = 0,
  ratePerSecond = 100,
): Step {
  const base = syntheticRun({ rates: [100], durationMs: 100, minSamples: 1 }).targets[0]?.rounds[0]?.steps[0];
  assert.ok(base !== undefined && wasTried(base));
  const latency = Histogram.empty();
  for (const us of latenciesUs) latency.record(us);
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const scheduled = latenciesUs.length + failed + shed;
  const requests = {
    scheduled,
    sent: scheduled,
    succeeded: latenciesUs.length,
    failed,
    shed,
  };
  return { ...base, ratePerSecond, requests, failures, latency: latency.encode() };
}
