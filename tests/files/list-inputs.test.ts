import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { listInputs } from '../../src/files/list-inputs.ts';
import { folderWith } from './folder.ts';

const app = {
  'target.json': '{}',
  'server.js': '1',
  'src/page.ts': '2',
  'src/build/note.ts': '3',
  'node_modules/a/index.js': '4',
  'build/server.js': '5',
  'link.js': '-> server.js',
};

describe('the inputs of a build', () => {
  it('are the files that git tracks, and new ones that it does not ignore', async (t) => {
    const path = folderWith(t, app);
    const listed = {
      tracked: ['server.js', 'deleted.js', 'build/server.js'],
      fresh: ['link.js', 'node_modules/x'],
    };
    assert.deepEqual(await listInputs({ path, root: path, inputs: null }, listed), [
      'build/server.js',
      'link.js',
      'server.js',
      'target.json',
    ]);
  });

  for (const listed of [null, { tracked: [], fresh: [] }]) {
    it(`are all files but what tools make, where git lists ${listed === null ? 'nothing' : 'none'}`, async (t) => {
      const path = folderWith(t, app);
      assert.deepEqual(await listInputs({ path, root: path, inputs: null }, listed), [
        'link.js',
        'server.js',
        'src/page.ts',
        'target.json',
      ]);
    });
  }

  it('are what the globs match, relative to the root, whatever git says', async (t) => {
    const root = folderWith(t, {
      'targets/app/target.json': '{}',
      'lib/a.ts': '1',
      'lib/dist/b.js': '2',
      'c.ts': '3',
    });
    const path = join(root, 'targets/app');
    const listed = { tracked: ['other.js'], fresh: [] };
    assert.deepEqual(await listInputs({ path, root, inputs: ['lib/**', 'c.ts', 'nothing/*'] }, listed), [
      'c.ts',
      'lib/a.ts',
      'targets/app/target.json',
    ]);
    assert.deepEqual(await listInputs({ path, root, inputs: ['lib/dist/**'] }, null), [
      'lib/dist/b.js',
      'targets/app/target.json',
    ]);
  });
});
