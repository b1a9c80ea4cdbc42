import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { cacheFolder, stateFolder } from '../../src/files/folders.ts';
import { UsageError } from '../../src/model/usage-error.ts';

describe('the folders that the tool keeps for itself', () => {
  it('are below the home folder, or where the variables of their kind say', () => {
    assert.equal(cacheFolder({ HOME: '/home/me' }), '/home/me/.cache/framebench');
    assert.equal(cacheFolder({ HOME: '', XDG_CACHE_HOME: '/c' }), '/c/framebench');
    assert.equal(stateFolder({ HOME: '/home/me', XDG_STATE_HOME: 'x' }), '/home/me/.local/state/framebench');
    assert.equal(cacheFolder({}), join(userInfo().homedir, '.cache/framebench'));
  });

  for (const HOME of ['', 'me', '.']) {
    it(`are nowhere where HOME is ${JSON.stringify(HOME)}`, () => {
      for (const folder of [cacheFolder, stateFolder]) {
        assert.throws(
          () => folder({ HOME }),
          (error) => error instanceof UsageError && error.message.endsWith(`HOME is ${JSON.stringify(HOME)}`),
        );
      }
    });
  }
});
