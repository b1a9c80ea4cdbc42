import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { chooseTargets } from '../../src/files/choose-targets.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { temporaryFolder } from './temporary-folder.ts';

const usage = (says: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UsageError, `${error}`);
  assert.match(`${error.message} ${error.hint ?? ''}`, says);
  return true;
};

const alpha = {
  name: 'alpha',
  title: 'Alpha 1',
  start: ['node', 'a.js'],
  env: { NODE_ENV: 'production', WORKERS: '1' },
  variants: { cluster: { env: { WORKERS: '{cpus}' } }, bare: { title: 'Bare', start: ['./bare'] } },
};
const beta = { name: 'beta', start: ['./beta'], contract: 'blog' };

const world = {
  'built-in/alpha/target.json': alpha,
  'built-in/beta/target.json': beta,
  'built-in/contract/schema.sql': '',
  'here/app/target.json': { name: 'app', start: ['./app'] },
  'here/a=b/x:y/target.json': { name: 'odd', start: ['./odd'], variants: { v: {} } },
  'here/beta/notes.txt': '',
};

describe('the targets that are asked for', () => {
  const labelled: [says: string, references: string[], labels: string[]][] = [
    ['a built-in name', ['alpha'], ['alpha']],
    ['a variant of it', ['alpha:cluster'], ['alpha:cluster']],
    ['with a label', ['one=alpha', 'two=alpha:bare'], ['one', 'two']],
    ['a path', ['./app'], ['app']],
    ['a path elsewhere', ['../here/app/'], ['app']],
    ['a path with a label', ['mine=./app'], ['mine']],
    ['a path with = and : in it', ['./a=b/x:y'], ['odd']],
    ['and its variant', ['l=./a=b/x:y:v'], ['l']],
    ['all of them', ['all'], ['alpha', 'beta']],
    ['all with their variants', ['all:*'], ['alpha', 'alpha:cluster', 'alpha:bare', 'beta']],
  ];
  for (const [says, references, labels] of labelled) {
    it(says, (t) => {
      const folder = temporaryFolder(t, world);
      const targets = chooseTargets(references, join(folder, 'here'), join(folder, 'built-in'));
      assert.deepEqual(
        targets.map(({ label }) => label),
        labels,
      );
    });
  }

  it('with nothing asked for, the one in the current folder', (t) => {
    const folder = temporaryFolder(t, world);
    const [target] = chooseTargets([], join(folder, 'here/app'), join(folder, 'built-in'));
    assert.equal(target?.path, join(folder, 'here/app'));
  });

  const refused: [says: string, references: string[], sentence: RegExp][] = [
    ['none at all', [], /No target.*alpha, beta/],
    ['an unknown name, with the list', ['gamma'], /no built-in target "gamma".*alpha, beta/],
    ['a folder’s name without its path', ['app'], /write \.\/app/i],
    ['an unknown variant, with the list', ['alpha:nope'], /no variant "nope".*cluster, bare/],
    ['an inherited property as a variant', ['alpha:constructor'], /no variant "constructor"/],
    ['a variant of a target that has none', ['beta:x'], /declares none/],
    ['a folder without target.json', ['./beta'], /no target\.json in beta/],
    ['a folder that is not there', ['./nowhere'], /no folder nowhere/],
    ['the same label twice', ['alpha', 'beta', 'alpha'], /two targets have the label "alpha"/],
    ['an empty label', ['=alpha'], /label has to have/],
    ['a label with an escape sequence', ['\u001b[31m=alpha'], /label has to have/],
    ['nothing behind the label', ['x='], /names no target/],
    ['all with a label', ['x=all'], /takes no label/],
    ['all of one variant', ['all:cluster'], /no variant but \*/],
  ];
  for (const [says, references, sentence] of refused) {
    it(`refused: ${says}`, (t) => {
      const folder = temporaryFolder(t, world);
      assert.throws(
        () => chooseTargets(references, join(folder, 'here'), join(folder, 'built-in')),
        usage(sentence),
      );
    });
  }
});

