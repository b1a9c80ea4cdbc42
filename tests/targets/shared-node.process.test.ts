/** What the Node targets share, where no page of a target shows it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { serve, targets } from './served-target.ts';

const root = join(import.meta.dirname, '..', '..');
const vanilla = targets.find(({ label }) => label === 'vanilla') ?? assert.fail();

describe('what the Node targets share', () => {
  it('has types, which the TypeScript of a framework reads from its comments', () => {
    const { status, stdout } = spawnSync('tsc', ['-p', join(root, 'targets/shared-node')], {
      encoding: 'utf8',
      env: { PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}` },
    });
    assert.equal(status, 0, stdout);
  });

  it('outlives a visitor who leaves in the middle of a form, and says nothing of it', async () => {
    await using served = await serve(vanilla);
    const before = served.output();
    const { port, address } = served.server;
    const socket = connect(port, address);
    await once(socket, 'connect');
    socket.write('POST /theme HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ntheme=');
    socket.resetAndDestroy();
    assert.equal((await served.get('/')).status, 200);
    assert.equal(served.output(), before);
  });

  it('leaves to the framework what is no form of the blog', async () => {
    await using served = await serve(vanilla);
    assert.equal((await served.post('/signup', { username: 'x' })).status, 405);
  });

  it('says which variable is missing where there is no database, and does not start', () => {
    const { status, stderr } = spawnSync(process.execPath, ['server.js'], {
      cwd: vanilla.path,
      env: {},
      encoding: 'utf8',
    });
    assert.equal(status, 1);
    assert.match(stderr, /BLOG_DB is not set/);
  });
});
