import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lockFolders } from '../../src/files/lock-folders.ts';
import { temporaryFolder } from './temporary-folder.ts';

const never = new AbortController().signal;
const nobody = (folder: string) => assert.fail(`waits for ${folder}`);

describe('a lock on folders', () => {
  it('is had by one at a time; others wait, and say once what for', async (t) => {
    const cache = temporaryFolder(t);
    const first = await lockFolders(cache, ['/a', '/b'], never, nobody);
    const waited: string[] = [];
    const second = lockFolders(cache, ['/b', '/c'], never, (folder) => waited.push(folder));
    const other = await lockFolders(cache, ['/d'], never, nobody);
    assert.deepEqual(waited, ['/b']);
    first.release();
    first.release();
    const { release } = await second;
    assert.deepEqual(waited, ['/b']);
    release();
    other.release();
    (await lockFolders(cache, ['/a', '/b', '/c', '/d', '/a'], never, nobody)).release();
  });

  it('is gone with a process that was killed', async (t) => {
    const cache = temporaryFolder(t);
    const module = JSON.stringify(join(import.meta.dirname, '../../src/files/lock-folders.ts'));
    const script = `import { lockFolders } from ${module};
      await lockFolders(${JSON.stringify(cache)}, ['/a'], new AbortController().signal, () => {});
      console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    const seen = Promise.withResolvers<string>();
    const waiting = lockFolders(cache, ['/a'], never, seen.resolve);
    assert.equal(await seen.promise, '/a');
    holder.kill('SIGKILL');
    (await waiting).release();
  });

  it('is not waited for any longer by one who is interrupted, and what that one held is free', async (t) => {
    const cache = temporaryFolder(t);
    const first = await lockFolders(cache, ['/b'], never, nobody);
    const controller = new AbortController();
    const second = lockFolders(cache, ['/a', '/b'], controller.signal, () => controller.abort());
    await assert.rejects(second, { name: 'AbortError' });
    (await lockFolders(cache, ['/a'], never, nobody)).release();
    first.release();
  });
});
