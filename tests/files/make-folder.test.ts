import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeFolder } from '../../src/files/make-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('making a folder', () => {
  it('makes those above it, and does nothing where it is there', (t) => {
    const folder = join(temporaryFolder(t), 'a b/ü/c');
    makeFolder(folder);
    makeFolder(folder);
    assert.ok(statSync(folder).isDirectory());
  });

  it('fails where a file is in the way, at its end or on the way to it', (t) => {
    const folder = temporaryFolder(t, { file: '' });
    assert.throws(() => makeFolder(join(folder, 'file')), { code: 'EEXIST' });
    assert.throws(() => makeFolder(join(folder, 'file/below/it')), { code: 'ENOTDIR' });
  });

  it('ends where a folder exists that takes none', { skip: !existsSync('/proc/self') && 'no /proc' }, () => {
    assert.throws(() => makeFolder('/proc/of-nobody/x'), /no folder can be made in \/proc/);
  });
});
