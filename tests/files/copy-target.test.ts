import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { copiedTarget, makeCopy, needsCopy } from '../../src/files/copy-target.ts';
import { completeTarget } from '../../src/files/load-target.ts';
import { addFiles, folderWith } from './folder.ts';
import { withoutRights } from './without-rights.ts';

const manifest = { name: 'app', start: ['node', 'server.js'], build: [['npm', 'ci']] };

describe('a target whose own folder is not to be written to', () => {
  it('is one in an installed package, or in a read-only folder, that has to be built', async (t) => {
    const folder = folderWith(t, { 'node_modules/framebench/targets/app/target.json': '{}' });
    const installed = join(folder, 'node_modules/framebench/targets/app');
    assert.equal(await needsCopy(completeTarget(manifest, folder, null, null)), false);
    assert.equal(await needsCopy(completeTarget(manifest, installed, null, null)), true);
    const { build: _, ...unbuilt } = manifest;
    assert.equal(await needsCopy(completeTarget(unbuilt, installed, null, null)), false);
  });

  it('is one that may not be written to', {
    skip: process.getuid?.() === 0 && 'root may write anywhere',
  }, async (t) => {
    const folder = folderWith(t, {});
    chmodSync(folder, 0o555);
    t.after(() => chmodSync(folder, 0o755));
    assert.equal(await needsCopy(completeTarget(manifest, folder, null, null)), true);
  });

  it('is copied without what may not be read', async (t) => {
    const root = folderWith(t, { 'server.js': '1', 'key.pem': 'secret' });
    const copy = join(folderWith(t, {}), 'copy');
    for (const folder of [root, join(copy, '..')]) chmodSync(folder, 0o777);
    chmodSync(join(root, 'key.pem'), 0);
    await withoutRights(() => makeCopy(root, copy, ['key.pem', 'server.js']));
    assert.deepEqual(readdirSync(copy), ['server.js']);
  });

  it('stands in the cache folder with its root and its commands', () => {
    const build = [{ run: ['npm', 'ci'], cwd: '../..' }, ['npm', 'run', 'build']];
    const target = completeTarget({ ...manifest, root: '../..', build }, '/repo/targets/app', null, null);
    const copy = copiedTarget(target, '/cache');
    assert.ok(copy !== null);
    assert.match(copy.root, /^\/cache\/targets\/app-[0-9a-f]{16}$/);
    assert.equal(copy.path, join(copy.root, 'targets/app'));
    assert.deepEqual(
      copy.build.map(({ cwd }) => cwd),
      [copy.root, copy.path],
    );
  });

  it('cannot be copied where a command runs outside of its root', () => {
    const build = [{ run: ['npm', 'ci'], cwd: '../..' }];
    assert.equal(
      copiedTarget(completeTarget({ ...manifest, build }, '/repo/targets/app', null, null), '/c'),
      null,
    );
  });

  it('is copied with its inputs and nothing of an earlier copy', async (t) => {
    const root = folderWith(t, { 'a/b.js': '1', 'l.js': '-> a/b.js', 'c.js': '2', 'run.sh': '3' });
    chmodSync(join(root, 'run.sh'), 0o755);
    const copy = join(folderWith(t, {}), 'copy');
    addFiles(copy, { 'old.js': 'old' });
    await makeCopy(root, copy, ['a/b.js', 'l.js', 'run.sh', '../outside.js']);
    assert.equal(readFileSync(join(copy, 'a/b.js'), 'utf8'), '1');
    assert.equal(readlinkSync(join(copy, 'l.js')), 'a/b.js');
    assert.equal(existsSync(join(copy, 'c.js')), false);
    assert.equal(existsSync(join(copy, 'old.js')), false);
  });
});
