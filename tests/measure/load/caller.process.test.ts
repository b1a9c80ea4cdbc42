import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { Caller } from '../../../src/measure/load/caller.ts';

/** Asks twice; what was answered, and over how many connections. */
async function askTwice(method: string, listener: RequestListener, headers: Record<string, string> = {}) {
  const server = createServer({ maxHeaderSize: 100_000 }, listener);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caller = new Caller({ address: '127.0.0.1', port: (server.address() as AddressInfo).port });
  try {
    const answers: string[] = [];
    for (let i = 0; i < 2; i++) {
      const ending = await caller.ask({ method, path: '/', headers, body: null });
      const { status, body } = (ending.kind === 'unreachable' ? null : ending.answer) ?? {
        status: 0,
        body: '',
      };
      answers.push(`${ending.kind} ${status} ${body}`);
    }
    return { answers, connections };
  } finally {
    caller.hangUp();
    server.close();
  }
}

describe('an answer without a body ends with its head, and its connection is used again', () => {
  for (const [what, method, listener] of [
    ['to HEAD, of a page with a length', 'HEAD', (_, answer) => answer.setHeader('content-length', 7).end()],
    ['to HEAD, of a page without', 'HEAD', (_, answer) => void answer.writeHead(200).end('Welcome')],
    ['204', 'GET', (_, answer) => void answer.writeHead(204).end()],
    [
      '304 with the length of the page',
      'GET',
      (_, answer) => void answer.writeHead(304, { 'content-length': 7 }).end(),
    ],
  ] as readonly (readonly [string, string, RequestListener])[]) {
    it(what, async () => {
      const { answers, connections } = await askTwice(method, listener);
      assert.deepEqual([answers[0], connections], [answers[1], 1]);
      assert.match(answers[0] ?? '', /^answered \d+ $/);
    });
  }
});

describe('what is unusual is served', () => {
  it('a method of one’s own', async () => {
    const { answers } = await askTwice('QUERY', ({ method }, answer) => void answer.end(method));
    assert.deepEqual(answers, ['answered 200 QUERY', 'answered 200 QUERY']);
  });

  it('headers of 79 kB, asked and answered, and a page behind them', async () => {
    const long = 'x'.repeat(79_000);
    const echo: RequestListener = ({ headers }, answer) => {
      answer.setHeader('x-long', long).end(`${headers['x-long'] === long}`.padEnd(60_000));
    };
    const { answers, connections } = await askTwice('GET', echo, { 'x-long': long });
    assert.deepEqual(
      [answers.map((answer) => answer.trim()), connections],
      [['answered 200 true', 'answered 200 true'], 1],
    );
  });

  it('a connection that the request itself ends', async () => {
    const { answers, connections } = await askTwice('GET', (_, answer) => void answer.end('ok'), {
      connection: 'close',
    });
    assert.deepEqual([answers[1], connections], ['answered 200 ok', 2]);
  });
});
