import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { digestFiles } from '../../src/files/content-hash.ts';
import { listInputs } from '../../src/files/list-inputs.ts';
import { folderWith } from './folder.ts';
import { withoutRights } from './without-rights.ts';

const app = {
  'target.json': '{}',
  'server.js': '1',
  'src/page.ts': '2',
  'src/build/note.ts': '3',
  'node_modules/a/index.js': '4',
  'build/server.js': '5',
  'link.js': '-> server.js',
};
const plain = { inputs: null, outputs: [] };

describe('the inputs of a build', () => {
  it('are the files that git tracks, and new ones that it does not ignore', async (t) => {
    const path = folderWith(t, app);
    const listed = {
      tracked: ['server.js', 'deleted.js', 'build/server.js'],
      fresh: ['link.js', 'node_modules/x'],
    };
    const { files } = await listInputs({ path, root: path, ...plain }, listed);
    assert.deepEqual(files, ['build/server.js', 'link.js', 'server.js', 'target.json']);
  });

  for (const listed of [null, { tracked: [], fresh: [] }]) {
    it(`are all files but what tools make, where git lists ${listed === null ? 'nothing' : 'none'}`, async (t) => {
      const path = folderWith(t, { ...app, '.tool/server.js': '6', '.tool/cache/x': '7' });
      const { files } = await listInputs({ path, root: path, ...plain }, listed);
      assert.deepEqual(files, ['link.js', 'server.js', 'src/page.ts', 'target.json']);
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
    const of = async (inputs: readonly string[], from: typeof listed | null) =>
      (await listInputs({ path, root, inputs, outputs: [] }, from)).files;
    assert.deepEqual(await of(['lib/**', 'c.ts', 'nothing/*'], listed), [
      'c.ts',
      'lib/a.ts',
      'targets/app/target.json',
    ]);
    assert.deepEqual(await of(['lib/dist/**'], null), ['lib/dist/b.js', 'targets/app/target.json']);
  });

  const written: Readonly<Record<string, string>> = {
    'a log': 'access.log',
    'a log that was rotated': 'logs/access.log.1',
    'a database': 'data.sqlite',
    'the journal of a database': 'prisma/dev.db-journal',
    'a process id': 'server.pid',
    bytecode: 'lib/page.pyc',
    'a run': 'reports/2026-03-04-050607-app/run.json',
    'the log of a run': 'reports/2026-03-04-050607-app/build-app.txt',
    'a report of several runs': 'reports/2026-03-04-050607-a+2026-03-05-050607-b/report.html',
    'a stamp in what was built': 'public/.framebench-0123456789abcdef',
    'a declared output': 'out/page.html',
    'a declared output, by a glob': 'visits-7.json',
  };
  for (const [what, file] of Object.entries(written)) {
    it(`are not ${what}, whether git knows of it or not`, async (t) => {
      const path = folderWith(t, { 'target.json': '{}', 'server.js': '1', [file]: 'x' });
      const target = { path, root: path, inputs: null, outputs: ['out', 'visits-*.json'] };
      for (const listed of [null, { tracked: ['server.js'], fresh: [file] }]) {
        assert.deepEqual((await listInputs(target, listed)).files, ['server.js', 'target.json']);
      }
    });
  }

  it('are not a run in a folder of any name, but are a run.json of one’s own', async (t) => {
    const run = '{"schema":1,"id":"x"}';
    const path = folderWith(t, {
      'target.json': '{}',
      'mine/run.json': run,
      'mine/report.html': '',
      'src/run.json': '{"go": 1}',
      'src/report.html': '',
    });
    const { files } = await listInputs({ path, root: path, ...plain }, null);
    assert.deepEqual(files, ['src/report.html', 'src/run.json', 'target.json']);
  });

  it('leave out what may not be read, and name it', async (t) => {
    const path = folderWith(t, {
      'target.json': '{}',
      'key.pem': 'secret',
      'data/rows': '1',
      'server.js': '1',
    });
    chmodSync(path, 0o755);
    chmodSync(join(path, 'key.pem'), 0);
    chmodSync(join(path, 'data'), 0);
    const { listed, read } = await withoutRights(async () => {
      const listed = await listInputs({ path, root: path, ...plain }, null);
      return { listed, read: await digestFiles(path, listed.files) };
    });
    chmodSync(join(path, 'data'), 0o755);
    assert.deepEqual(listed.unreadable, ['data']);
    assert.deepEqual(read.unreadable, ['key.pem']);
    assert.deepEqual([...read.digests.keys()], ['server.js', 'target.json']);
  });
});
