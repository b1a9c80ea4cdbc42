import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { seePage } from '../../../src/measure/verify/see-page.ts';
import { sumOf, weighPage } from '../../../src/measure/verify/weigh-page.ts';

type Files = Readonly<Record<string, readonly [type: string, body: string | Buffer]>>;

const noSignal = new AbortController().signal;
const page = { method: 'GET', path: '/', headers: {}, body: null, expect: null };

/** A server with these files that tells what it was asked for. */
async function serve(t: TestContext, files: Files, headers: Record<string, string> = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const file = files[request.url ?? ''];
    if (file === undefined) return response.writeHead(404).end('no such file');
    return response.writeHead(200, { ...headers, 'content-type': file[0] }).end(file[1]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { address: '127.0.0.1', port: (server.address() as AddressInfo).port, asked };
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

describe('the measured page', () => {
  const html = '<!DOCTYPE html><title>x</title><script>é</script><link rel="stylesheet" href="/style.css">';

  it('is recorded with what it makes a browser fetch', async (t) => {
    const server = await serve(t, { '/': ['text/html', html], '/style.css': ['text/css', 'p{}'] });
    const seen = await seePage(server, page, true, noSignal);
    const bytes = Buffer.byteLength(html);
    assert.deepEqual(
      [seen.page.bytes, seen.page.scriptDataBytes, seen.page.browserBytes],
      [bytes, 2, bytes + 3],
    );
    assert.ok((seen.page.browserBrotliBytes ?? 0) > 0);
  });

  it('counts as it was sent, and is weighed as it is without compression', async (t) => {
    const packed = gzipSync(html);
    const server = await serve(
      t,
      { '/': ['text/html', packed], '/style.css': ['text/css', gzipSync('p{}')] },
      { 'content-encoding': 'gzip' },
    );
    const seen = await seePage(server, page, true, noSignal);
    assert.deepEqual(
      [seen.page.bytes, seen.page.scriptDataBytes, seen.page.browserBytes],
      [packed.length, 2, Buffer.byteLength(html) + 3],
    );
  });

  it('has no sum where a file is missing, and none where it is no page', async (t) => {
    const without = await seePage(await serve(t, { '/': ['text/html', html] }), page, true, noSignal);
    assert.deepEqual([without.page.scriptDataBytes, without.page.browserBytes], [2, null]);
    const data = await serve(t, { '/': ['application/json', '{}'] });
    const seen = await seePage(data, page, true, noSignal);
    assert.deepEqual(
      [seen.page.scriptDataBytes, seen.page.browserBytes, seen.page.browserBrotliBytes],
      [null, null, null],
    );
    assert.deepEqual(data.asked, ['/']);
  });
});
