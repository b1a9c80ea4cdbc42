import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Answer } from '../../../src/contract/answer.ts';
import { attachServer } from '../../../src/measure/server/attach-server.ts';
import { type Awaited, awaitReady, type Readiness } from '../../../src/measure/server/await-ready.ts';
import { choosePort } from '../../../src/measure/server/choose-port.ts';
import { fixtureTarget } from '../../fixtures/servers/fixture-target.ts';

const onlyLinux = { skip: process.platform !== 'linux' && 'only Linux tells who listens where' };
const address = '127.0.0.1';

/** Waits for a server that this process itself is. */
function awaitUs(port: number, timeoutMs: number, changes: Partial<Awaited> = {}): Promise<Readiness> {
  const target = fixtureTarget('', [], { ready: { path: null, timeoutMs } });
  const server = {
    target,
    address,
    port,
    judge: (answer: Answer) => answer.brokenOff ?? null,
    pids: () => [process.pid],
    ...changes,
  };
  return awaitReady(server, new AbortController().signal);
}

/** Listens while `then` runs; null where the address cannot be listened on. */
async function listening<T>(
  server: NetServer,
  host: string,
  port: number,
  then: (port: number) => Promise<T>,
): Promise<T | null> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  const up = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, host, () => resolve(true));
  });
  if (!up) return null;
  try {
    return await then((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** A server in plain TCP that says this to whatever is asked, and then, if told to, closes. */
function saying(text: string, then: 'stay' | 'close' = 'stay'): NetServer {
  return createNetServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      socket.write(text);
      if (then === 'close') socket.end();
    });
  });
}

/** How a server that listens where it was told to is found. */
async function found(server: NetServer, changes: Partial<Awaited> = {}): Promise<Readiness> {
  const outcome = await listening(server, address, 0, (port) => awaitUs(port, 30_000, changes));
  assert.ok(outcome !== null);
  return outcome;
}

const ok = 'HTTP/1.1 200 OK\r\n';

describe('when its time is up', () => {
  test(
    'a server that listens on another port is told apart from one that does not listen',
    onlyLinux,
    async () => {
      const port = await choosePort(address);
      assert.deepEqual(await awaitUs(port, 1), { kind: 'elsewhere', sockets: [] });
      await listening(createServer(), address, 0, async (other) => {
        const outcome = await awaitUs(port, 1);
        assert.equal(outcome.kind, 'elsewhere');
        assert.deepEqual(
          outcome.sockets.map((socket) => [socket.address, socket.port]),
          [[address, other]],
        );
      });
    },
  );

  test('a server that runs already is not waited for, and found on another address', onlyLinux, async (t) => {
    const port = await choosePort(address);
    const target = fixtureTarget('', [], { ready: { path: null, timeoutMs: 30_000 } });
    const { signal } = new AbortController();
    const said = await listening(createServer(), '::1', port, async () => {
      const request = { target, databasePath: null, log: 'server', judge: () => null, signal };
      return (await attachServer({ address, port }, request)).failure?.detail ?? '';
    });
    if (said === null) t.diagnostic('there is no ::1 here');
    else assert.match(said, /nothing listens on [\d.:]+, but .* does on \[::1\]:\d+: give that address/);
  });

  test('a server that only takes connections is told apart from one that does not listen', async () => {
    const server = createNetServer((socket) => void socket.on('error', () => {}).resetAndDestroy());
    await listening(server, address, 0, async (port) => {
      const outcome = await awaitUs(port, 2_000);
      assert.ok(outcome.kind === 'late');
      assert.match(outcome.lastAnswers.join(), /^the connection was closed/);
    });
  });

  test('a server that listens on a Unix socket only is told so', onlyLinux, async () => {
    const name = join(mkdtempSync(join(tmpdir(), 'unix-')), 'app.sock');
    const server = createServer().listen(name);
    await once(server, 'listening');
    const outcome = await awaitUs(await choosePort(address), 1);
    server.close();
    rmSync(dirname(name), { recursive: true });
    assert.deepEqual(outcome, { kind: 'unix', names: [name] });
  });

  test('what has not come, and what is still coming, are told', async () => {
    const dripping = createServer((_, answer) => {
      answer.setHeader('content-length', 1e9);
      const drip = setInterval(() => answer.write('x'), 20);
      answer.on('close', () => clearInterval(drip));
    });
    const only102 = saying('HTTP/1.1 102 Wait\r\n\r\n');
    for (const [server, says] of [
      // On a machine that stands still for a moment it also looks as if nothing came any more.
      [dripping, /GET \/ has 1000000000 bytes, and they are still coming|came to \d+ bytes of 1000000000/],
      [only102, /GET \/ was answered with status 102, which announces an answer, and none came/],
    ] as const) {
      const outcome = await listening(server, address, 0, (port) => awaitUs(port, 4_000));
      assert.ok(outcome?.kind === 'late' && outcome.hint === null);
      assert.ok(
        outcome.lastAnswers.some((answer) => says.test(answer)),
        outcome.lastAnswers.join(),
      );
    }
  });

  for (const [status, hint] of [
    [500, 'Is a database, a variable or another service missing? See its log.'],
    [503, 'Does it limit its clients, or does it want longer to start? See its log.'],
  ] as const) {
    test(`the last answers are told, and what may be done about status ${status}`, async () => {
      const server = createServer((_, answer) => answer.writeHead(status).end());
      await listening(server, address, 0, async (port) => {
        const outcome = await awaitUs(port, 2_000);
        const lastAnswers = [`GET / was answered with status ${status}`];
        assert.deepEqual(outcome, { kind: 'late', lastAnswers, hint });
      });
    });
  }
});

