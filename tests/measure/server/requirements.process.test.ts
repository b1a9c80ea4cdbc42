import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import {
  developmentVariable,
  environmentFor,
  toolEnvironment,
  userEnvironment,
} from '../../../src/measure/server/environment.ts';
import { checkRequirements, missingTools } from '../../../src/measure/server/requirements.ts';
import { toolVersion, toolVersions, versionIn } from '../../../src/measure/server/versions.ts';
import type { Requirement } from '../../../src/model/target.ts';
import { folderWith } from '../../files/folder.ts';
import { type Toolbox, toolbox } from './tools.ts';

const signal = new AbortController().signal;
const surroundings = ({ env, folder }: Toolbox) => ({ env, cwd: folder, signal });

/** The problem and the hint of each requirement, or "met". */
async function verdicts(box: Toolbox, requires: readonly Requirement[]): Promise<string[]> {
  const checks = await checkRequirements({ requires }, surroundings(box));
  return checks.map(({ met, problem, hint }) => (met ? 'met' : `${problem} | ${hint}`));
}

function boxWith(t: TestContext, tools: Readonly<Record<string, string>>): Toolbox {
  const box = toolbox(t);
  for (const [name, script] of Object.entries(tools)) box.add(name, script);
  return box;
}

describe('the version that a tool tells', () => {
  for (const [text, version] of [
    ['v24.21.0', '24.21.0'],
    ['cargo 1.80.0 (376290515 2024-07-16)', '1.80.0'],
    ['rustc 1.93.0-nightly (abc 2026-01-02)', '1.93.0'],
    ['go version go1.22.3 linux/amd64', '1.22.3'],
    ['git version 2.39', '2.39'],
    ['tool for x86_64, release 7', '7'],
    ['openjdk 21.0.2 2024-01-16\nOpenJDK Runtime', '21.0.2'],
    ['no number here', null],
  ] as const) {
    it(`is ${version} in "${text.split('\n')[0]}"`, () => assert.equal(versionIn(text), version));
  }

  it('is asked for with `version` where `--version` fails', async (t) => {
    const box = boxWith(t, { go: '[ "$1" = version ] && echo go version go1.22.3 || exit 2' });
    assert.equal(await toolVersion('go', surroundings(box)), '1.22.3');
  });

  it('is left out where there is no such tool', async (t) => {
    const box = boxWith(t, { made: 'echo made 1.2.3 >&2' });
    assert.deepEqual(await toolVersions(['made', 'not-there', 'made'], surroundings(box)), { made: '1.2.3' });
  });

  it('is not waited for once aborted', async (t) => {
    const box = boxWith(t, { slow: 'sleep 60' });
    const controller = new AbortController();
    const asked = toolVersion('slow', { ...surroundings(box), signal: controller.signal });
    controller.abort(new Error('enough'));
    await assert.rejects(asked, /enough/);
  });
});

describe('requirements', () => {
  it('are met by a version within the range', async (t) => {
    const box = boxWith(t, { made: 'echo made 1.85.2-nightly', other: 'echo v24.0.1', bare: 'true' });
    const tools: Requirement[] = [
      { tool: 'made', range: '^1.80' },
      { tool: 'made', range: '1.85.x' },
      { tool: 'other', range: '>=24' },
      { tool: 'other', range: '20 || >=22' },
      { tool: 'bare' },
      { probe: ['made', 'anything'] },
    ];
    assert.deepEqual(await verdicts(box, tools), ['met', 'met', 'met', 'met', 'met', 'met']);
  });

  it('name what is wrong and how to get what is missing', async (t) => {
    const box = boxWith(t, { made: 'echo made 1.79.0', mute: 'exit 0', target: 'echo none >&2; exit 3' });
    const wanting: Requirement[] = [
      { tool: 'made', range: '^1.80', hint: 'run made update' },
      { tool: 'cargo-of-nobody', range: '>=1', hint: 'see https://example.org' },
      { tool: 'mute', range: '>=1' },
      { tool: 'made', range: 'newest' },
      { probe: ['target', 'list'], hint: 'run target add wasm' },
      { probe: ['not-there'] },
      { probe: ['target', 'list'], what: 'The wasm target', hint: 'run target add wasm' },
    ];
    assert.deepEqual(await verdicts(box, wanting), [
      'made is 1.79.0, and ^1.80 is needed | run made update',
      'cargo-of-nobody is not installed, or not on the PATH | see https://example.org',
      'mute does not tell its version, and >=1 is needed | null',
      '"newest" is no range of versions | correct it in target.json',
      '`target list` fails with exit code 3 | run target add wasm',
      'not-there is not installed, or not on the PATH | null',
      'The wasm target is missing: `target list` fails with exit code 3 | run target add wasm',
    ]);
  });

  it('have a hint for well-known tools', async (t) => {
    const box = toolbox(t);
    box.env['PATH'] = `${box.folder}/bin`;
    assert.deepEqual(await verdicts(box, [{ tool: 'cargo', range: '^1.80' }, { tool: 'constructor' }]), [
      'cargo is not installed, or not on the PATH | install Rust from https://rustup.rs',
      'constructor is not installed, or not on the PATH | null',
    ]);
  });

  it('make one failure of all that is missing', async (t) => {
    const box = boxWith(t, { made: 'echo made 1.0.0' });
    const requires: Requirement[] = [
      { tool: 'made', range: '>=2' },
      { tool: 'made' },
      { tool: 'nope', hint: 'buy one' },
    ];
    const checks = await checkRequirements({ requires }, surroundings(box));
    assert.deepEqual(missingTools(checks), {
      reason: 'missing-tool',
      detail: 'made is 1.0.0, and >=2 is needed. nope is not installed, or not on the PATH. Buy one.',
    });
    assert.equal(missingTools(checks.filter(({ met }) => met)), null);
  });

  it('do not tell of what was looked for with a tool that is missing', async (t) => {
    const box = boxWith(t, { wrapper: 'exit 1' });
    const requires: Requirement[] = [{ probe: ['wrapper'] }, { tool: 'nope' }];
    const checks = await checkRequirements({ requires }, surroundings(box));
    assert.equal(missingTools(checks)?.detail, 'nope is not installed, or not on the PATH.');
    const [probed] = checks;
    assert.ok(probed);
    assert.equal(missingTools([probed])?.detail, '`wrapper` fails with exit code 1.');
  });

  it('mean by `node` the Node that runs us', async (t) => {
    const box = boxWith(t, { node: 'echo v1.0.0' });
    const env = toolEnvironment(box.env);
    assert.equal(await toolVersion('node', { ...surroundings(box), env }), process.versions.node);
  });
});

