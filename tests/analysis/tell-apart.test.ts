import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tellApart } from '../../src/analysis/tell-apart.ts';
import type { Run } from '../../src/model/run.ts';
import { syntheticRun } from '../fixtures/run.ts';

const small = { rates: [100], durationMs: 100, minSamples: 1 };
const run = (...labels: string[]): Run =>
  syntheticRun({ ...small, targets: labels.map((label) => ({ label, title: `The ${label}` })) });

const by = (visitor: 'reader' | 'anonymous', one: Run): Run => ({ ...one, plan: { ...one.plan, visitor } });

const labelsOf = (runs: readonly Run[]) => runs.map(({ targets }) => targets.map(({ label }) => label));

describe('runs that are told together', () => {
  const cases: [says: string, runs: readonly Run[], labels: readonly (readonly string[])[]][] = [
    ['one alone is as it was', [run('a', 'b')], [['a', 'b']]],
    ['distinct labels stay as they are', [run('a'), run('b')], [['a'], ['b']]],
    [
      'a label of both says in what the runs differ',
      [by('reader', run('a', 'b')), by('anonymous', run('a'))],
      [['a (reader)', 'b'], ['a (anonymous)']],
    ],
    [
      'where they differ in nothing short, it is numbered',
      [run('a'), run('a')],
      [['a (run 1)'], ['a (run 2)']],
    ],
    [
      'where what differs is not enough, it is numbered as well',
      [by('reader', run('a')), by('anonymous', run('a')), by('reader', run('a'))],
      [['a (reader, run 1)'], ['a (anonymous)'], ['a (reader, run 3)']],
    ],
    [
      'a label that somebody chose already is not taken twice',
      [run('a', 'a (run 2)'), run('a')],
      [['a (run 1)', 'a (run 2)'], ['a (run 2) 2']],
    ],
  ];
  for (const [says, runs, labels] of cases) {
    it(says, () => assert.deepEqual(labelsOf(tellApart(runs)), labels));
  }

  it('keep plan, blocks and titles in step with their labels', () => {
    const [first] = tellApart([run('a'), run('a')]);
    assert.equal(first?.plan.targets[0]?.label, 'a (run 1)');
    assert.equal(first?.plan.blocks[0]?.label, 'a (run 1)');
    assert.equal(first?.targets[0]?.title, 'The a (run 1)');
  });
});
