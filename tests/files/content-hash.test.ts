import assert from 'node:assert/strict';
import { chmodSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type BuildFacts,
  buildEnvironment,
  contentHash,
  digestFiles,
  markFiles,
} from '../../src/files/content-hash.ts';
import { addFiles, folderWith } from './folder.ts';

const facts: BuildFacts = {
  commands: [{ run: ['npm', 'ci'], cwd: '' }],
  tools: { node: '24.0.0', npm: '11.0.0' },
  environment: {},
  platform: 'linux',
  arch: 'x64',
};

describe('the content hash', () => {
  it('is the same for the same content, wherever it lies and in whatever order', async (t) => {
    const files = { 'a.js': 'one', 'b.js': 'two' };
    const [here, there] = [folderWith(t, files), folderWith(t, files)];
    const first = contentHash((await digestFiles(here, ['a.js', 'b.js'])).digests, facts);
    const tools = { npm: '11.0.0', node: '24.0.0' };
    assert.equal(
      first,
      contentHash((await digestFiles(there, ['b.js', 'a.js'])).digests, { ...facts, tools }),
    );
    assert.match(first, /^[0-9a-f]{64}$/);
  });

  it('is another one for every single thing that a build depends on', async (t) => {
    const folder = folderWith(t, { 'a.js': 'one', 'b.js': 'one', 'l.js': '-> a.js', 'm.js': '-> b.js' });
    const hash = async (files: readonly string[], change: Partial<BuildFacts> = {}) =>
      contentHash((await digestFiles(folder, files)).digests, { ...facts, ...change });
    const hashes = [
      await hash(['a.js']),
      await hash(['b.js']),
      await hash(['a.js', 'b.js']),
      await hash(['l.js']),
      await hash(['a.js'], { commands: [{ run: ['npm', 'ci'], cwd: 'sub' }] }),
      await hash(['a.js'], { commands: [{ run: ['npm', 'ci', '-f'], cwd: '' }] }),
      await hash(['a.js'], { tools: { node: '24.0.1', npm: '11.0.0' } }),
      await hash(['a.js'], { environment: { RUSTFLAGS: '-C target-cpu=native' } }),
      await hash(['a.js'], { platform: 'darwin' }),
      await hash(['a.js'], { arch: 'arm64' }),
    ];
    addFiles(folder, { 'a.js': 'two' });
    hashes.push(await hash(['a.js']));
    chmodSync(join(folder, 'a.js'), 0o755);
    hashes.push(await hash(['a.js']));
    assert.equal(new Set(hashes).size, hashes.length);
  });

  it('depends on those variables that compilers obey, and on those that the target declares', () => {
    const env = { PATH: '/bin', RUSTFLAGS: '-g', CARGO_PROFILE_RELEASE_LTO: 'fat', HOME: '/', SHOP_API: 'a' };
    const compilers = { RUSTFLAGS: '-g', CARGO_PROFILE_RELEASE_LTO: 'fat' };
    assert.deepEqual(buildEnvironment(env, []), compilers);
    assert.deepEqual(buildEnvironment(env, ['SHOP_*']), { ...compilers, SHOP_API: 'a' });
  });
});

describe('the mark of a file', () => {
  it('changes with its size and with the time of its change, and the file is not read', async (t) => {
    const folder = folderWith(t, { 'a.js': 'one' });
    const marks = async () => (await markFiles(folder, ['a.js', 'gone.js'])).get('a.js');
    const first = await marks();
    addFiles(folder, { 'a.js': 'longer' });
    const longer = await marks();
    utimesSync(join(folder, 'a.js'), 1, 1);
    assert.equal(new Set([first, longer, await marks()]).size, 3);
    truncateSync(join(folder, 'a.js'), 2 ** 40);
    assert.match((await marks()) ?? '', /^1099511627776 /);
  });
});
