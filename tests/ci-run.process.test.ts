/** `.ci/run`, with programs on the PATH that only say how they were called. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { temporaryFolder } from './files/temporary-folder.ts';

const npm = `#!/bin/sh
stage() { echo "> framebench@0.1.0 $1"; echo "> the command of $1"; }
if [ "$1" = ci ]; then stage build; exit; fi
stage test
stage lint
echo '+ what a test prints'
stage test:targets
echo 'remix: built in 12.3 s'
echo 'remix: verified in 4.1 s'
echo 'leptos:ssr: verified in 3 s'
printf 'the last line'
exit "$TESTS_END"
`;

function ciRun(t: TestContext, env: Readonly<Record<string, string>>) {
  const nothing = '#!/bin/sh\n';
  const programs = { npm, chromium: nothing, ip: nothing, 'apt-get': nothing };
  const folder = temporaryFolder(t, {
    'README.md': '<!-- test command -->\n```sh\nnpm ci && npm test\n```\n',
    ...Object.fromEntries(Object.entries(programs).map(([name, text]) => [`programs/${name}`, text])),
  });
  for (const name of Object.keys(programs)) chmodSync(join(folder, 'programs', name), 0o755);
  cpSync(join(import.meta.dirname, '..', '.ci'), join(folder, '.ci'), { recursive: true });
  return spawnSync(join(folder, '.ci/run'), {
    encoding: 'utf8',
    env: { PATH: `${join(folder, 'programs')}:/usr/bin:/bin`, HOME: folder, ...env },
  });
}

// It is for a Debian, and wants its bash.
describe('.ci/run', { skip: process.platform !== 'linux' }, () => {
  it('passes on what is printed, and ends with what each step and each target took', (t) => {
    const { status, stdout, stderr } = ciRun(t, { TESTS_END: '0' });
    assert.deepEqual([status, stderr], [0, '']);
    const [printed = '', steps = '', targets = ''] = stdout.split(/^(?=What each step|Of the targets)/m);
    assert.match(printed, /^> framebench@0\.1\.0 lint\n> the command of lint\n/m);
    assert.match(printed, /^the last line\n/m);
    const names = steps.split('\n').flatMap((line) => /^(.*?) +\d+$/.exec(line)?.[1] ?? []);
    assert.deepEqual(
      names.filter((name) => !name.startsWith('apt-get install')),
      ['npm ci', 'lint', 'test:targets', 'all of them'],
    );
    assert.match(targets, /^remix +12\.3 s +4\.1 s\nleptos:ssr +- +3 s\n$/m);
  });

  it('ends with the exit code of the tests, and says what was taken all the same', (t) => {
    const { status, stdout } = ciRun(t, { TESTS_END: '7' });
    assert.equal(status, 7);
    assert.match(stdout, /^test:targets +\d+$/m);
  });
});
