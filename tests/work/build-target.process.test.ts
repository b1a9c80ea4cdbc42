import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { completeTarget } from '../../src/files/load-target.ts';
import { lockFolders } from '../../src/files/lock-folders.ts';
import type { BuiltTarget } from '../../src/model/built-target.ts';
import type { BuildEvent } from '../../src/model/event.ts';
import type { TargetManifest } from '../../src/model/target.ts';
import { buildTarget } from '../../src/work/build-target.ts';
import { addFiles, folderWith } from '../files/folder.ts';
import { type Toolbox, toolbox } from '../measure/server/tools.ts';

interface Site {
  readonly path: string;
  readonly cache: string;
  /** The user's, to be changed. */
  readonly env: Record<string, string>;
  /** Puts a shell script on the PATH. */
  readonly add: Toolbox['add'];
  /** What was told since it was last asked. */
  heard(): string[];
  prepare(signal?: AbortSignal): Promise<BuiltTarget>;
  /** How often the build command ran. */
  builds(): number;
}

const manifest: TargetManifest = {
  name: 'app',
  requires: [{ tool: 'maker', range: '>=1' }],
  build: [['maker', 'all']],
  start: ['node', 'server.js'],
};

/** A target whose build writes a file `build/out` with the content of `src/in`, and counts. */
function site(t: TestContext, change: Partial<TargetManifest> = {}, inside = ''): Site {
  const box = toolbox(t);
  box.add(
    'maker',
    `if [ "$1" = --version ]; then echo maker \${MAKER:-1.2.3}; exit; fi
echo x >> ${box.folder}/count
grep -q broken src/in && { echo "error: broken input"; exit 1; }
mkdir -p build && cp src/in build/out && echo made`,
  );
  box.add('node', 'echo v18.1.0');
  const path = join(folderWith(t, {}), inside);
  mkdirSync(path, { recursive: true });
  addFiles(path, {
    'target.json': JSON.stringify({ ...manifest, ...change }),
    'src/in': 'one',
    'server.js': '',
  });
  const cache = folderWith(t, {});
  const heard: string[] = [];
  const show = (event: BuildEvent) => {
    if (event.kind === 'build-started') heard.push(`begin ${event.label}`);
    if (event.kind === 'build-waiting') heard.push(`wait ${event.label} ${event.folder}`);
    if (event.kind === 'build-line') heard.push(event.line);
    if (event.kind === 'target-failed') heard.push(`failed ${event.label} ${event.failure.reason}`);
    if (event.kind === 'build-finished') {
      heard.push(`end ${event.label} ${event.build?.cached ? 'cached' : event.build ? 'built' : 'nothing'}`);
    }
  };
  return {
    path,
    cache,
    env: box.env,
    add: box.add,
    heard: () => heard.splice(0),
    builds: () => {
      const counter = join(box.folder, 'count');
      return existsSync(counter) ? readFileSync(counter, 'utf8').split('\n').length - 1 : 0;
    },
    prepare: (signal = new AbortController().signal) =>
      buildTarget(completeTarget({ ...manifest, ...change }, path, null, null), {
        env: box.env,
        cache,
        logs: join(cache, 'logs'),
        signal,
        show,
      }),
  };
}