describe('a server that listens elsewhere', onlyLinux, () => {
  test('is measured there, on whichever address', async (t) => {
    for (const host of ['127.0.0.2', '::1']) {
      const port = await choosePort(address);
      const server = createServer((_, answer) => answer.end());
      const outcome = await listening(server, host, port, () => awaitUs(port, 30_000));
      if (outcome === null) t.diagnostic(`there is no ${host} here`);
      else assert.partialDeepStrictEqual(outcome, { kind: 'ready', place: { address: host, port } });
    }
  });

  test('is measured at the one that answers rightly, however slow it is beside a quick one that does not', async () => {
    const judge: Awaited['judge'] = ({ body }) => (`${body}` === 'the app' ? null : 'it is another');
    const port = await choosePort(address);
    for (const judged of [judge, () => null]) {
      const slow = createServer((_, answer) => void setTimeout(() => answer.end('the app'), 700));
      const quick = createServer((_, answer) => answer.end('figures'));
      await listening(slow, address, 0, async (own) => {
        await listening(quick, address, 0, async () => {
          const outcome = await awaitUs(port, 30_000, { judge: judged });
          // Where both are right, which of them is meant is for the user to say.
          if (judged === judge)
            assert.partialDeepStrictEqual(outcome, { kind: 'ready', place: { address, port: own } });
          else assert.equal(outcome.kind, 'elsewhere');
        });
      });
    }
  });

  test('comes second to where it was told to listen, once it does', async () => {
    const port = await choosePort(address);
    const app = createServer((_, answer) => answer.end());
    let asked = 0;
    const silent = createNetServer((socket) => {
      socket.on('error', () => undefined);
      // It has been asked, is late, and is asked again, with more patience. Other protocols are tried as well.
      socket.once('data', (bytes) => {
        if (bytes.toString('latin1').startsWith('GET ') && ++asked === 2) app.listen(port, address);
      });
    });
    await listening(silent, address, 0, async () => {
      const outcome = await awaitUs(port, 30_000);
      assert.partialDeepStrictEqual(outcome, { kind: 'ready', place: { port } });
      assert.equal(asked, 2, 'nobody waits until it has answered');
      app.close();
    });
  });

  test('is not where two sockets answer, or target.json names the port', async () => {
    const port = await choosePort(address);
    const target = fixtureTarget('', [], { port });
    const serve = () => createServer((_, answer) => answer.end());
    await listening(serve(), address, 0, async (first) => {
      assert.equal((await awaitUs(port, 30_000, { target })).kind, 'elsewhere');
      await listening(serve(), address, 0, async (second) => {
        const outcome = await awaitUs(port, 30_000);
        assert.ok(outcome.kind === 'elsewhere');
        assert.deepEqual(outcome.sockets.map((socket) => socket.port).toSorted(), [first, second].toSorted());
      });
    });
  });
});

