/** Whoever reads what the program prints may stop, and a terminal may be closed: neither is a mistake. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { syntheticRun } from '../fixtures/run.ts';

const program = fileURLToPath(new URL('./real-program-start.ts', import.meta.url));
const world = {
  'app/target.json': { name: 'app', start: ['node', 'server.js'], build: [['node', '-e', 'console.log(1)']] },
  'run/run.json': syntheticRun({ rates: [10] }),
};

describe('a reader that has stopped', () => {
  for (const [closed, argv, leaves] of [
    ['stdout', ['sweep', '--target', './app', '--dry-run'], null],
    ['stdout', ['report', './run', '--format', 'md,csv'], 'run/report.csv'],
    ['stdout', ['build', '--target', './app', '--json'], null],
    ['stderr', ['build', '--target', './app'], null],
    ['stderr', ['sweep', '--rates', 'many'], null],
  ] as const) {
    it(`of ${closed} is no mistake of bench ${argv.join(' ')}`, async (t) => {
      const cwd = temporaryFolder(t, world);
      const child = spawn(process.execPath, [program, ...argv], {
        cwd,
        env: { ...process.env, XDG_CACHE_HOME: join(cwd, 'cache'), XDG_STATE_HOME: join(cwd, 'state') },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child[closed].destroy();
      let other = '';
      child[closed === 'stdout' ? 'stderr' : 'stdout'].setEncoding('utf8').on('data', (text) => {
        other += text;
      });
      const [code] = await once(child, 'close');
      assert.equal(code, argv.some((word) => word === 'many') ? 2 : 0, other);
      assert.doesNotMatch(other, /mistake in bench|^ +at /m);
      if (leaves !== null) assert.ok(existsSync(join(cwd, leaves)));
    });
  }
});
