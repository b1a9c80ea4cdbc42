import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyseTogether } from '../../../src/analysis/analyse.ts';
import { tellApart } from '../../../src/analysis/together/tell-apart.ts';
import { runOfTarget } from '../../../src/model/analysis.ts';
import type { Run } from '../../../src/model/run.ts';
import { syntheticRun } from '../../fixtures/run.ts';

const small = { rates: [100], durationMs: 100, minSamples: 1 };
const run = (...labels: string[]): Run =>
  syntheticRun({ ...small, targets: labels.map((label) => ({ label, title: `The ${label}` })) });

const by = (visitor: 'reader' | 'anonymous', one: Run): Run => ({ ...one, plan: { ...one.plan, visitor } });

const labelsOf = (names: ReturnType<typeof tellApart>) =>
  names.map((ofRun) => ofRun.map(({ label }) => label));

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

  it('have titles that say the same', () => {
    const [[first] = []] = tellApart([run('a'), run('a')]);
    assert.equal(first?.title, 'The a (run 1)');
  });

  it('keep their identity, and the facts of their own run, whatever they are called', () => {
    const runs = [run('a'), { ...run('b', 'a'), id: 'second' }];
    const analysis = analyseTogether(runs);
    assert.deepEqual(
      analysis.targets.map(({ label, identity }) => [label, identity]),
      [
        ['a (run 1)', { run: 0, label: 'a' }],
        ['b', { run: 1, label: 'b' }],
        ['a (run 2)', { run: 1, label: 'a' }],
      ],
    );
    assert.deepEqual(
      analysis.targets.map((target) => runOfTarget(analysis, target).runId),
      [runs[0]?.id, 'second', 'second'],
    );
  });
});
