import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { knownFiles } from '../../../src/measure/server/known-files.ts';
import { toolbox } from './tools.ts';

const signal = new AbortController().signal;

describe('what git knows of a folder', () => {
  it('is what it tracks, and what is new and not ignored', async (t) => {
    const { folder, env } = toolbox(t);
    const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
    git('init');
    for (const name of ['tracked é.js', 'new.js', 'ignored.log']) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, '.gitignore'), '*.log\nbin\n');
    git('add', 'tracked é.js', '.gitignore');
    assert.deepEqual(await knownFiles({ env, cwd: folder, signal }), {
      tracked: ['.gitignore', 'tracked é.js'],
      fresh: ['new.js'],
    });
  });

  it('is nothing outside of a repository, or without git', async (t) => {
    const { folder, env } = toolbox(t);
    assert.equal(await knownFiles({ env, cwd: folder, signal }), null);
    assert.equal(await knownFiles({ env: { PATH: join(folder, 'bin') }, cwd: folder, signal }), null);
  });
});
