import assert from 'node:assert/strict';
import { it } from 'node:test';
import { whatDiffers } from '../../../src/analysis/together/what-differs.ts';
import { syntheticRun } from '../../fixtures/run.ts';

it('versions that both have are told one by one, what only one of them uses in a single row', () => {
  const run = syntheticRun({ targets: [{ label: 'a' }, { label: 'b' }], rates: [10], durationMs: 100 });
  const [a, b] = run.targets;
  assert.ok(a !== undefined && b !== undefined);
  const differs = (ofA: Record<string, string>, ofB: Record<string, string>) =>
    whatDiffers({ run, record: { ...a, versions: ofA } }, { run, record: { ...b, versions: ofB } }).filter(
      ({ what }) => what !== 'target',
    );
  assert.deepEqual(
    differs(
      { node: '24.1.0', react: '18.3.1', express: '5.1.0' },
      { node: '24.2.0', axum: '0.8.9', leptos: '0.8.0' },
    ),
    [
      { what: 'version of node', a: '24.1.0', b: '24.2.0' },
      { what: 'tools and dependencies', a: 'express 5.1.0, react 18.3.1', b: 'axum 0.8.9, leptos 0.8.0' },
    ],
  );
  assert.deepEqual(differs({ node: '24.1.0' }, {}), [
    { what: 'tools and dependencies', a: 'node 24.1.0', b: 'none' },
  ]);
  assert.deepEqual(differs({ node: '24.1.0' }, { node: '24.1.0' }), []);
});