describe('building a target', () => {
  it('builds it once, with its log kept and its versions told', async (t) => {
    const s = site(t);
    const first = await s.prepare();
    assert.equal(first.failure, null);
    assert.deepEqual([first.build?.cached, first.build?.incremental], [false, false]);
    assert.equal(first.target.path, s.path);
    assert.deepEqual(first.versions, { maker: '1.2.3', node: '18.1.0' });
    assert.equal(readFileSync(join(s.path, 'build/out'), 'utf8'), 'one');
    assert.deepEqual(s.heard(), ['begin app', '$ maker all', 'made', 'end app built']);
    assert.equal(readFileSync(join(s.cache, 'logs/build-app.log'), 'utf8'), '$ maker all\nmade\n');

    const second = await s.prepare();
    assert.deepEqual(second.build, { durationMs: first.build?.durationMs, incremental: false, cached: true });
    assert.equal(second.contentHash, first.contentHash);
    assert.deepEqual(s.heard(), ['end app cached']);
    assert.equal(s.builds(), 1);
  });

  const changes: readonly (readonly [what: string, change: (path: string) => void])[] = [
    ['an input changes', (path) => writeFileSync(join(path, 'src/in'), 'two')],
    ['a file is added', (path) => writeFileSync(join(path, 'src/more'), '')],
    ['target.json changes', (path) => writeFileSync(join(path, 'target.json'), '{}')],
    ['what it made is removed', (path) => rmSync(join(path, 'build'), { recursive: true })],
    ['an input becomes a program', (path) => chmodSync(join(path, 'src/in'), 0o755)],
  ];
  for (const [what, change] of changes) {
    it(`builds it again when ${what}`, async (t) => {
      const s = site(t);
      await s.prepare();
      change(s.path);
      assert.equal((await s.prepare()).build?.cached, false);
      assert.equal((await s.prepare()).build?.cached, true);
      assert.equal(s.builds(), 2);
    });
  }

  it('is not led astray by what the build itself adds beside its inputs', async (t) => {
    const s = site(t, {
      build: [
        ['maker', 'all'],
        ['cp', 'src/in', 'generated.lock'],
      ],
    });
    const first = await s.prepare();
    const second = await s.prepare();
    assert.deepEqual([first.build?.cached, second.build?.cached], [false, true]);
    assert.equal(second.contentHash, first.contentHash);
  });

  it('knows its content again where the build itself writes what it is built from', async (t) => {
    const s = site(t, {
      build: [
        ['maker', 'all'],
        ['cp', 'server.js', 'src/in'],
      ],
    });
    const first = await s.prepare();
    const second = await s.prepare();
    assert.equal(second.contentHash, first.contentHash);
    addFiles(s.path, { 'server.js': '// changed' });
    assert.notEqual((await s.prepare()).contentHash, first.contentHash);
  });

  it('is not led astray by a folder of any name that earlier builds made', async (t) => {
    const s = site(t, {
      build: [
        ['maker', 'all'],
        ['cp', '-r', 'build', 'out'],
      ],
    });
    await s.prepare();
    rmSync(join(s.path, 'out'), { recursive: true });
    addFiles(s.path, { 'src/in': 'two' });
    const second = await s.prepare();
    const third = await s.prepare();
    assert.deepEqual([third.build?.cached, third.contentHash], [true, second.contentHash]);
    addFiles(s.path, { 'out/edited': 'x' });
    assert.equal((await s.prepare()).contentHash, second.contentHash);
  });

  it('names a missing tool, and starts nothing', async (t) => {
    const s = site(t, { requires: [{ tool: 'maker', range: '>=2', hint: 'get a newer maker' }] });
    const { failure, build } = await s.prepare();
    assert.deepEqual(failure, {
      reason: 'missing-tool',
      detail: 'maker is 1.2.3, and >=2 is needed. Get a newer maker.',
    });
    assert.equal(build, null);
    assert.equal(s.builds(), 0);
    assert.deepEqual(s.heard(), ['failed app missing-tool']);
  });

  it('tells why a build failed, and does not take it for one later', async (t) => {
    const s = site(t);
    addFiles(s.path, { 'src/in': 'broken' });
    const { failure } = await s.prepare();
    assert.equal(failure?.reason, 'build-failed');
    assert.match(failure.detail, /^`maker all` failed with exit code 1 in .*: error: broken input\n/);
    assert.equal((await s.prepare()).failure?.reason, 'build-failed');
    assert.equal(s.builds(), 2);
  });

  it('knows one that needs no build by what git tracks of it, and does not know one that git does not', async (t) => {
    const s = site(t, { build: [] });
    const first = await s.prepare();
    assert.deepEqual([first.build, first.failure, first.contentHash], [null, null, null]);
    assert.deepEqual(s.heard(), ['end app nothing']);
    const git = (...args: string[]) => execFileSync('git', ['-C', s.path, ...args], { stdio: 'ignore' });
    git('init');
    git('add', 'server.js', 'target.json');
    const { contentHash } = await s.prepare();
    assert.match(contentHash ?? '', /^[0-9a-f]{64}$/);
    addFiles(s.path, {
      'reports/2026-03-04-050607-app/run.json': '{}',
      'visits.txt': '1',
      'server.log': '1',
    });
    assert.equal((await s.prepare()).contentHash, contentHash);
    addFiles(s.path, { 'server.js': 'changed' });
    assert.notEqual((await s.prepare()).contentHash, contentHash);
  });

  it('reads nothing where nothing is built, however much lies there', async (t) => {
    const s = site(t, { build: [] });
    truncateSync(join(s.path, 'src/in'), 2 ** 40);
    assert.equal((await s.prepare()).failure, null);
  });

  it('runs no program for its version that might be a server', async (t) => {
    const s = site(t, { start: ['my-app'], requires: [{ tool: 'my-app' }] });
    s.add('my-app', `touch ${s.cache}/started`);
    const { failure, versions } = await s.prepare();
    assert.deepEqual([failure, versions], [null, {}]);
    assert.equal(existsSync(join(s.cache, 'started')), false);
  });

  const written: readonly (readonly [what: string, file: string])[] = [
    ['a sweep in its folder', 'reports/2026-03-04-050607-app/run.json'],
    ['its log', 'access.log'],
    ['its database', 'data.sqlite-wal'],
    ['what it declares as output', 'visits.txt'],
  ];
  for (const [what, file] of written) {
    it(`takes nothing for changed by ${what}`, async (t) => {
      const s = site(t, { outputs: ['visits.txt'] });
      const first = await s.prepare();
      addFiles(s.path, { [file]: 'x' });
      const second = await s.prepare();
      assert.deepEqual([second.build?.cached, second.contentHash], [true, first.contentHash]);
    });
  }

  it('builds again when a variable changes that the target builds in, and for no other', async (t) => {
    const s = site(t, { buildEnv: ['SHOP_*'] });
    await s.prepare();
    s.env['OTHER'] = 'x';
    assert.equal((await s.prepare()).build?.cached, true);
    s.env['SHOP_API'] = 'x';
    assert.equal((await s.prepare()).build?.cached, false);
  });

  it('builds one from an installed package in the cache folder, and leaves the package alone', async (t) => {
    const s = site(t, {}, 'node_modules/framebench/targets/app');
    const first = await s.prepare();
    assert.ok(first.target.path.startsWith(join(s.cache, 'targets')), first.target.path);
    assert.equal(readFileSync(join(first.target.path, 'build/out'), 'utf8'), 'one');
    assert.deepEqual(readdirSync(s.path).toSorted(), ['server.js', 'src', 'target.json']);
    assert.equal((await s.prepare()).build?.cached, true);
    addFiles(s.path, { 'src/in': 'two' });
    assert.equal((await s.prepare()).build?.cached, false);
    assert.equal(readFileSync(join(first.target.path, 'build/out'), 'utf8'), 'two');
  });

  it('copies what lies beside explicit inputs too, for a server may need it', async (t) => {
    const s = site(t, { inputs: ['src/**'] }, 'node_modules/app');
    const { target } = await s.prepare();
    assert.deepEqual(readdirSync(target.path).toSorted(), ['build', 'server.js', 'src', 'target.json']);
  });

  it('waits while another process builds in the same folder, and takes what that one has built', async (t) => {
    const s = site(t);
    const other = await lockFolders(s.cache, [s.path], new AbortController().signal, () => {});
    const waiting = s.prepare();
    while (s.heard().at(-1) !== `wait app ${s.path}`) await setImmediate();
    assert.equal(s.builds(), 0);
    other.release();
    const both = await Promise.all([waiting, s.prepare()]);
    assert.equal(s.builds(), 1);
    assert.deepEqual(both.map(({ build }) => build?.cached).toSorted(), [false, true]);
  });

  it('ends when it is interrupted, and builds anew the next time', async (t) => {
    const s = site(t);
    await s.prepare();
    addFiles(s.path, { 'src/in': 'two' });
    await assert.rejects(s.prepare(AbortSignal.abort(new Error('interrupted'))), /interrupted/);
    assert.equal((await s.prepare()).build?.cached, false);
  });
});
