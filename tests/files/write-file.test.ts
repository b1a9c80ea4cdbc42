import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { proveFile } from '../../src/files/write-file.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { withoutRights } from './without-rights.ts';

const refused = (says: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UsageError, `${error}`);
  assert.match(error.message, says);
  assert.equal(error.hint, 'Name another file.');
  return true;
};

describe('proving that a file can be written', () => {
  it('leaves what is there as it is, and makes the folder of what is not', (t) => {
    const folder = temporaryFolder(t, { 'old.xml': 'old' });
    proveFile(join(folder, 'old.xml'), '--junit');
    proveFile(join(folder, 'new/new.xml'), '--junit');
    assert.equal(readFileSync(join(folder, 'old.xml'), 'utf8'), 'old');
    assert.deepEqual(readdirSync(join(folder, 'new')), []);
  });

  it('refuses a folder, a device and what lies below a file', (t) => {
    const folder = temporaryFolder(t, { file: '', 'folder/x': '' });
    symlinkSync('/dev/zero', join(folder, 'device'));
    for (const [name, says] of [
      ['folder', /^--junit: cannot write to .*folder: it is a folder$/],
      ['device', /device: it is a pipe or a device$/],
      ['file/x', /x: part of its path is a file, not a folder$/],
    ] as const) {
      assert.throws(() => proveFile(join(folder, name), '--junit'), refused(says));
    }
  });

  it('refuses a protected file, and one in a protected folder', async (t) => {
    const folder = temporaryFolder(t, { 'protected.xml': '', 'closed/x': '' });
    chmodSync(folder, 0o777);
    chmodSync(join(folder, 'protected.xml'), 0o444);
    chmodSync(join(folder, 'closed'), 0o555);
    await withoutRights(async () => {
      for (const name of ['protected.xml', 'closed/new.xml'])
        assert.throws(() => proveFile(join(folder, name), '--junit'), refused(/there is no permission$/));
    });
    chmodSync(join(folder, 'closed'), 0o755);
    assert.ok(!existsSync(join(folder, 'closed/new.xml')));
  });
});
