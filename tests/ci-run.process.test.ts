/** `.ci/run`, where the programs on the PATH are stand-ins. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { temporaryFolder } from './files/temporary-folder.ts';

const standIns = {
  npm: `stage() { echo "> framebench@0.1.0 $1"; echo "> the command of $1"; }
if [ "$1" = ci ]; then stage build; exit; fi
if [ "$1" = install ]; then
  for tools in "$@"; do :; done
  mkdir -p "$tools/node_modules/.bin"
  echo >"$tools/node_modules/.bin/wasm-opt"
  chmod +x "$tools/node_modules/.bin/wasm-opt"
  exit
fi
stage test
stage lint
echo '+ what a test prints'
stage test:targets
echo 'remix: built in 12.3 s'
echo 'remix: verified in 4.1 s'
echo 'leptos:ssr: verified in 3 s'
for tool in cargo-leptos wasm-bindgen wasm-opt; do command -v "$tool"; done
printf 'the last line'
exit "\${TESTS_END-0}"
`,
  // cargo install <package>@<version> --locked --root <folder>
  cargo: `mkdir -p "$5/bin"
package=\${2%@*}
program="$5/bin/\${package%-cli}"
echo "echo \${package%-cli} \${2#*@}" >"$program"
chmod +x "$program"
`,
  rustc: 'echo "$HOME/rust"\n',
  chromium: '',
  ip: '',
  socat: '',
  'apt-get': '',
} as const;

/** A folder with all that `.ci/run` looks at, and that script. */
function clone(t: TestContext, more: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder(t, {
    'README.md': '<!-- test command -->\n```sh\nnpm ci && npm test\n```\n',
    'targets/leptos/Cargo.lock':
      'name = "wasm-bindgen"\nversion = "0.2.130"\n\nname = "wasm-bindgen-shared"\nversion = "7"\n',
    ...Object.fromEntries(
      Object.entries(standIns).map(([name, text]) => [`on-path/${name}`, `#!/bin/sh\n${text}`]),
    ),
    ...more,
  });
  for (const name of Object.keys(standIns)) chmodSync(join(folder, 'on-path', name), 0o755);
  for (const name of ['bash', 'chmod', 'dirname', 'mkdir', 'sed'])
    symlinkSync(`/usr/bin/${name}`, join(folder, 'on-path', name));
  cpSync(join(import.meta.dirname, '..', '.ci'), join(folder, '.ci'), { recursive: true });
  return (env: Readonly<Record<string, string>> = {}) =>
    spawnSync(join(folder, '.ci/run'), {
      encoding: 'utf8',
      env: { PATH: join(folder, 'on-path'), HOME: folder, ...env },
    });
}

// It is for a Debian, and wants its bash.
describe('.ci/run', { skip: process.platform !== 'linux' }, () => {
  it('passes on what is printed, and ends with what each step and each target took', (t) => {
    const { status, stdout, stderr } = clone(t)();
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
    const { status, stdout } = clone(t)({ TESTS_END: '7' });
    assert.equal(status, 7);
    assert.match(stdout, /^test:targets +\d+$/m);
  });

  const installed = (stdout: string) =>
    [...stdout.matchAll(/^\+ \w+ install (\S+@\S+)/gm)].map(([, name]) => name);
  const found = (stdout: string) =>
    [...stdout.matchAll(/^\/.*\/\.?bin\/([\w-]+)$/gm)].map(([, name]) => name);

  it('installs what builds the hydrated Leptos, puts it on the PATH, and keeps it', (t) => {
    const run = clone(t, { 'rust/lib/rustlib/wasm32-unknown-unknown/lib/core.rlib': '' });
    const { status, stdout } = run();
    assert.equal(status, 0);
    assert.deepEqual(installed(stdout), [
      'cargo-leptos@0.3.10',
      'wasm-bindgen-cli@0.2.130',
      'binaryen@132.0.0',
    ]);
    const tools = ['cargo-leptos', 'wasm-bindgen', 'wasm-opt'];
    assert.deepEqual(found(stdout), tools);
    const again = run().stdout;
    assert.deepEqual([installed(again), found(again)], [[], tools]);
  });

  it('installs nothing where Rust has no target for WebAssembly', (t) => {
    const { status, stdout } = clone(t)();
    assert.deepEqual([status, installed(stdout), found(stdout)], [0, [], []]);
  });
});
