import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { metNothing } from '../../src/cli/met-nothing.ts';
import type { CapacityOverRounds } from '../../src/model/analysis.ts';

const met: CapacityOverRounds = {
  objective: 'p99<500ms',
  kind: 'value',
  ratePerSecond: 100,
  failedAtPerSecond: 200,
  rounds: [],
  interval: null,
  confidence: null,
};
const none: CapacityOverRounds = { ...met, kind: 'none', ratePerSecond: null, failedAtPerSecond: 10 };
const open: CapacityOverRounds = { ...none, failedAtPerSecond: null };
/** A search that was cut short, after a rate that failed. */
const untold: CapacityOverRounds = { ...none, kind: 'cannot-tell' };

/** Of each target, what it meets. */
type Targets = readonly (readonly CapacityOverRounds[])[];

const cases: readonly (readonly [code: number, says: string, targets: Targets])[] = [
  [0, 'a target meets one of its objectives', [[met, none]]],
  [3, 'a target meets no objective at any rate', [[met], [none, none]]],
  [4, 'a target neither meets nor fails one', [[met], [open]]],
  [4, 'a search cannot tell, though a rate failed', [[untold]]],
  [4, 'one objective is met nowhere, and of the other it cannot be told', [[none, untold]]],
  [3, 'one target meets nothing, and of the other it cannot be told', [[none], [untold]]],
];

describe('the exit code of a sweep', () => {
  for (const [code, says, targets] of cases) {
    it(`is ${code} where ${says}`, () => {
      assert.equal(metNothing(targets.map((capacities) => ({ capacities }))), code);
    });
  }
});
