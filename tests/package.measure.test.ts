import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { toolEnvironment } from '../src/measure/server/environment.ts';
import { assertWhole, makeWorld } from './cli/real-program.ts';
import { temporaryFolder } from './files/temporary-folder.ts';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);
/** Without what an npm that runs this test has set for itself; the Node of this test is the first on the PATH. */
const env = toolEnvironment(process.env);

/** Folders at the top, or inside of targets, that a clone does not have. */
const made = ['node_modules', 'dist', 'build', 'reports', '.git'];

/** A clone in which targets were built, packed: what is in a folder of one's own must not matter, nor be disturbed. */
async function packed(t: TestContext): Promise<string> {
  const home = temporaryFolder(t);
  const clone = join(home, 'clone');
  cpSync(root, clone, { recursive: true, filter: (path) => path === root || !made.includes(basename(path)) });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  for (const folder of ['node_modules/dependency', 'build/server']) {
    mkdirSync(join(clone, 'targets/remix', folder), { recursive: true });
    writeFileSync(join(clone, 'targets/remix', folder, 'index.js'), 'made');
  }
  await run('npm', ['pack', '--pack-destination', home], { cwd: clone, env });
  const [tarball] = readdirSync(home).filter((name) => name.endsWith('.tgz'));
  assert.ok(tarball, 'npm has packed nothing');
  return join(home, tarball);
}

describe('the package', () => {
  it('installs into an empty folder and sweeps a folder of one’s own there', async (t) => {
    const tarball = await packed(t);

    await t.test('holds what is needed, and nothing that was built or fetched', async () => {
      const { stdout } = await run('tar', ['-tzf', tarball]);
      const files = stdout.split('\n').filter((line) => line !== '');
      for (const path of [
        'bin/bench.js',
        'dist/cli/main.js',
        'dist/measure/load/generator-process.js',
        'docs/schemas/target.schema.json',
        'docs/schemas/run.schema.json',
        'docs/schemas/analysis.schema.json',
        'docs/schemas/bench.config.schema.json',
        'targets/contract/schema.sql',
        'targets/contract/style.css',
        'targets/remix/package-lock.json',
        'targets/remix/target.json',
        'targets/shared-node/database.js',
        'targets/vanilla/target.json',
        'README.md',
        'LICENSE',
      ]) {
        assert.ok(files.includes(`package/${path}`), `${path} is missing`);
      }
      assert.deepEqual(
        files.filter((file) =>
          /\/node_modules\/|^package\/targets\/[^/]+\/build\/|^package\/(src|tests)\//.test(file),
        ),
        [],
      );
    });

    const home = temporaryFolder(t, { 'package.json': { name: 'elsewhere', private: true } });
    await run('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: home, env });
    const world = makeWorld(t, [join(home, 'node_modules/.bin/bench')]);

    await t.test('lists the targets that come with it', async () => {
      const { code, stdout, stderr } = await world.run('targets');
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^remix /m);
      assert.match(stdout, /^vanilla /m);
    });

    await t.test('measures a folder of one’s own beside one of them', async () => {
      world.addApp('app', {});
      const { code, stdout, stderr } = await world.run(
        ...['sweep', '--target', './app', '--target', 'vanilla', '--out', 'run'],
        ...['--rates', '1000', '--duration', '100ms', '--warmup', 'none'],
      );
      assertWhole({ code, stderr });
      assert.equal(stdout, '');
      assert.deepEqual(
        world
          .readRun('run')
          .targets.map(({ label, failure, rounds }) => [label, failure, rounds[0]?.steps.length]),
        [
          ['app', null, 1],
          ['vanilla', null, 1],
        ],
      );
      assert.match(world.read('run/report.html'), /<\/html>\s*$/);
      assert.deepEqual(world.started(), []);
    });
  });
});
