import assert from 'node:assert/strict';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { diskUsed } from '../../src/files/disk-used.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('counts every file of a folder once, and follows no link', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'deep'));
  const empty = diskUsed([folder]);
  writeFileSync(join(folder, 'deep', 'a'), Buffer.alloc(100_000, 1));
  const used = diskUsed([folder]);
  assert.ok(used >= empty + 100_000);
  linkSync(join(folder, 'deep', 'a'), join(folder, 'b'));
  symlinkSync('/', join(folder, 'everything'));
  assert.ok(diskUsed([folder, folder]) < used + 50_000);
});
