import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TargetRecord } from '../../src/model/run.ts';
import { changeOfTarget } from '../../src/work/refuse-changed.ts';
import { syntheticRun } from '../fixtures/run.ts';

const [usual] = syntheticRun({ rates: [10] }).targets;
assert.ok(usual !== undefined);
const having = (change: Partial<TargetRecord>): TargetRecord => ({ ...usual, ...change });
const express = { node: '24.21.0', express: '5.0.0' };
const failed = (reason: string) => ({ failure: { reason, detail: 'so it is' } });

type Row = readonly [says: string, then: TargetRecord, now: TargetRecord, what: string | null];

describe('a target beside itself at another time', () => {
  const table: readonly Row[] = [
    ['is the same', usual, usual, null],
    ['has another version', usual, having({ versions: { node: '25.0.0' } }), 'node'],
    ['has lost a dependency', having({ versions: express }), usual, 'express'],
    ['has a dependency more', usual, having({ versions: express }), 'express'],
    ['has other code', usual, having({ contentHash: 'beef' }), 'what it is built from'],
    ['has other files', usual, having({ contentHash: 'beef', build: null }), 'what git tracks of it'],
    ['is not known well enough', usual, having({ contentHash: null }), null],
    ['was not known well enough', having({ contentHash: null }), usual, null],
    ['lacks its tools', usual, having({ ...failed('missing-tool'), versions: {} }), null],
    ['lacked its tools', having({ ...failed('missing-tool'), versions: {} }), usual, null],
    ['failed too early to know them all', having({ ...failed('no-copy'), versions: {} }), usual, null],
  ];
  for (const [says, then, now, what] of table) {
    it(says, () => assert.equal(changeOfTarget(then, now)?.what ?? null, what));
  }
});