describe('a target', () => {
  const load = (t: Parameters<typeof temporaryFolder>[0], manifest: unknown, reference = './app') => {
    const folder = temporaryFolder(t, { 'app/target.json': manifest });
    const [target] = chooseTargets([reference], folder);
    assert.ok(target !== undefined);
    return { folder, target };
  };

  it('of two fields has every default', (t) => {
    const { folder, target } = load(t, { name: 'app', start: ['./app'] });
    const path = join(folder, 'app');
    assert.deepEqual(target, {
      name: 'app',
      variant: null,
      label: 'app',
      title: 'app',
      language: null,
      class: null,
      path,
      contract: null,
      serves: null,
      requires: [],
      build: [],
      inputs: null,
      outputs: [],
      buildEnv: [],
      root: path,
      start: ['./app'],
      env: {},
      running: null,
      port: null,
      ready: { path: null, timeoutMs: 30_000 },
      request: { method: 'GET', path: '/', headers: {}, body: null, expect: null },
      deviations: [],
    });
  });

  it('has its folders made absolute, and times in milliseconds', (t) => {
    const { folder, target } = load(t, {
      name: 'app',
      start: ['./app'],
      root: '..',
      build: [['make'], { run: ['make', 'all'], cwd: '../lib' }, { run: ['make'] }],
      ready: { timeout: '1.5s' },
    });
    assert.deepEqual(target.build, [
      { run: ['make'], cwd: join(folder, 'app') },
      { run: ['make', 'all'], cwd: join(folder, 'lib') },
      { run: ['make'], cwd: join(folder, 'app') },
    ]);
    assert.equal(target.root, folder);
    assert.equal(target.ready.timeoutMs, 1_500);
  });

  it('is ready when the measured request is answered, unless it names a path', (t) => {
    assert.equal(load(t, { ...app, measure: { path: '/api' } }).target.ready.path, null);
    assert.equal(load(t, { ...app, ready: { path: '/up' } }).target.ready.path, '/up');
  });

  it('in a variant overrides what the variant names, and merges the environment', (t) => {
    const cluster = load(t, alpha, './app:cluster').target;
    assert.deepEqual(cluster.env, { NODE_ENV: 'production', WORKERS: '{cpus}' });
    assert.deepEqual(cluster.start, ['node', 'a.js']);
    assert.equal(cluster.title, 'Alpha 1 (cluster)');
    assert.equal(cluster.label, 'alpha:cluster');
    const bare = load(t, alpha, './app:bare').target;
    assert.deepEqual([bare.title, bare.start, bare.variant], ['Bare', ['./bare'], 'bare']);
  });

  it('in a variant may own its socket otherwise', (t) => {
    const app = { ...alpha, class: 'mounted', variants: { ...alpha.variants, own: { class: 'stock' } } };
    const classes = ['./app', './app:own', './app:cluster'].map((name) => load(t, app, name).target.class);
    assert.deepEqual(classes, ['mounted', 'stock', 'mounted']);
  });

  it('in a variant may leave its contract, keeps the database, and may then change what is measured', (t) => {
    const blog = {
      name: 'blog',
      start: ['./blog'],
      contract: 'blog',
      variants: { stock: { contract: null, measure: { headers: { 'Accept-Encoding': 'gzip' } } } },
    };
    const { contract, serves, request } = load(t, blog, './app:stock').target;
    assert.deepEqual([contract, serves], [null, 'blog']);
    assert.deepEqual(request.headers, { 'Accept-Encoding': 'gzip' });
    const itself = load(t, blog).target;
    assert.deepEqual([itself.contract, itself.serves, itself.request.headers], ['blog', 'blog', {}]);
  });

  it('in a variant changes of the measured request what the variant names, header by header', (t) => {
    const { request } = load(
      t,
      {
        name: 'app',
        start: ['./app'],
        measure: { path: '/a', expect: 'yes', headers: { A: '1', B: '1' } },
        variants: { other: { measure: { path: '/b', headers: { B: '2' } } } },
      },
      './app:other',
    ).target;
    assert.deepEqual(request, {
      method: 'GET',
      path: '/b',
      headers: { A: '1', B: '2' },
      body: null,
      expect: 'yes',
    });
  });

  const app = { name: 'app', start: ['./app'] };
  const broken: [says: string, manifest: unknown, sentence: RegExp][] = [
    ['no JSON', '{"name": "app",}', /app\/target\.json is not JSON/],
    ['no object', [], /must be object/],
    ['no name', { start: ['x'] }, /lacks the field "name"/],
    ['no start', { name: 'app' }, /lacks the field "start"/],
    ['an empty start', { name: 'app', start: [] }, /"start" must not be empty/],
    [
      'a start for a shell',
      { name: 'app', start: 'node x' },
      /"start" must be a list \(a program and its arguments, like \["node", "server\.js"\]/,
    ],
    ['a name with spaces', { ...app, name: 'My App' }, /"name" must be made of lower case letters/],
    ['a zero in a command', { ...app, start: ['a\0b'] }, /"start\[0\]" must be text without/],
    ['a root that is not there', { ...app, root: '../gone' }, /"root" is "\.\.\/gone", and there is no such/],
    ['a misspelt field', { ...app, strat: [] }, /unknown field "strat"/],
    [
      'a build step for a shell',
      { ...app, build: ['npm ci'] },
      /"build\[0\]" must be a list \(.*\) or object/,
    ],
    [
      'a measured request in a variant under the contract',
      { ...app, contract: 'blog', variants: { b: { measure: { path: '/b' } } } },
      /"variants\.b\.measure" cannot stand beside the contract.*"contract": null/s,
    ],
    [
      'another contract in a variant',
      { ...app, variants: { b: { contract: 'blog' } } },
      /"variants\.b\.contract" must be null/,
    ],
    ['an unknown contract', { ...app, contract: 'shop' }, /"contract" must be "blog"/],
    ['a number in env', { ...app, env: { A: 1 } }, /"env\.A" must be string/],
    ['an odd time', { ...app, ready: { timeout: '30' } }, /"ready\.timeout" is "30".*like "30s"/],
    ['a time of nothing', { ...app, ready: { timeout: '0s' } }, /"ready\.timeout" is "0s"/],
    [
      'a path without its slash',
      { ...app, measure: { path: 'x' } },
      /"measure\.path" must be a path that begins with \//,
    ],
    ['a path with more in it', { ...app, measure: { path: '/a\r\nX: y' } }, /"measure\.path" must be a path/],
    ['a fragment', { ...app, measure: { path: '/a#b' } }, /"measure\.path" must be a path .* without #/],
    ['a ready path that is none', { ...app, ready: { path: '' } }, /"ready\.path" must be a path/],
    [
      'a header that is none',
      { ...app, measure: { headers: { 'A\nB': 'c' } } },
      /"measure\.headers\.A\nB" must be a header’s name/,
    ],
    [
      'a header that frames the message',
      { ...app, measure: { headers: { 'content-length': '5' } } },
      /"measure\.headers\.content-length" must be a header’s name, and neither Content-Length/,
    ],
    [
      'a header with more in it',
      { ...app, measure: { headers: { A: 'b\r\nX: y' } } },
      /"measure\.headers\.A" must be printable ASCII/,
    ],
    ['contract and measure', { ...app, contract: 'blog', measure: {} }, /"measure" cannot stand beside/],
    ['an odd variant', { ...app, variants: { 'A B': {} } }, /"variants" has an unknown field "A B"/],
  ];
  for (const [says, manifest, sentence] of broken) {
    it(`refused: ${says}`, (t) => {
      assert.throws(() => load(t, manifest), usage(sentence));
    });
  }
});
