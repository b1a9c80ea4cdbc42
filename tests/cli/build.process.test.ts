import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { folderWith } from '../files/folder.ts';
import { runBench } from './run-bench.ts';

const app = (change: object = {}) =>
  JSON.stringify({ name: 'app', start: ['node', 'server.js'], build: [['cp', 'in', 'out']], ...change });
const path = process.env['PATH'] ?? '';

describe('bench build', () => {
  it('builds the target in the current folder, and says when there is nothing to do', async (t) => {
    const cwd = folderWith(t, { 'target.json': app(), in: '1' });
    const env = { PATH: path, XDG_CACHE_HOME: folderWith(t, {}) };
    const first = await runBench(['build'], { cwd, env });
    assert.equal(first.exitCode, 0);
    assert.equal(first.stdout, '');
    assert.match(
      first.stderr,
      /^app: building, log in .*build-app\.log\napp: built in .*s\non the disk: .*B, with all that was built\n$/,
    );
    const second = await runBench(['build'], { cwd, env });
    assert.match(
      second.stderr,
      /^app: built already \(took .*s\)\non the disk: .*B, with all that was built\n$/,
    );
  });

  it('says what each of several takes on the disk, the largest first', async (t) => {
    const manifest = (name: string) => app({ name, build: [] });
    const cwd = folderWith(t, {
      'small/target.json': manifest('small'),
      'large/target.json': manifest('large'),
      'large/data': 'x'.repeat(100_000),
    });
    const env = { PATH: path, XDG_CACHE_HOME: folderWith(t, {}) };
    const { stderr } = await runBench(['build', '--target', './small', '--target', './large'], { cwd, env });
    assert.match(stderr, /on the disk: .*B, with all that was built: large .*B, small .*B\n/);
  });

  it('prints facts as JSON', async (t) => {
    const cwd = folderWith(t, { 'target.json': app({ build: [] }) });
    const env = { PATH: path, XDG_CACHE_HOME: folderWith(t, {}) };
    const { stdout } = await runBench(['build', '--json'], { cwd, env });
    const [facts] = JSON.parse(stdout);
    assert.equal(facts.label, 'app');
    assert.equal(facts.build, null);
    assert.equal(facts.failure, null);
    assert.match(facts.versions.node, /^\d+\.\d+\.\d+$/);
  });

  it('goes on with the other targets when one fails, and ends with 1', async (t) => {
    const folder = folderWith(t, {
      'bad/target.json': app({ name: 'bad', build: [['false']] }),
      'good/target.json': app({ name: 'good', build: [['true']] }),
      'poor/target.json': app({ name: 'poor', requires: [{ tool: 'nothing-such', hint: 'there is none' }] }),
    });
    const env = { PATH: path, XDG_CACHE_HOME: join(folder, 'cache') };
    const targets = ['./bad', './poor', './good'].flatMap((target) => ['--target', target]);
    const { exitCode, stderr } = await runBench(['build', ...targets], { cwd: folder, env });
    assert.equal(exitCode, 1);
    assert.match(stderr, /`false` failed with exit code 1 in .*bad: it printed nothing\./);
    assert.match(stderr, /nothing-such is not installed, or not on the PATH\. There is none\./);
    assert.match(stderr, /^good: built in/m);
  });

  it('refuses unknown targets and hosts before anything is built', async (t) => {
    const cwd = folderWith(t, { 'target.json': app({ build: [['touch', 'made']] }) });
    for (const args of [
      ['--target', 'nobody'],
      ['--host', 'moon'],
    ]) {
      const { exitCode, stderr } = await runBench(['build', ...args], { cwd, env: { PATH: path } });
      assert.equal(exitCode, 2);
      assert.match(stderr, /there is no (built-in target "nobody"|host "moon")/);
    }
  });
});

describe('bench targets', () => {
  const variants = { cluster: { title: 'App, one process per CPU', requires: [{ tool: 'nothing-such' }] } };
  const requires = [{ tool: 'node', range: '>=20' }];

  it('lists what is here, its variants, and what each one needs', async (t) => {
    const manifest = app({ title: 'An app\u001b[31m', language: 'Lisp', class: 'stock', requires, variants });
    const cwd = folderWith(t, { 'target.json': manifest });
    const { exitCode, stdout } = await runBench(['targets'], { cwd, env: { PATH: path } });
    assert.equal(exitCode, 0);
    const lines = stdout.split('\n').map((line) => line.trimEnd());
    const squeezed = lines.map((line) => line.replaceAll(/ +/g, ' '));
    assert.ok(squeezed.includes('. An app Lisp stock'), stdout);
    assert.ok(
      squeezed.some((line) => /^ ✓ node >=20 \d+\.\d+/.test(line)),
      stdout,
    );
    assert.ok(squeezed.includes('.:cluster App, one process per CPU Lisp stock'), stdout);
    assert.ok(
      squeezed.includes(' ✗ nothing-such nothing-such is not installed, or not on the PATH.'),
      stdout,
    );
    assert.ok(
      squeezed.some((line) => line.startsWith('remix Remix')),
      stdout,
    );
    assert.doesNotMatch(stdout, /\u001b/);
  });

  it('says the same as JSON', async (t) => {
    const cwd = folderWith(t, { 'target.json': app({ requires, variants }) });
    const { stdout } = await runBench(['targets', '--json'], { cwd, env: { PATH: path } });
    const listed: { reference: string; ready: boolean; path: string }[] = JSON.parse(stdout);
    const own = listed.filter((target) => target.path === cwd);
    assert.deepEqual(
      own.map(({ reference, ready }) => [reference, ready]),
      [
        ['.', true],
        ['.:cluster', false],
      ],
    );
    assert.ok(listed.some(({ reference }) => reference === 'vanilla'));
  });
});
