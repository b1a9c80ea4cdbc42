import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { cacheFolder, stateFolder } from '../../src/files/folders.ts';
import { openLeftovers, type StoredLeftover } from '../../src/files/leftovers.ts';
import { temporaryFolder } from './temporary-folder.ts';

const leftover = (id: string, serverPid: number): StoredLeftover => ({
  id,
  boot: 'b',
  toolPid: 1,
  toolStart: 2,
  serverPid,
  serverStart: null,
  cgroups: ['/sys/fs/cgroup/x'],
  groupsIn: ['/sys/fs/cgroup'],
});

describe('traces of what runs', () => {
  it('are found again by whoever comes next, until they are forgotten', (t) => {
    const env = { XDG_STATE_HOME: temporaryFolder(t) };
    assert.deepEqual(openLeftovers(env).all(), []);
    const before = openLeftovers(env);
    before.remember(leftover('1-a', 10));
    before.remember(leftover('1-b', 20));
    assert.deepEqual(openLeftovers(env).all(), [leftover('1-a', 10), leftover('1-b', 20)]);
    before.remember(leftover('1-b', 21));
    before.forget({ id: '1-a' });
    before.forget({ id: '1-a' });
    assert.deepEqual(openLeftovers(env).all(), [leftover('1-b', 21)]);
  });

  it('that are none are removed, and what they name is left alone', (t) => {
    const state = temporaryFolder(t, {
      'framebench/servers/half.json': '{"id": "half"',
      'framebench/servers/other.json': { id: 'other' },
      'framebench/servers/elsewhere.json': leftover('../../precious', 1),
      'framebench/servers/another.json': leftover('named-otherwise', 1),
      'precious.json': {},
    });
    assert.deepEqual(openLeftovers({ XDG_STATE_HOME: state }).all(), []);
    assert.deepEqual(readdirSync(join(state, 'framebench/servers')), []);
    assert.deepEqual(readdirSync(state).toSorted(), ['framebench', 'precious.json']);
  });

  it('leave no half-written file behind', (t) => {
    const state = temporaryFolder(t);
    openLeftovers({ XDG_STATE_HOME: state }).remember(leftover('1-a', 10));
    assert.deepEqual(readdirSync(join(state, 'framebench/servers')), ['1-a.json']);
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