describe('development mode', () => {
  const tables: readonly (readonly [env: Record<string, string>, found: string | null])[] = [
    [{ NODE_ENV: 'development' }, 'NODE_ENV=development'],
    [{ APP_ENV: 'dev', NODE_ENV: 'production' }, 'APP_ENV=dev'],
    [{ SHOP_ENVIRONMENT: 'Development' }, 'SHOP_ENVIRONMENT=Development'],
    [{ NODE_ENV: 'production', ENV: '/etc/dev', MYENV: 'dev' }, null],
  ];
  for (const [env, found] of tables) {
    it(`is ${found ?? 'not'} asked for by ${JSON.stringify(env)}`, () => {
      assert.equal(developmentVariable(env), found);
    });
  }
});

describe('the environment of tools', () => {
  it('keeps what the user set, without what was meant for this process', () => {
    const env = toolEnvironment({
      PATH: '/usr/bin',
      HOME: '/home/me',
      NODE_ENV: 'production',
      NODE_OPTIONS: '--inspect',
      npm_lifecycle_event: 'test',
      npm_config_cache: '/cache',
      EMPTY: undefined,
    });
    assert.deepEqual(env, {
      PATH: `${dirname(process.execPath)}:/usr/bin`,
      HOME: '/home/me',
      npm_config_cache: '/cache',
    });
  });

  it('has a PATH even where there was none', () => {
    assert.equal(toolEnvironment({}, '/opt/node/bin/node')['PATH'], '/opt/node/bin');
  });

  it('of an app of one’s own is the user’s: NODE_ENV, NODE_OPTIONS and the Node on the PATH', (t) => {
    const folder = folderWith(t, {
      'clone/node_modules/node/bin/node': '',
      'clone/node_modules/.bin/node': '-> ../node/bin/node',
      'clone/node_modules/.bin/mine': '',
      'first/other': '',
      'user/node': '',
      'last/node': '',
    });
    const path = (...folders: string[]) => folders.map((name) => join(folder, name)).join(':');
    const env = {
      PATH: path('clone/node_modules/.bin', 'first', 'clone/node_modules/node/bin', 'user', 'last'),
      NODE_ENV: 'development',
      NODE_OPTIONS: '--enable-source-maps',
      npm_command: 'exec',
    };
    assert.deepEqual(userEnvironment(env, join(realpathSync(folder), 'clone/node_modules/')), {
      PATH: path('first', 'user', 'clone/node_modules/.bin', 'clone/node_modules/node/bin', 'last'),
      NODE_ENV: 'development',
      NODE_OPTIONS: '--enable-source-maps',
    });
  });

  it('of an app of one’s own has our Node where the user has none', () => {
    const { PATH, NODE_ENV } = userEnvironment({ PATH: '/nowhere', NODE_ENV: 'production' });
    assert.deepEqual([PATH, NODE_ENV], [`${dirname(process.execPath)}:/nowhere`, 'production']);
  });

  it('of a target of the blog is the tool’s, of any other the user’s', () => {
    const env = { PATH: '/nowhere', NODE_ENV: 'production' };
    assert.equal(environmentFor({ serves: 'blog' }, env)['NODE_ENV'], undefined);
    assert.equal(environmentFor({ serves: null }, env)['NODE_ENV'], 'production');
  });
});
