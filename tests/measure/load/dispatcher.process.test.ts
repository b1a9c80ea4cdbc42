import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { nowUs } from '../../../src/measure/load/clock.ts';
import { Dispatcher } from '../../../src/measure/load/dispatcher.ts';
import { endpoint } from '../../../src/measure/load/engine.ts';
import { checkPage } from '../../../src/measure/load/page.ts';
import { Recorder } from '../../../src/measure/load/recorder.ts';

const ARRIVALS = 60;

describe('a dispatcher with more arrivals than connections', () => {
  it('opens none in a turn that gave an arrival the connection of another', async () => {
    const { opened, turns } = await sendAtOnce('keep-alive');
    assert.ok(opened < ARRIVALS, `${opened} connections`);
    assert.ok(turns.some(({ sent }) => sent > 0));
    assert.deepEqual(
      turns.filter((turn) => turn.opened > 0 && turn.sent > 0),
      [],
    );
  });

  it('opens one for each where every answer closes its own', async () => {
    const { opened } = await sendAtOnce('close');
    assert.equal(opened, ARRIVALS);
  });
});

/** Sends them all in one turn of the loop; what every turn after it opened and sent, until the last answer. */
async function sendAtOnce(connection: 'keep-alive' | 'close') {
  const server = createServer((_request, response) => response.setHeader('connection', connection).end('ok'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const recorder = new Recorder(nowUs(), 1_000_000);
  const answered = Promise.withResolvers<void>();
  const dispatcher = new Dispatcher({
    endpoint: endpoint('127.0.0.1', port, {
      method: 'GET',
      path: '/',
      headers: {},
      body: null,
      expect: null,
    }),
    page: checkPage({ body: null, text: null }),
    recorder,
    maxConnections: 1_000,
    timeoutUs: 10_000_000,
    stamp: null,
    onDecided: (kind) => {
      if (kind !== null) answered.reject(new Error(kind));
      else if (recorder.requests.succeeded === ARRIVALS) answered.resolve();
    },
  });
  const turns: { readonly opened: number; readonly sent: number }[] = [];
  let before = { opened: 0, sent: 0 };
  let watched = true;
  const endTurn = () => {
    const now = { opened: recorder.connections.opened, sent: recorder.requests.sent };
    turns.push({ opened: now.opened - before.opened, sent: now.sent - before.sent });
    before = now;
    if (watched) setImmediate(endTurn);
  };
  try {
    for (let i = 0; i < ARRIVALS; i++) dispatcher.take(nowUs());
    // Planned after the dispatcher's own, so it runs behind it in every turn.
    setImmediate(endTurn);
    await answered.promise;
    return { opened: recorder.connections.opened, turns };
  } finally {
    watched = false;
    dispatcher.close();
    server.close();
  }
}
