import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { seePage } from '../../../src/measure/verify/see-page.ts';
import { sumOf, weighPage } from '../../../src/measure/verify/weigh-page.ts';

type Files = Readonly<Record<string, readonly [type: string, body: string | Buffer]>>;

const noSignal = new AbortController().signal;
const page = { method: 'GET', path: '/', headers: {}, body: null, expect: null };

/** A server with these files that tells what it was asked for. */
async function serve(
  t: TestContext,
  files: Files,
  headers: Record<string, string> = {},
  address = '127.0.0.1',
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const file = files[request.url ?? ''];
    if (file === undefined) return response.writeHead(404).end('no such file');
    return response.writeHead(200, { ...headers, 'content-type': file[0] }).end(file[1]);
  });
  server.listen(0, address);
  await once(server, 'listening');
  t.after(() => server.close());
  return { address, port: (server.address() as AddressInfo).port, asked };
}

const weigh = (server: Awaited<ReturnType<typeof serve>>, body: string) =>
  weighPage(server, '/', { status: 200, headers: {}, body: Buffer.from(body) }, noSignal);

describe('weighing a page', () => {
  it('follows links and imports as far as they go, each file once', async (t) => {
    const server = await serve(t, {
      '/a.js': ['text/javascript', 'import "./b.js"; import("/later.js");'],
      '/b.js': ['text/javascript', 'import "./a.js"; new URL("c.wasm", import.meta.url)'],
      '/c.wasm': ['application/wasm', 'x'.repeat(1_000)],
      '/style.css': ['text/css', 'p{}'],
    });
    const html = '<link rel="stylesheet" href="/style.css"><script type="module" src="/a.js"></script>';
    const { files, missing } = await weigh(server, html);
    assert.deepEqual(missing, []);
    assert.deepEqual(
      files.map(({ url, kind, bytes }) => [url, kind, bytes]),
      [
        ['/', 'html', html.length],
        ['/style.css', 'css', 3],
        ['/a.js', 'js', 37],
        ['/b.js', 'js', 51],
        ['/c.wasm', 'wasm', 1_000],
      ],
    );
    assert.deepEqual(server.asked, ['/style.css', '/a.js', '/b.js', '/c.wasm']);
    assert.ok((files[4]?.brotliBytes ?? 1_000) < 50);
    assert.equal(sumOf(files).bytes, html.length + 3 + 37 + 51 + 1_000);
  });

  it('finds them beside a page of an IPv6 address, or of an odd path', async (t) => {
    const files: Files = { '/a.js': ['text/javascript', ''], '//': ['text/html', ''] };
    for (const address of ['127.0.0.1', '::1']) {
      const server = await serve(t, files, {}, address).catch(() => null);
      if (server === null) {
        t.diagnostic(`there is no ${address} here`);
        continue;
      }
      const answer = { status: 200, headers: {}, body: Buffer.from('<script src="/a.js"></script>') };
      const { missing, files: found } = await weighPage(server, '//', answer, noSignal);
      assert.deepEqual([missing, found.map(({ url }) => url)], [[], ['//', '/a.js']]);
    }
  });

  it('waits for no file of a page that is not a contract’s, and makes do without its cost', async (t) => {
    const server = createServer((request, response) => {
      // Its script never comes.
      if (request.url === '/')
        response.setHeader('content-type', 'text/html').end('<script src="/a.js"></script>');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.closeAllConnections());
    t.after(() => server.close());
    const place = { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
    const { page: seen } = await seePage(place, page, false, noSignal);
    assert.ok(typeof seen !== 'string');
    assert.deepEqual([seen.browserBytes, seen.browserBrotliBytes], [null, null]);
    const deep = await serve(t, { '/': ['text/html', '<div>'.repeat(50_000)] });
    const { page: read } = await seePage(deep, page, false, noSignal);
    assert.ok(typeof read !== 'string' && read.bytes === 250_000);
    const large = await serve(t, { '/': ['text/html', 'x'.repeat(2e6)] });
    const { page: weighed } = await seePage(large, page, false, noSignal);
    assert.ok(typeof weighed !== 'string' && weighed.browserBrotliBytes === null);
  });

  it('says what is not there, or elsewhere, and asks nobody else', async (t) => {
    const server = await serve(t, { '/a.js': ['text/javascript', 'const u = "gone_bg.wasm"'] });
    const html =
      '<script src="/a.js"></script><script src="/gone.js"></script><script src="https://cdn.example/x.js"></script>';
    const { missing } = await weigh(server, html);
    assert.deepEqual(missing, [
      'the page needs /gone.js: it is answered with status 404',
      'the page needs https://cdn.example/x.js, which is on another server',
    ]);
  });
});

/** The measured page, which has to be seen. */
async function seenOn(server: Pick<Awaited<ReturnType<typeof serve>>, 'address' | 'port'>) {
  const { page: seen } = await seePage(server, page, true, noSignal);
  if (typeof seen === 'string') assert.fail(seen);
  return seen;
}

describe('the measured page', () => {
  const html = '<!DOCTYPE html><title>x</title><script>é</script><link rel="stylesheet" href="/style.css">';

  it('is recorded with what it makes a browser fetch', async (t) => {
    const server = await serve(t, { '/': ['text/html', html], '/style.css': ['text/css', 'p{}'] });
    const seen = await seenOn(server);
    const bytes = Buffer.byteLength(html);
    assert.deepEqual([seen.bytes, seen.scriptDataBytes, seen.browserBytes], [bytes, 2, bytes + 3]);
    assert.ok((seen.browserBrotliBytes ?? 0) > 0);
  });

  it('counts as it was sent, and is weighed as it is without compression', async (t) => {
    const packed = gzipSync(html);
    const server = await serve(
      t,
      { '/': ['text/html', packed], '/style.css': ['text/css', gzipSync('p{}')] },
      { 'content-encoding': 'gzip' },
    );
    const seen = await seenOn(server);
    assert.deepEqual(
      [seen.bytes, seen.scriptDataBytes, seen.browserBytes],
      [packed.length, 2, Buffer.byteLength(html) + 3],
    );
  });

  it('has no sum where a file is missing, and none where it is no page', async (t) => {
    const without = await seenOn(await serve(t, { '/': ['text/html', html] }));
    assert.deepEqual([without.scriptDataBytes, without.browserBytes], [2, null]);
    const data = await serve(t, { '/': ['application/json', '{}'] });
    const seen = await seenOn(data);
    assert.deepEqual([seen.scriptDataBytes, seen.browserBytes, seen.browserBrotliBytes], [null, null, null]);
    assert.deepEqual(data.asked, ['/']);
  });
});

// They wait more than they compute.
describe('a page that the server does not give', { concurrency: true }, () => {
  /** A server whose answers are counted. */
  async function answering(t: TestContext, listener: RequestListener) {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      listener(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { address: '127.0.0.1', port, asked: () => asked };
  }

  const ways: readonly (readonly [what: string, listener: RequestListener, says: RegExp])[] = [
    ['since it never answers', () => undefined, /^there was no answer within 10 s$/],
    ['since it closes the connection', ({ socket }) => socket.destroy(), /^there was no answer: /],
    [
      'since the answer breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': 9 });
        response.write('short', () => response.destroy());
      },
      /^the answer broke off: /,
    ],
    ['but an error', (_, response) => response.writeHead(500).end('no'), /answered with status 500$/],
    [
      'as it is longer than what is kept',
      (_, response) => response.end(Buffer.alloc(65 * 2 ** 20)),
      /longer than \d+ bytes$/,
    ],
  ];
  for (const [what, listener, says] of ways) {
    it(`${what} is asked for twice, and not seen`, async (t) => {
      const server = await answering(t, listener);
      const seen = await seePage(server, { ...page, expect: 'hello' }, true, noSignal);
      assert.match(`${seen.page}`, says);
      assert.deepEqual(seen.expected, { body: null, text: 'hello' });
      assert.equal(server.asked(), 2);
    });
  }

  it('at first is seen the second time', async (t) => {
    let tries = 0;
    const server = await answering(t, ({ socket }, response) => {
      tries += 1;
      if (tries === 1) socket.destroy();
      else response.end('hello');
    });
    assert.equal((await seenOn(server)).bytes, 5);
  });
});
