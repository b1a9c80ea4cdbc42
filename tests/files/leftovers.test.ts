import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { cacheFolder, stateFolder } from '../../src/files/folders.ts';
import { openRecords } from '../../src/files/leftovers.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Note {
  readonly pid: number;
}

const isNote = (value: unknown): value is Note =>
  typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number';

describe('records of what runs', () => {
  it('are found again by whoever opens the folder next, until they are forgotten', (t) => {
    const folder = join(temporaryFolder(t), 'state');
    const before = openRecords(folder, isNote);
    assert.deepEqual(before.all(), []);
    const first = before.keep('1-10', { pid: 10 });
    before.keep('1-20', { pid: 20 });
    const pids = () =>
      openRecords(folder, isNote)
        .all()
        .map(({ record }) => record.pid);
    assert.deepEqual(pids(), [10, 20]);
    first.forget();
    first.forget();
    assert.deepEqual(pids(), [20]);
    for (const kept of openRecords(folder, isNote).all()) kept.forget();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('that are none are removed, for nobody could ever use them', (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, 'half.json'), '{"pid": 1');
    writeFileSync(join(folder, 'other.json'), '{"pid": "x"}');
    assert.deepEqual(openRecords(folder, isNote).all(), []);
    assert.deepEqual(readdirSync(folder), []);
  });
});

describe('the user’s folders', () => {
  it('are where the environment says, if that is absolute', () => {
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/c' }), '/c/framebench');
    assert.equal(stateFolder({ XDG_STATE_HOME: '/s' }), '/s/framebench');
  });

  it('else are in the home folder', () => {
    assert.match(cacheFolder({}), /^\/.*\/\.cache\/framebench$/);
    assert.match(stateFolder({ XDG_STATE_HOME: 'relative' }), /^\/.*\/\.local\/state\/framebench$/);
  });
});
