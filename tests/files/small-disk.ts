import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './temporary-folder.ts';

/** A disk of its own that a test may fill, or make read-only. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes free. */
  fill(leave?: number): void;
  makeReadOnly(): void;
}

/** 256 KiB in memory, gone when the test is over; null, with the test skipped, where this user may not mount. */
export function smallDisk(t: TestContext): SmallDisk | null {
  // What is registered first is done first: a folder goes only once its disk is gone.
  let mounted = '';
  t.after(() => mounted !== '' && execFileSync('umount', ['-l', mounted]));
  const at = join(temporaryFolder(t), 'disk');
  mkdirSync(at);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', at], { stdio: 'ignore' });
    mounted = at;
  } catch {
    t.skip('this user may not mount a disk');
    return null;
  }
  return {
    folder: at,
    fill(leave = 0) {
      const { bavail, bsize } = statfsSync(at);
      writeFileSync(join(at, 'filling'), Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    },
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,bind,ro', at]),
  };
}
