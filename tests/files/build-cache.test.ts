import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Buildable, beginBuild, findBuild, keepBuild } from '../../src/files/build-cache.ts';
import { addFiles, folderWith } from './folder.ts';

interface Scene {
  readonly cache: string;
  readonly path: string;
  readonly place: Buildable;
  /** Builds: writes these files, as the build command would. */
  build(hash: string, made: Readonly<Record<string, string>>, durationMs?: number): Promise<void>;
  duration(hash: string): Promise<number | null>;
}

function scene(t: TestContext, build: Buildable['build'] = []): Scene {
  const cache = folderWith(t, {});
  const path = folderWith(t, { 'target.json': '{}', 'src/a.ts': 'a' });
  const place = { path, build, outputs: ['.tool'] };
  return {
    cache,
    path,
    place,
    async build(hash, made, durationMs = 1_234) {
      const before = await beginBuild(cache, place);
      addFiles(path, made);
      const inputs = ['target.json', 'src/a.ts'].map((file) => join(path, file));
      await keepBuild(cache, place, { before, hashes: [hash], inputs, durationMs, incremental: false });
    },
    duration: async (hash) => (await findBuild(cache, place, hash))?.durationMs ?? null,
  };
}

const made = { 'build/server.js': '1', 'node_modules/x/i.js': '2' };

describe('the cache of builds', () => {
  it('finds a build of the same content, with its original duration', async (t) => {
    const s = scene(t);
    assert.equal(await s.duration('h1'), null);
    await s.build('h1', made);
    assert.equal(await s.duration('h1'), 1_234);
    assert.equal(await s.duration('h2'), null);
  });

  for (const gone of ['build', 'node_modules']) {
    it(`does not find it when ${gone} was removed, or made anew by hand`, async (t) => {
      const s = scene(t);
      await s.build('h1', made);
      rmSync(join(s.path, gone), { recursive: true });
      assert.equal(await s.duration('h1'), null);
      mkdirSync(join(s.path, gone));
      assert.equal(await s.duration('h1'), null);
    });
  }

  it('does not find it when a single file that it made was removed or changed', async (t) => {
    for (const change of [
      (file: string) => rmSync(file),
      (file: string) => writeFileSync(file, 'other content'),
    ]) {
      const s = scene(t);
      await s.build('h1', { 'server.bin': 'x' });
      assert.equal(await s.duration('h1'), 1_234);
      change(join(s.path, 'server.bin'));
      assert.equal(await s.duration('h1'), null);
    }
  });

  it('does not find it after a build of something else there, even one that failed', async (t) => {
    const s = scene(t);
    await s.build('h1', made);
    await s.build('h2', made);
    assert.equal(await s.duration('h1'), null);
    assert.equal(await s.duration('h2'), 1_234);
    await beginBuild(s.cache, s.place);
    assert.equal(await s.duration('h2'), null);
  });

  it('still knows what was made by a tool that left the folder itself alone', async (t) => {
    const s = scene(t);
    await s.build('h1', { 'out/x': '1' });
    await s.build('h2', {});
    rmSync(join(s.path, 'out'), { recursive: true });
    assert.equal(await s.duration('h2'), null);
  });

  it('puts no stamp beside sources', async (t) => {
    const s = scene(t);
    await s.build('h1', { ...made, 'src/generated.ts': 'g' });
    assert.deepEqual(readdirSync(s.path).toSorted(), ['build', 'node_modules', 'src', 'target.json']);
    assert.deepEqual(readdirSync(join(s.path, 'src')).toSorted(), ['a.ts', 'generated.ts']);
    assert.equal(await s.duration('h1'), 1_234);
  });

  it('keeps builds with other commands in the same folder apart', async (t) => {
    const s = scene(t);
    await s.build('h1', made);
    const other: Buildable = { path: s.path, build: [{ run: ['make'], cwd: s.path }], outputs: [] };
    assert.equal(await findBuild(s.cache, other, 'h1'), null);
    const before = await beginBuild(s.cache, other);
    addFiles(s.path, { 'build/other.js': '1' });
    await keepBuild(s.cache, other, { before, hashes: ['h1'], inputs: [], durationMs: 5, incremental: true });
    assert.deepEqual(await findBuild(s.cache, other, 'h1'), { durationMs: 5, incremental: true });
    assert.equal(await s.duration('h1'), 1_234);
  });

  it('takes a record that is cut off for none', async (t) => {
    const s = scene(t);
    await s.build('h1', made);
    const [name = ''] = readdirSync(join(s.cache, 'builds'));
    for (const text of ['{"schema": 1, "pa', 'null', '{"schema": 1}', '{"schema": 2}']) {
      writeFileSync(join(s.cache, 'builds', name), text);
      assert.equal(await s.duration('h1'), null);
    }
  });
});
