/** `bench build` and `bench verify` with a host over ssh, reached through a real sshd in a network namespace. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { VerificationDocument } from '../../src/model/verification.ts';
import { type SshHost, sshHost, whyNoSshHost } from '../fixtures/ssh-host.ts';
import { runBench } from './run-bench.ts';

const guarded = { timeout: 600_000, skip: whyNoSshHost() };

/** A folder with a configuration that names the host `far`. */
function beside(host: SshHost, t: TestContext) {
  const cwd = mkdtempSync(join(tmpdir(), 'framebench-far-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const far = { cpus: 1, via: { ssh: host.destination, directory: host.directory } };
  writeFileSync(join(cwd, 'bench.config.json'), JSON.stringify({ hosts: { far } }));
  const env = {
    PATH: process.env['PATH'] ?? '',
    XDG_CACHE_HOME: join(cwd, 'cache'),
    XDG_STATE_HOME: join(cwd, 'state'),
    BENCH_SSH_CONFIG: host.configFile,
  };
  return { cwd, run: (...argv: string[]) => runBench([...argv, '--host', 'far'], { cwd, env }) };
}

describe('a host over ssh, without load', guarded, () => {
  it('builds there, and tells of a build that fails there', async (t) => {
    await using host = await sshHost();
    const { cwd, run } = beside(host, t);
    mkdirSync(join(cwd, 'app'));
    const fails = ['node', '-e', 'console.log("in " + process.cwd()); process.exit(3)'];
    const manifest = { name: 'app', start: ['node', 'server.js'], build: [fails] };
    writeFileSync(join(cwd, 'app', 'target.json'), JSON.stringify(manifest));
    const { exitCode, stdout, stderr } = await run('build', '--target', './app', '--json');
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, new RegExp(`in ${host.directory}/targets/app-`));
    assert.match(stdout, /"reason": "build-failed"/);
    assert.match(stdout, new RegExp(`"path": "${join(cwd, 'app')}"`));
    assert.deepEqual(host.working(), []);
  });

  it('verifies there, on a database there that is looked at and changed', async (t) => {
    await using host = await sshHost();
    const { cwd, run } = beside(host, t);
    // The wrong blog is a part of the right one, so both are copied, as a target that says what it needs.
    const root = join(import.meta.dirname, '..', '..');
    const wrong = 'tests/fixtures/wrong-blog';
    for (const folder of [wrong, 'targets/vanilla', 'targets/shared-node', 'targets/contract']) {
      cpSync(join(root, folder), join(cwd, 'copy', folder), { recursive: true });
    }
    const manifest = join(cwd, 'copy', wrong, 'target.json');
    const needs = { root: '../../..', inputs: ['targets/**', `${wrong}/**`] };
    writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), ...needs }));
    const targets = ['vanilla', `./copy/${wrong}:writes`, `./copy/${wrong}:cached`];
    const { exitCode, stdout, stderr } = await run(
      'verify',
      ...targets.flatMap((target) => ['--target', target]),
      '--json',
    );
    assert.equal(exitCode, 3, stderr);
    const document = JSON.parse(stdout) as VerificationDocument;
    assert.deepEqual(
      document.targets.map(({ label, failure, checks }) => [
        label,
        failure,
        checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check),
      ]),
      [
        ['vanilla', null, []],
        ['wrong-blog:writes', null, ['still']],
        ['wrong-blog:cached', null, ['alive']],
      ],
    );
    assert.deepEqual(host.working(), []);
  });
});
