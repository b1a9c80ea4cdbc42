import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { countLines } from '../../src/files/count-lines.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('lines of code are counted in a target’s own folder, wherever its inputs begin', async (t) => {
  const root = temporaryFolder(t, {
    'shared/database.js': 'one\n',
    'app/server.js': 'one\n\nthree\n',
    'app/views/home.ejs': 'one\n',
    'app/Cargo.lock': 'one\n',
    'app/package.json': {},
    'app/node_modules/x.js': 'one\n',
  });
  const path = join(root, 'app');
  const target = { path, root, inputs: ['shared/*', 'app/**'], outputs: ['node_modules'] };
  assert.equal(await countLines(target), 4);
  assert.equal(await countLines({ ...target, root: path, inputs: ['**'] }), 4);
  assert.equal(await countLines({ ...target, inputs: null }), null);
});
