import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostMisfit } from '../../../src/analysis/gate/host-fit.ts';
import type { Limits, Run } from '../../../src/model/run.ts';
import { syntheticRun } from '../../fixtures/run.ts';

const run = syntheticRun({ rates: [1_000], targets: [{ label: 'a' }] });
const withLimits = (limits: Partial<Limits>, size: Partial<Run['host']['size']> = {}): Run => ({
  ...run,
  host: { ...run.host, size: { ...run.host.size, ...size }, limits: { ...run.host.limits, ...limits } },
});
const missing = (effective: number | null) => ({ enforced: false, by: 'no cgroup', effective });

describe('a host that is not as configured', () => {
  for (const [says, of, expected] of [
    ['all limits in force', run, null],
    ['fewer CPUs', withLimits({ cpu: missing(1) }), /had 1 CPUs instead of 2/],
    ['more CPUs', withLimits({ cpu: missing(8) }), /had 8 CPUs instead of 2/],
    ['as many CPUs as configured, by themselves', withLimits({ cpu: missing(2) }), null],
    ['memory without a limit that no server came near', withLimits({ memory: missing(64e9) }), null],
    [
      'a machine with a little less memory, which no server came near',
      withLimits({ memory: missing(3.8 * 2 ** 30) }),
      null,
    ],
    [
      'memory without a limit that a server went beyond',
      withLimits({ memory: missing(64e9) }, { memoryBytes: 64e6 }),
      /memory was not limited to 61 MiB/,
    ],
    ['open files without a limit that no server came near', withLimits({ openFiles: missing(1_024) }), null],
    [
      'a server that ran already has limits of its own',
      {
        ...withLimits({ cpu: missing(8) }),
        plan: { ...run.plan, targets: run.plan.targets.map((target) => ({ ...target, attached: true })) },
      },
      null,
    ],
  ] as const) {
    it(says, () => {
      const misfit = hostMisfit(of);
      if (expected === null) assert.equal(misfit, null);
      else assert.match(misfit ?? '', expected);
    });
  }
});
