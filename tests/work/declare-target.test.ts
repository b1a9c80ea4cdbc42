import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../src/model/usage-error.ts';
import { type Declaration, declaredManifest, declareTarget } from '../../src/work/declare-target.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';

const command = ['node', 'server.js'];
const image = fileURLToPath(new URL('../../docs/images/remix-leptos.png', import.meta.url));
const refused = (says: RegExp) => (error: unknown) =>
  error instanceof UsageError && says.test(`${error.message} ${error.hint}`);

describe('a command that is declared', () => {
  it('is a target of its folder, named after program and script', () => {
    const target = declareTarget({ command }, '/');
    assert.deepEqual(
      [target.name, target.title, target.path, target.start, target.running],
      ['node-server.js', 'node server.js', '/', command, null],
    );
  });

  for (const [words, name] of [
    [['python3', '-m', 'http.server'], 'python3-http.server'],
    [['/opt/My App/serve', '--port', '{port}'], 'serve'],
    [['./-x-'], 'x'],
    [['日本'], 'server'],
    [['sh', 'echo '.repeat(100)], 'sh-echo-echo-echo-echo-echo-echo-echo-ec'],
  ] as const) {
    it(`${words.join(' ')} is called ${name}`, () => {
      assert.equal(declaredManifest({ command: words }, '/').name, name);
    });
  }

  it('is asked as its flags say, and started with what they say', (t) => {
    const cwd = temporaryFolder(t, {});
    const manifest = declaredManifest(
      {
        command,
        path: '/items',
        method: 'QUERY',
        header: ['Accept: application/json', 'X-Time: 12:30'],
        body: 'a=1',
        expect: 'items',
        env: ['MODE=a=b'],
        build: 'make all',
        port: '8000',
      },
      cwd,
    );
    assert.deepEqual(manifest, {
      name: 'node-server.js',
      title: 'node server.js',
      build: [['sh', '-c', 'make all']],
      start: command,
      env: { MODE: 'a=b' },
      port: 8_000,
      measure: {
        path: '/items',
        method: 'QUERY',
        headers: { Accept: 'application/json', 'X-Time': '12:30' },
        body: 'a=1',
        expect: 'items',
      },
    });
  });

  it('takes a body from a file, and posts it unless told otherwise', (t) => {
    const cwd = temporaryFolder(t, { 'query.json': { a: 1 } });
    const { measure } = declaredManifest({ command, body: '@query.json' }, cwd);
    assert.deepEqual(JSON.parse(measure?.body ?? ''), { a: 1 });
    assert.equal(measure?.method, 'POST');
  });
});

describe('a server that runs already', () => {
  it('is where its URL says, and asked for the path of it', () => {
    const { name, running, request } = declareTarget(
      { command: [], url: 'http://localhost:3000/a?b=1' },
      '/',
    );
    assert.deepEqual(
      [name, running, request.path],
      ['localhost-3000', { address: '127.0.0.1', port: 3_000 }, '/a?b=1'],
    );
  });

  for (const [host, address] of [
    ['0.0.0.0', '127.0.0.1'],
    ['[::]', '::1'],
  ] as const) {
    it(`is on this machine where ${host} stands, as servers print it`, () => {
      const { running } = declareTarget({ command: [], url: `http://${host}:8000/` }, '/');
      assert.deepEqual(running, { address, port: 8_000 });
    });
  }

  it('is sent the user and the password of its URL, which the title leaves out', () => {
    const { title, request } = declareTarget({ command: [], url: 'http://me:p%40ss@127.0.0.1/' }, '/');
    assert.deepEqual(
      [title, request.headers['Authorization']],
      ['http://127.0.0.1/', `Basic ${btoa('me:p@ss')}`],
    );
  });

  it('is refused where its password holds a % that begins no character', () =>
    assert.throws(
      () => declareTarget({ command: [], url: 'http://me:100%@127.0.0.1/' }, '/'),
      refused(/a % that begins no character Write % as %25/),
    ));

  it('may listen on IPv6', () => {
    const { running } = declareTarget({ command: [], url: 'http://[::1]:8080' }, '/');
    assert.deepEqual(running, { address: '::1', port: 8_080 });
  });

  it('is loaded on another machine only where that is named', () => {
    const url = 'http://192.0.2.7:8080/';
    assert.throws(
      () => declareTarget({ command: [], url }, '/'),
      refused(/another machine.*--yes-load 192\.0\.2\.7/),
    );
    assert.throws(
      () => declareTarget({ command: [], url, yesLoad: '192.0.2.8' }, '/'),
      refused(/another machine/),
    );
    const { running } = declareTarget({ command: [], url, yesLoad: '192.0.2.7' }, '/');
    assert.deepEqual(running, { address: '192.0.2.7', port: 8_080 });
  });
});

describe('a declaration that is refused, with a sentence', () => {
  const cases: readonly (readonly [what: string, declaration: Partial<Declaration>, says: RegExp])[] = [
    ['TLS', { command: [], url: 'https://127.0.0.1/' }, /this is TLS/],
    ['no URL', { command: [], url: 'localhost:3000' }, /no URL of a server.*http:\/\/127/],
    [
      'a name of another machine',
      { command: [], url: 'http://example.com/' },
      /example\.com is a name.*-H 'Host: example\.com'/,
    ],
    ['no folder', { cwd: 'nowhere' }, /no folder nowhere/],
    ['a header without a colon', { header: ['Accept'] }, /--header Accept has no :/],
    ['a variable without =', { env: ['MODE'] }, /--env MODE has no =/],
    ['a body that cannot be read', { body: '@nowhere' }, /--body: nowhere cannot be read/],
    [
      'a body without an end',
      { body: '@/dev/zero' },
      /--body: \/dev\/zero cannot be read: it is a pipe or a device/,
    ],
    [
      'a body longer than any server takes',
      { body: `@${process.execPath}` },
      /--body: .* cannot be read: it has/,
    ],
    ['a body that is no text', { body: `@${image}` }, /--body: .* is no text in UTF-8/],
    ['a method with a space', { method: 'G T' }, /--method must be/],
    ['a path without /', { path: 'a' }, /--path must be/],
    ['a header with a line break', { header: ['A: b\nC: d'] }, /--header/],
    ['a length that the body has anyway', { header: ['Content-Length: 5'] }, /--header Content-Length must/],
    ['a header that is none', { header: ['My Header: a'] }, /--header My Header must be a header’s name/],
    ['a header twice', { header: ['Cookie: a=1', 'cookie: b=2'] }, /--header cookie is given twice/],
    ['a port that is none', { port: '70000' }, /--port must be/],
    ['a port that is no number', { port: 'x' }, /port must be/],
  ];
  for (const [what, declaration, says] of cases) {
    it(what, () => {
      assert.throws(() => declareTarget({ command, ...declaration }, '/'), refused(says));
    });
  }
});
