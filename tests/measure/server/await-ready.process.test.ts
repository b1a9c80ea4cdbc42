import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { type Awaited, awaitReady, type Readiness } from '../../../src/measure/server/await-ready.ts';
import { choosePort } from '../../../src/measure/server/choose-port.ts';
import { anyPage, fixtureTarget } from '../../fixtures/servers/fixture-target.ts';

const onlyLinux = { skip: process.platform !== 'linux' && 'only Linux tells who listens where' };
const address = '127.0.0.1';

/** Waits for a server that this process itself is. */
function awaitUs(port: number, timeoutMs: number, changes: Partial<Awaited> = {}): Promise<Readiness> {
  const target = fixtureTarget('', [], { ready: { path: '/ready', timeoutMs } });
  const server = { target, address, port, judge: anyPage, pids: () => [process.pid], ...changes };
  return awaitReady(server, new AbortController().signal);
}

/** Listens while `then` runs; null where the address cannot be listened on. */
async function listening<T>(
  server: Server,
  host: string,
  port: number,
  then: (port: number) => Promise<T>,
): Promise<T | null> {
  const up = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, host, () => resolve(true));
  });
  if (!up) return null;
  try {
    return await then((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('when its time is up', () => {
  test(
    'a server that listens on another port is told apart from one that does not listen',
    onlyLinux,
    async () => {
      const port = await choosePort(address);
      assert.deepEqual(await awaitUs(port, 1), { kind: 'late', lastSeen: 'nothing listens there' });
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

  test('a server that listens on another address is found too', onlyLinux, async (t) => {
    const port = await choosePort(address);
    const outcome = await listening(createServer(), '::1', port, () => awaitUs(port, 1));
    if (outcome === null) return t.skip('no IPv6 here');
    assert.equal(outcome.kind, 'elsewhere');
    assert.deepEqual(
      outcome.sockets.map((socket) => [socket.address, socket.port]),
      [['::1', port]],
    );
  });

  test('a server that takes a request and does not answer is said to do so', async () => {
    await listening(
      createServer(() => {}),
      address,
      0,
      async (port) => {
        const outcome = await awaitUs(port, 50);
        assert.deepEqual(outcome, { kind: 'late', lastSeen: 'a request was taken but not answered in time' });
      },
    );
  });

  test('the last status of the ready path is told', async () => {
    const server = createServer((_, answer) => answer.writeHead(503).end());
    await listening(server, address, 0, async (port) => {
      const outcome = await awaitUs(port, 500);
      assert.deepEqual(outcome, { kind: 'late', lastSeen: 'GET /ready was answered with status 503' });
    });
  });
});

test('a ready path that leads elsewhere is told at once, with where it leads', async () => {
  const server = createServer((_, answer) => answer.writeHead(307, { location: '/en/' }).end());
  await listening(server, address, 0, async (port) => {
    const outcome = await awaitUs(port, 600_000);
    assert.deepEqual(outcome, { kind: 'redirects', status: 307, location: '/en/' });
  });
});

describe('the measured request', () => {
  test('is sent once the ready path answers with 200, as it will be measured', async () => {
    const seen: string[] = [];
    const server = createServer((request, answer) => {
      seen.push(
        `${request.method} ${request.url} ${request.headers['accept-encoding'] ?? '-'} ${request.headers.cookie ?? '-'}`,
      );
      answer.end();
    });
    const target = fixtureTarget('', [], {
      ready: { path: '/ready', timeoutMs: 10_000 },
      request: {
        method: 'POST',
        path: '/form',
        headers: { Cookie: 'theme=dark' },
        body: 'a=1',
        expect: null,
      },
    });
    await listening(server, address, 0, async (port) => {
      assert.deepEqual(await awaitUs(port, 0, { target }), { kind: 'ready' });
    });
    assert.deepEqual(seen, ['GET /ready identity -', 'POST /form identity theme=dark']);
  });

  test('answered with an error of the server’s is asked again, with another page is not', async () => {
    let asked = 0;
    const server = createServer((request, answer) => {
      if (request.url !== '/ready') asked += 1;
      answer.writeHead(request.url !== '/ready' && asked < 3 ? 500 : 200).end(`${asked}`);
    });
    await listening(server, address, 0, async (port) => {
      const outcome = await awaitUs(port, 10_000, {
        judge: (answer) => `it says ${answer.body} with ${answer.status}`,
      });
      assert.deepEqual(outcome, { kind: 'wrong-page', why: 'it says 3 with 200' });
    });
    assert.equal(asked, 3);
  });
});
