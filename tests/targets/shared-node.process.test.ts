/** What the Node targets share, where no page of a target shows it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
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

  it('drops a form whose visitor left in the middle, which is no error', async () => {
    const { plainRoutes } = await import(`${root}/targets/shared-node/plain-routes.js`);
    const answer = plainRoutes(null, pathToFileURL(join(root, 'targets/contract/style.css')));
    const told: unknown[] = [];
    const left = { method: 'POST', url: '/theme', complete: false };
    const request = Object.assign(new Readable({ read() {} }), left);
    const answered = answer(request, null, (error: unknown) => told.push(error));
    request.destroy(new Error('aborted'));
    await answered;
    assert.deepEqual(told, []);
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
