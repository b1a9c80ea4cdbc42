/** What the Node targets share, where no page of a target shows it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

it('targets/shared-node has types, which the TypeScript of a framework reads from its comments', () => {
  const { status, stdout } = spawnSync('tsc', ['-p', join(root, 'targets/shared-node')], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}` },
  });
  assert.equal(status, 0, stdout);
});
