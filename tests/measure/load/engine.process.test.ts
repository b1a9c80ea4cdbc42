import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ENDING_BYTES, type RawAnswer } from '../../../src/measure/load/answer.ts';
import { Connection, type ConnectionOwner } from '../../../src/measure/load/connection.ts';
import { type Endpoint, endpoint, engine } from '../../../src/measure/load/engine.ts';

const request = { method: 'GET', path: '/p', headers: { cookie: 'a=b' }, body: null, expect: null };

/** A server that hands its sockets to the test, and a way to wait for what the connection says. */
async function setUp(): Promise<
  { server: Server; to: Endpoint; accept: () => Promise<Socket>; connections: () => number } & AsyncDisposable
> {
  const sockets: Socket[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.push(socket);
    socket.on('error', () => undefined);
    server.emit('accepted');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    server,
    to: endpoint('127.0.0.1', address.port, request),
    connections: () => connections,
    accept: async () => {
      if (sockets.length === 0) await once(server, 'accepted');
      return sockets.at(-1) as Socket;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

class Listener implements ConnectionOwner<Connection> {
  readonly happened: string[] = [];
  #waiting: { word: string; resolve: () => void } | null = null;
  answer: RawAnswer | null = null;

  connected(): void {
    this.#tell('connected');
  }
  answered(_connection: Connection, answer: RawAnswer): void {
    this.answer = { ...answer, ending: Buffer.from(answer.ending), chunks: [...answer.chunks] };
    this.#tell('answered');
  }
  ended(_connection: Connection, code: string): void {
    this.#tell(`ended: ${code}`);
  }
  async until(word: string): Promise<void> {
    if (this.happened.includes(word)) return;
    await new Promise<void>((resolve) => {
      this.#waiting = { word, resolve };
    });
  }
  /** The next time that it happens. */
  async next(word: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting = { word, resolve };
    });
  }
  #tell(word: string): void {
    this.happened.push(word);
    if (this.#waiting?.word === word) this.#waiting.resolve();
  }
}

/** Connects, sends, and answers with these pieces, each in a write of its own. */
async function exchange(
  pieces: readonly (string | Buffer)[],
  options: { keepBody?: boolean; end?: boolean } = {},
) {
  await using place = await setUp();
  const listener = new Listener();
  const connection = new Connection(place.to, listener);
  const socket = await place.accept();
  await listener.until('connected');
  connection.keepBody = options.keepBody ?? false;
  connection.send();
  const [received] = (await once(socket, 'data')) as [Buffer];
  for (const piece of pieces) {
    await new Promise<void>((resolve) => socket.write(piece, () => setImmediate(resolve)));
  }
  if (options.end === true) {
    socket.end();
    await listener.until('ended: end');
  } else await listener.until('answered');
  connection.discard();
  return { received: received.toString(), listener, answer: listener.answer, connection };
}

describe('the engine, as far as we lean on its private parts', () => {
  it('is the version that this was written for', () => assert.equal(engine.version, '9.0.0'));

  it('builds a request without connecting, and connects without sending', async () => {
    await using place = await setUp();
    assert.equal(place.connections(), 0);
    const listener = new Listener();
    const connection = new Connection(place.to, listener);
    const socket = await place.accept();
    await listener.until('connected');
    assert.equal(socket.bytesRead, 0);
    connection.send();
    const [received] = (await once(socket, 'data')) as [Buffer];
    assert.match(
      received.toString(),
      /^GET \/p HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\nConnection: keep-alive\r\ncookie: a=b\r\n\r\n$/,
    );
    connection.discard();
  });

  it('does not connect again when the other side closes or resets', async () => {
    for (const end of ['end', 'resetAndDestroy'] as const) {
      await using place = await setUp();
      const listener = new Listener();
      const connection = new Connection(place.to, listener);
      const socket = await place.accept();
      await listener.until('connected');
      socket[end]();
      await listener.until(end === 'end' ? 'ended: end' : 'ended: ECONNRESET');
      connection.discard();
      assert.equal(place.connections(), 1);
      assert.equal(listener.happened.length, 2);
    }
  });

  it('says that nobody listens, once', async () => {
    const place = await setUp();
    await place[Symbol.asyncDispose]();
    const listener = new Listener();
    new Connection(place.to, listener);
    await listener.until('ended: ECONNREFUSED');
    assert.deepEqual(listener.happened, ['ended: ECONNREFUSED']);
  });
});

describe('an answer', () => {
  it('is counted in bytes, though a character is split between two pieces', async () => {
    const body = Buffer.from('aé€😀z');
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
    const { answer } = await exchange([head, body.subarray(0, 2), body.subarray(2, 7), body.subarray(7)], {
      keepBody: true,
    });
    assert.equal(answer?.bodyBytes, body.length);
    assert.deepEqual(Buffer.concat(answer?.chunks ?? []), body);
    assert.deepEqual(answer?.ending.subarray(0, answer.endingBytes), body);
  });

  it('keeps its last bytes in order, however small its pieces are', async () => {
    const body = Buffer.from(Array.from({ length: 200 }, (_, i) => 33 + (i % 90)));
    const pieces = Array.from({ length: 40 }, (_, i) => body.subarray(i * 5, i * 5 + 5));
    const { answer } = await exchange([`HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n`, ...pieces]);
    assert.deepEqual(answer?.ending.subarray(0, answer.endingBytes), body.subarray(-ENDING_BYTES));
  });

  it('may be chunked', async () => {
    const { answer } = await exchange([
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
      '6\r\n world\r\n0\r\n\r\n',
    ]);
    assert.equal(answer?.bodyBytes, 11);
    assert.equal(answer?.keepAlive, true);
  });

  it('may come after an interim one', async () => {
    const { answer } = await exchange([
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    ]);
    assert.equal(answer?.status, 200);
  });

  it('without a length ends where the connection does, and is complete', async () => {
    const { answer, listener } = await exchange(['HTTP/1.1 200 OK\r\n\r\nall of it'], { end: true });
    assert.deepEqual(listener.happened, ['connected', 'answered', 'ended: end']);
    assert.equal(answer?.bodyBytes, 9);
    assert.equal(answer?.keepAlive, false);
  });

  it('that is cut off is no answer', async () => {
    const { listener } = await exchange(['HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf'], { end: true });
    assert.deepEqual(listener.happened, ['connected', 'ended: end']);
  });

  it('of any kind, in any pieces and on any connection, is told as it would be without those before it', async () => {
    const closing = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello';
    const kinds = [
      { bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', tells: '200 5 hello keep' },
      { bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhallo', tells: '200 5 hallo keep' },
      { bytes: 'HTTP/1.1 404 OK\r\nContent-Length: 5\r\n\r\nhello', tells: '404 5 hello keep' },
      { bytes: 'HTTP/1.1 204 No Content\r\n\r\n', tells: '204 0  keep' },
      {
        bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n',
        tells: '200 5 hello keep',
      },
      {
        bytes: `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${'1'.repeat(3)}\r\n\r\n${'.'.repeat(111)}`,
        tells: `200 111 ${'.'.repeat(ENDING_BYTES)} keep`,
      },
      { bytes: closing, tells: '200 5 hello close' },
    ];
    await using place = await setUp();
    const open = async () => {
      const listener = new Listener();
      const connection = new Connection(place.to, listener);
      const accepted = once(place.server, 'accepted');
      await listener.until('connected');
      await accepted;
      return { listener, connection, socket: await place.accept() };
    };
    const ends = [await open(), await open()] as const;
    const exchanges = fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        end: fc.constantFrom(...ends),
        keepBody: fc.boolean(),
        cutAt: fc.option(fc.nat(1_000), { nil: null }),
      }),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(exchanges, async (sequence) => {
        for (const { kind, end, keepBody, cutAt } of sequence) {
          const { connection, listener, socket } = end;
          const answered = listener.next('answered');
          connection.keepBody = keepBody;
          connection.send();
          await once(socket, 'data');
          const cut = cutAt === null ? kind.bytes.length : 1 + (cutAt % (kind.bytes.length - 1));
          for (const piece of [kind.bytes.slice(0, cut), kind.bytes.slice(cut)]) {
            if (piece === '') continue;
            const { bytesRead } = connection;
            socket.write(piece);
            while (connection.bytesRead === bytesRead) await new Promise((resolve) => setImmediate(resolve));
          }
          await answered;
          const { answer } = listener;
          const ending = answer?.ending.subarray(0, answer.endingBytes).toString();
          const told = `${answer?.status} ${answer?.bodyBytes} ${ending} ${answer?.keepAlive ? 'keep' : 'close'}`;
          assert.equal(told, kind.tells);
          if (keepBody) assert.equal(Buffer.concat(answer?.chunks ?? []).length, answer?.bodyBytes);
        }
      }),
      { numRuns: 100 },
    );
    for (const { connection } of ends) connection.discard();
  });

  it('is known again, and its headers with it', async () => {
    await using place = await setUp();
    const listener = new Listener();
    const connection = new Connection(place.to, listener);
    const socket = await place.accept();
    await listener.until('connected');
    const tell = async (bytes: string) => {
      const answered = listener.next('answered');
      connection.send();
      await once(socket, 'data');
      socket.write(bytes);
      await answered;
      return listener.answer?.headers;
    };
    const answer = (name: string) => `HTTP/1.1 200 OK\r\n${name}: 1\r\nContent-Length: 2\r\n\r\nok`;
    const first = await tell(answer('a'));
    assert.equal(await tell(answer('a')), first, 'the very same list: nothing was parsed');
    assert.deepEqual(await tell(answer('b')), ['b', '1', 'Content-Length', '2']);
    connection.discard();
  });

  it('that only the end of its connection completes is not taken to be complete before', async () => {
    await using place = await setUp();
    for (const rest of ['', ' and more']) {
      const listener = new Listener();
      const connection = new Connection(place.to, listener);
      await listener.until('connected');
      const socket = await place.accept();
      connection.send();
      await once(socket, 'data');
      socket.write('HTTP/1.1 200 OK\r\n\r\nall of it');
      while (connection.bytesRead === 0) await new Promise((resolve) => setImmediate(resolve));
      socket.end(rest);
      await listener.until('answered');
      assert.equal(listener.answer?.bodyBytes, 9 + rest.length);
      connection.discard();
    }
  });

  it('with something behind it spoils the next', async () => {
    const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    await using place = await setUp();
    const listener = new Listener();
    const connection = new Connection(place.to, listener);
    const socket = await place.accept();
    await listener.until('connected');
    const tooMuch = `${ok}and this`;
    const answered = listener.next('answered');
    connection.send();
    await once(socket, 'data');
    socket.write(tooMuch);
    await answered;
    connection.send();
    await once(socket, 'data');
    socket.write(tooMuch);
    while (connection.bytesRead < 2 * tooMuch.length) await new Promise((resolve) => setImmediate(resolve));
    connection.discard();
    assert.deepEqual(listener.happened, ['connected', 'answered', 'ended: malformed']);
  });

  it('that is no HTTP ends the connection', async () => {
    await using place = await setUp();
    const listener = new Listener();
    const connection = new Connection(place.to, listener);
    const socket = await place.accept();
    await listener.until('connected');
    connection.send();
    await once(socket, 'data');
    socket.write('SSH-2.0-nonsense\r\n\r\n');
    await listener.until('ended: malformed');
    connection.discard();
  });

  it('that nobody asked for ends the connection', async () => {
    await using place = await setUp();
    const listener = new Listener();
    const connection = new Connection(place.to, listener);
    const socket = await place.accept();
    await listener.until('connected');
    socket.write('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n');
    await listener.until('ended: malformed');
    connection.discard();
  });
});