// They wait more than they compute.
describe('what will never be ready is told long before its time is up', { concurrency: 8 }, () => {
  /** The first byte of a client's first record, and a record that refuses the handshake (RFC 8446 section 5.1). */
  const tlsHandshake = 0x16;
  const tlsAlert = Buffer.from([0x15, 3, 3, 0, 2, 2, 40]);
  const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
  const table: readonly (readonly [what: string, server: () => NetServer, says: RegExp])[] = [
    ['HTTP/2 only', () => createHttp2Server() as unknown as NetServer, /speaks HTTP\/2 only/],
    ['TLS only', () => createTlsServer(), /speaks TLS, and bench measures plain HTTP/],
    [
      'TLS only, and a refusal of what is not, as of Go and nginx',
      () =>
        createNetServer((socket) => {
          socket.on('error', () => {});
          socket.once('data', ([first]) =>
            socket.end(first === tlsHandshake ? tlsAlert : `HTTP/1.0 400 No\r\n\r\n`),
          );
        }),
      /speaks TLS, and bench measures plain HTTP/,
    ],
    [
      'TLS only, and silence to what is not',
      () =>
        createNetServer((socket) => {
          socket.on('error', () => {});
          socket.once('data', ([first]) => first === tlsHandshake && socket.end(tlsAlert));
        }),
      /speaks TLS, and bench measures plain HTTP/,
    ],
    [
      'another protocol',
      () => saying('220 mail.test ESMTP\r\n'),
      /answered with what is not HTTP: "220 mail\.test/,
    ],
    ['lines that end with CR', () => saying('HTTP/1.1 200 OK\rContent-Length: 0\r\r'), /with CR alone/],
    [
      'more than its length',
      () => saying(`${ok}Content-Length: 2\r\n\r\nhello`),
      /Content-Length is 2, and more bytes/,
    ],
    [
      'less than its length, though it goes on',
      () => createServer((_, answer) => answer.setHeader('content-length', 9).end('short')),
      /announces 9 bytes in answer to GET \/ and sends 5/,
    ],
    [
      'less than its length, and nothing more, whatever is asked',
      () =>
        createNetServer((socket) => {
          socket.on('error', () => {});
          socket.once('data', () => socket.write(`${ok}Content-Length: 9\r\n\r\nshort`));
        }),
      /came to 5 bytes of 9, and no more for 5 s\. Is its Content-Length right/,
    ],
    [
      'less than its length, and the end',
      () => saying(`${ok}Content-Length: 9\r\n\r\nshort`, 'close'),
      /broke off after 5 bytes of 9\. Is its Content-Length right/,
    ],
    [
      'another protocol, and the end',
      () => saying('<html>Welcome</html>', 'close'),
      /answered with what is not HTTP: "<html>Welcome/,
    ],
    [
      'lines that end with CR, and the end',
      () => saying('HTTP/1.1 200 OK\rContent-Length: 0\r\r', 'close'),
      /with CR alone/,
    ],
    [
      'a head without its empty line',
      () => saying(`${ok}Content-Length: 7\r\nWelcome`),
      /begins its answer to GET \/ with "HTTP\/1\.1 200 OK\.[^"]*" and does not end its headers/,
    ],
    [
      'a redirect to TLS',
      () => saying('HTTP/1.1 301 Go\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n'),
      /leads to https:\/\/127\.0\.0\.1\/\. It leads to TLS: turn that off, .* X-Forwarded-Proto: https/,
    ],
    ['a head that breaks off', () => saying(`${ok}Content-`, 'close'), /with headers that break off/],
    [
      'two lengths',
      () => saying(`${ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`),
      /with headers that give two lengths/,
    ],
    [
      'headers without end',
      () => saying(`${ok}${`X: ${'x'.repeat(1_000)}\r\n`.repeat(400)}`),
      /with headers of more than 320 KiB/,
    ],
    [
      'a length that is no number',
      () => saying(`${ok}Content-Length: 2, 2\r\n\r\nok`),
      /with a Content-Length that is no whole number/,
    ],
    [
      'a length below nothing',
      () => saying(`${ok}Content-Length: -2\r\n\r\nok`),
      /with a Content-Length that is no whole number/,
    ],
    [
      'a chunk that tells no size',
      () => saying(`${chunked}<html>Welcome</html>\r\n`),
      /in chunks, and has "<html>Welcome<\/html>\." where the size of one should be/,
    ],
    [
      'a chunk of a size below nothing',
      () => saying(`${chunked}-2\r\nok\r\n0\r\n\r\n`),
      /has "-2\." where the size of one should be/,
    ],
    [
      'more in a chunk than its size says',
      () => saying(`${chunked}2\r\nhello\r\n0\r\n\r\n`),
      /in chunks, and has more in one than its size says/,
    ],
    [
      'less in a chunk than its size says, though it goes on',
      () => saying(`${chunked}ff\r\nok\r\n0\r\n\r\n`),
      /announces a chunk in its answer to GET \/ that is longer than what it sends/,
    ],
    [
      'no last chunk, though it goes on',
      () => saying(`${chunked}2\r\nok\r\n`),
      /in chunks, and leaves out the last one, of size 0/,
    ],
    [
      'no last chunk, and the end',
      () => saying(`${chunked}2\r\nok\r\n`, 'close'),
      /broke off after 2 bytes\. It comes in chunks: does it send the last one/,
    ],
    [
      'no empty line behind the last chunk, though it goes on',
      () => saying(`${chunked}2\r\nok\r\n0\r\n`),
      /leaves out the empty line behind the last one/,
    ],
    [
      'compressed in transfer',
      () => saying(`${ok}Transfer-Encoding: gzip\r\n\r\n?`, 'close'),
      /with Transfer-Encoding: gzip, though that was not asked for/,
    ],
    [
      'compressed in transfer, and in chunks',
      () => saying(`${ok}Transfer-Encoding: gzip, chunked\r\n\r\n1\r\n?\r\n0\r\n\r\n`),
      /with Transfer-Encoding: gzip, chunked, though/,
    ],
    [
      'a body where there may be none',
      () => saying('HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\nok'),
      /an answer with status 204 has no body/,
    ],
    [
      'an answer without a length, though it goes on',
      () => saying(`${ok}\r\nWelcome`),
      /gives its answer to GET \/ neither a Content-Length nor chunks/,
    ],
    [
      'another protocol from here on',
      () => saying('HTTP/1.1 101 On\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
      /goes over to another protocol/,
    ],
    [
      'a refusal in words, without what would move a cursor',
      () => saying('HTTP/1.1 400 No\r\nContent-Length: 25\r\n\r\n<h1>Invalid\u001b[2J host</h1>'),
      /status 400, saying "Invalid\[2J host"\. Is the request/,
    ],
    [
      'a stream of events',
      () =>
        createServer((_, answer) => {
          answer.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
        }),
      /does not end/,
    ],
    [
      'bytes without end',
      () =>
        createServer((_, answer) => {
          const drip = setInterval(() => answer.write('x'), 20);
          answer.on('close', () => clearInterval(drip));
        }),
      /gives GET \/ an answer that does not end/,
    ],
    [
      'a head, and then nothing, as a long poll',
      () => createServer((_, answer) => answer.flushHeaders()),
      /gives GET \/ an answer that does not end \(0 bytes/,
    ],
    [
      'a redirect',
      () => saying('HTTP/1.1 307 Go\r\nLocation: /en/\r\nContent-Length: 0\r\n\r\n'),
      /status 307 and leads to \/en\/\. Redirects/,
    ],
    [
      'a page that has not changed',
      () => saying('HTTP/1.1 304 Not Modified\r\n\r\n'),
      /status 304\. .*If-None-Match\? Leave it out/,
    ],
    [
      'a missing page',
      () => saying('HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n'),
      /status 404\. Is the path right/,
    ],
    [
      'a missing token',
      () => saying('HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n'),
      /status 401\. Does it want a header/,
    ],
  ];
  for (const [what, server, says] of table) {
    test(what, { timeout: 20_000 }, async () => {
      const outcome = await found(server());
      assert.ok(outcome.kind === 'never', JSON.stringify(outcome));
      assert.match(outcome.sentence, says);
    });
  }

  test('a method in small letters', async () => {
    const request = { ...fixtureTarget('').request, method: 'get' };
    const outcome = await found(createServer(), { target: fixtureTarget('', [], { request }) });
    assert.ok(outcome.kind === 'never');
    assert.match(outcome.sentence, /^is not ready: get \/ was answered with status 400\. .*: in capitals\.$/);
  });

  test('an answer to HEAD that has a body', async () => {
    const request = { ...fixtureTarget('').request, method: 'HEAD' };
    const server = saying(`${ok}Content-Length: 2\r\n\r\nhi`);
    const outcome = await found(server, { target: fixtureTarget('', [], { request }) });
    assert.ok(outcome.kind === 'never');
    assert.match(outcome.sentence, /an answer to HEAD has no body/);
  });

  test('an answer that is compressed, and so does not hold the text', async () => {
    const server = createServer((_, answer) =>
      answer.setHeader('content-encoding', 'gzip').end(gzipSync('Welcome')),
    );
    const judge: Awaited['judge'] = ({ body }) => (body.includes('Welcome') ? null : 'no Welcome in it');
    const plain = { ...fixtureTarget('').request, headers: { 'Accept-Encoding': 'identity' } };
    const outcome = await found(server, { judge, target: fixtureTarget('', [], { request: plain }) });
    assert.ok(outcome.kind === 'never');
    assert.match(outcome.sentence, /compresses its answer to GET \/ \(gzip\), though none was asked for/);
    const brotli = createServer((_, answer) =>
      answer.setHeader('content-encoding', 'br').end(brotliCompressSync('Welcome')),
    );
    assert.partialDeepStrictEqual(await found(brotli, { judge }), { kind: 'never', reason: 'wrong-page' });
    const request = { ...fixtureTarget('').request, headers: { 'accept-encoding': 'gzip' } };
    const asked = createServer((_, answer) =>
      answer.setHeader('content-encoding', 'gzip').end(gzipSync('Welcome')),
    );
    const allowed = await found(asked, { judge, target: fixtureTarget('', [], { request }) });
    assert.ok(allowed.kind === 'never');
    assert.match(allowed.sentence, /\(gzip\), as Accept-Encoding allows, .* Leave out one of the two\./);
    const unknown = createServer((_, answer) => answer.setHeader('content-encoding', 'x-own').end('?'));
    assert.partialDeepStrictEqual(await found(unknown, { judge }), { kind: 'never', reason: 'wrong-page' });
  });
});

describe('what takes its time is waited for', () => {
  test('a large answer that pauses before its end', { timeout: 20_000 }, async () => {
    const server = createServer((_, answer) => {
      answer.setHeader('content-length', 9);
      answer.write('almost ');
      setTimeout(() => answer.end('it'), 1_500);
    });
    assert.equal((await found(server)).kind, 'ready');
  });

  test('one of unknown length', { timeout: 20_000 }, async () => {
    const server = createServer((_, answer) => {
      answer.write('almost ');
      setTimeout(() => answer.end('it'), 1_500);
    });
    assert.equal((await found(server)).kind, 'ready');
  });

  test('one that was taken and never answered is asked for again', { timeout: 20_000 }, async () => {
    let asked = 0;
    const server = createServer((_, answer) => {
      asked += 1;
      if (asked > 1) answer.end();
    });
    assert.equal((await found(server)).kind, 'ready');
    assert.equal(asked, 2);
  });

  for (const interim of [
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 102 Processing\r\nContent-Length: 2\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\n\r\n',
  ]) {
    test(`${interim.split('\r')[0]} is not taken for the answer, nor for its beginning`, async () => {
      const server = saying(`${interim}${ok}Content-Length: 7\r\n\r\nWelcome`);
      const judge: Awaited['judge'] = ({ status, body }) =>
        `${status} ${body}` === '200 Welcome' ? null : `${body}`;
      assert.equal((await found(server, { judge })).kind, 'ready');
    });
  }

  test('chunks with extensions and trailers are read', async () => {
    const server = saying(
      `${ok}Transfer-Encoding: chunked\r\n\r\n7;a=b\r\nWelcome\r\n0\r\nX-Time: 1\r\n\r\n`,
    );
    const judge: Awaited['judge'] = ({ body }) => (`${body}` === 'Welcome' ? null : `${body}`);
    assert.equal((await found(server, { judge })).kind, 'ready');
  });

  test('lines that end with LF alone are read', async () => {
    assert.equal((await found(saying('HTTP/1.1 200 OK\nContent-Length: 2\n\nok'))).kind, 'ready');
  });

  for (const [status, method] of [
    [204, 'GET'],
    [200, 'HEAD'],
    [201, 'QUERY'],
  ] as const) {
    test(`an answer with status ${status} to ${method} is right`, async () => {
      const request = { ...fixtureTarget('').request, method };
      const server = createServer((_, answer) => answer.writeHead(status).end());
      assert.equal((await found(server, { target: fixtureTarget('', [], { request }) })).kind, 'ready');
    });
  }
});

describe('the measured request', () => {
  test('is sent once the ready path is answered with 2xx, and both as it will be measured', async () => {
    const seen: string[] = [];
    const server = createServer((request, answer) => {
      seen.push(`${request.method} ${request.url} ${request.headers.cookie ?? '-'}`);
      answer.writeHead(request.url === '/ready' ? 204 : 200).end();
    });
    const target = fixtureTarget('', [], {
      ready: { path: '/ready', timeoutMs: 10_000 },
      request: {
        method: 'POST',
        path: '/form',
        headers: { cookie: 'theme=dark' },
        body: 'a=1',
        expect: null,
      },
    });
    assert.equal((await found(server, { target })).kind, 'ready');
    assert.deepEqual(seen, ['GET /ready theme=dark', 'POST /form theme=dark']);
  });

  test('answered with an error of the server’s is asked again, a second later; with another page it is not', async () => {
    const askedAt: number[] = [];
    const server = createServer((_, answer) => {
      askedAt.push(performance.now());
      answer.writeHead(askedAt.length < 2 ? 500 : 200).end(`${askedAt.length}`);
    });
    const outcome = await found(server, {
      judge: (answer) => `it says ${answer.body} with ${answer.status}`,
    });
    assert.deepEqual(outcome, {
      kind: 'never',
      reason: 'wrong-page',
      sentence: 'answers GET / with the wrong page: it says 2 with 200.',
    });
    const [first = 0, second = 0, ...more] = askedAt;
    // The second is counted here from when the request came, which may be a moment later than when it was sent.
    assert.ok(second - first >= 500 && more.length === 0);
  });
});
