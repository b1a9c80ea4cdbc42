/** Made-up tools in a folder of their own, so that what is on the machine does not matter. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

export interface Toolbox {
  /** A folder that is empty but for `bin`, and removed after the test. */
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Puts a shell script on the PATH. */
  add(name: string, script: string): void;
}

export function toolbox(t: TestContext): Toolbox {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tools-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  return {
    folder,
    env: { PATH: `${bin}:/usr/bin:/bin` },
    add(name, script) {
      const path = join(bin, name);
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
    },
  };
}
