import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { stabilityOf } from '../../src/analysis/judging/stability.ts';
import { identities, percentileMs, provenInPeace, useGenerator } from './generator.ts';
import { PAGE, serve } from './known-servers.ts';

const load = useGenerator('poisson');

/** A number that has to lie in a range, both ends included. */
function within(value: number, low: number, high: number, what: string): void {
  assert.ok(value >= low && value <= high, `${what} is ${value}, not within ${low} … ${high}`);
}

describe('what is reported is what a known server did', () => {
  it('a server that takes 50 ms is reported with 50 ms, at every percentile below the machine’s own hiccups', async () => {
    const measure = async () => {
      await using server = await serve(({ answer }) => setTimeout(answer, 50));
      const step = await load.run(server.port, { ratePerSecond: 200, windowMs: 1_000 });
      assert.equal(server.requests(), 200);
      return step;
    };
    await provenInPeace(measure, (step) => {
      assert.deepEqual(identities(step), []);
      assert.equal(step.requests.succeeded, 200);
      within(percentileMs(step.latency, 1), 49, 60, 'p1');
      within(percentileMs(step.latency, 50), 49, 75, 'p50');
      within(percentileMs(step.serviceTime, 50), 49, 75, 'service time p50');
    });
  });

  it('every second answer a 500: half of them succeed, the others are counted by their status', async () => {
    await using server = await serve(({ nth, answer }) => answer({ status: nth % 2 === 0 ? 200 : 500 }));
    const step = await load.run(server.port, { ratePerSecond: 200, windowMs: 1_000 });
    assert.deepEqual(identities(step), []);
    assert.equal(step.requests.succeeded, 100);
    assert.deepEqual(step.failures, { 'status-500': 100 });
    assert.deepEqual(step.statuses, { 200: 100, 500: 100 });
  });

  it('a connection closed after every answer: every request opens its own, and none fails', async () => {
    await using server = await serve(({ socket, answer }) => {
      answer({ headers: 'Connection: close\r\n' });
      socket.end();
    });
    const step = await load.run(server.port, { ratePerSecond: 200, windowMs: 1_000 });
    assert.deepEqual(identities(step), []);
    assert.equal(step.requests.succeeded, 200);
    assert.equal(step.connections.opened, 200);
    assert.equal(step.connections.reused, 0);
  });

  it('idle connections closed at once: a race is not a failure', async () => {
    await using server = await serve(({ socket, answer }) => {
      answer();
      setImmediate(() => socket.end());
    });
    const step = await load.run(server.port, { ratePerSecond: 500, windowMs: 1_000 });
    assert.deepEqual(identities(step), []);
    assert.equal(step.requests.succeeded, 500);
    assert.equal(step.requests.failed, 0);
    assert.ok(
      step.connections.closedByServer > 400,
      `${step.connections.closedByServer} closed by the server`,
    );
  });

  it('a reused connection that ends before the first byte is tried once more on a new one', async () => {
    const answered = new WeakSet();
    await using server = await serve(({ socket, answer }) => {
      if (answered.has(socket)) socket.end();
      else answer();
      answered.add(socket);
    });
    const step = await load.run(server.port, { ratePerSecond: 100, windowMs: 1_000 });
    assert.deepEqual(identities(step), []);
    assert.equal(step.requests.succeeded, 100);
    assert.ok(step.connections.stale > 0, 'none was stale');
    assert.equal(server.requests(), 100 + step.connections.stale);
  });

  it('idle connections given up before a limit of a second: most of the second is used', async () => {
    await using server = await serve(({ answer }) => answer({ headers: 'Keep-Alive: timeout=1\r\n' }));
    await provenInPeace(
      () => load.run(server.port, { ratePerSecond: 2, windowMs: 2_000 }),
      ({ connections }) => assert.deepEqual([connections.opened, connections.closedByUs], [1, 0]),
    );
    await provenInPeace(
      () => load.run(server.port, { ratePerSecond: 1, windowMs: 3_000 }),
      ({ connections }) => {
        assert.equal(connections.opened, 3);
        assert.ok((connections.closedByUs ?? 0) >= 2);
        assert.equal(connections.closedByServer, 0);
      },
    );
  });

  it('half a body and then the end: closed, and never tried again', async () => {
    await using server = await serve(({ socket, answer }) => {
      answer({ body: PAGE.slice(0, 1_000), length: PAGE.length });
      socket.end();
    });
    const step = await load.run(server.port, { ratePerSecond: 100, windowMs: 1_000 });
    assert.deepEqual(identities(step), []);
    assert.deepEqual(step.failures, { closed: 100 });
    assert.equal(server.requests(), 100);
  });

  it('a reset before the answer is a reset', async () => {
    await using server = await serve(({ socket }) => socket.resetAndDestroy());
    const step = await load.run(server.port, { ratePerSecond: 100, windowMs: 1_000 });
    assert.deepEqual(identities(step), []);
    assert.deepEqual(step.failures, { reset: 100 });
  });

  it('nobody listening: every arrival makes its own attempt and is refused', async () => {
    const closed = createServer();
    const port = await new Promise<number>((resolve) => {
      closed.listen(0, '127.0.0.1', () => {
        const address = closed.address();
        if (address !== null && typeof address !== 'string') closed.close(() => resolve(address.port));
      });
    });
    const step = await load.run(port, { ratePerSecond: 200, windowMs: 1_000 });
    assert.deepEqual(identities(step), []);
    assert.deepEqual(step.failures, { refused: 200 });
    assert.equal(step.connections.opened, 200);
  });

  it('an answer that comes after the time-out is none, though nobody looked at the clock between', async () => {
    await using server = await serve(({ answer }) => setTimeout(answer, 400));
    await provenInPeace(
      () => load.run(server.port, { ratePerSecond: 1, windowMs: 1_000, timeoutMs: 390 }),
      (step) => {
        assert.deepEqual(identities(step), []);
        assert.deepEqual(step.failures, { 'timeout-answer': 1 });
      },
    );
  });

  it('connections that we close after a time-out are ours', async () => {
    await using server = await serve(() => undefined);
    const { connections } = await load.run(server.port, {
      ratePerSecond: 100,
      windowMs: 1_000,
      timeoutMs: 300,
    });
    // What is taken up too late times out before it has one.
    assert.ok(connections.opened > 0);
    assert.deepEqual([connections.closedByUs, connections.closedByServer], [connections.opened, 0]);
  });

  it('no answer at all: a time-out, measured from the intended start', async () => {
    await using server = await serve(() => undefined);
    const asked = { ratePerSecond: 100, windowMs: 1_000, timeoutMs: 400 };
    await provenInPeace(
      () => load.run(server.port, asked),
      (step) => {
        assert.deepEqual(identities(step), []);
        assert.deepEqual(step.failures, { 'timeout-answer': 100 });
        within(percentileMs(step.failureLatency, 1), 399, 460, 'p1 of the failures');
        within(step.connections.maxInFlight, 38, 60, 'most in flight');
      },
    );
  });

  it('every connection in use: what has none is shed at once', async () => {
    await using server = await serve(() => undefined);
    const step = await load.run(server.port, {
      ratePerSecond: 100,
      windowMs: 1_000,
      timeoutMs: 1_500,
      maxConnections: 10,
    });
    assert.deepEqual(identities(step), []);
    assert.equal(step.requests.shed, 90);
    assert.deepEqual(step.failures, { 'timeout-answer': 10 });
    assert.equal(step.connections.maxInFlight, 10);
  });

  it('another page of the same length is caught by its ending, and one of the same ending by the full comparison', async () => {
    const otherEnding = `${PAGE.slice(0, -7)}</HTML>`;
    await using first = await serve(({ answer }) => answer({ body: otherEnding }));
    const byEnding = await load.run(first.port, { ratePerSecond: 100, windowMs: 500 });
    assert.deepEqual(byEnding.failures, { 'wrong-page': 50 });
    const otherTitle = PAGE.replace('known', 'wrong');
    await using second = await serve(({ answer }) => answer({ body: otherTitle }));
    const inFull = await load.run(second.port, { ratePerSecond: 100, windowMs: 500 });
    assert.deepEqual(identities(inFull), []);
    assert.ok((inFull.failures['wrong-page'] ?? 0) >= 6, JSON.stringify(inFull.failures));
  });

  it('20 % past saturation: goodput is the server’s capacity over the load, and the step is unstable', async () => {
    // A queue with one server that takes 5 ms for each: D(k) = max(A(k), D(k−1)) + 5 ms.
    let freeAt = 0;
    await using server = await serve(({ answer }) => {
      freeAt = Math.max(performance.now(), freeAt) + 5;
      setTimeout(answer, freeAt - performance.now());
    });
    await provenInPeace(
      () => load.run(server.port, { ratePerSecond: 240, windowMs: 4_000 }),
      (step) => {
        assert.deepEqual(identities(step), []);
        assert.equal(step.requests.succeeded, 960);
        within(step.completedInWindow / step.requests.scheduled, 0.79, 0.86, 'goodput');
        assert.equal(stabilityOf(step.slices).stable, false);
        // The last arrival waits for the whole backlog: 160 requests of 5 ms.
        within(percentileMs(step.latency, 100), 700, 1_000, 'maximum');
      },
    );
  });

  it('Poisson arrivals at the same rate and seed come at the same times', async () => {
    await using server = await serve(({ answer }) => answer());
    const asked = { ratePerSecond: 300, windowMs: 1_000, arrivals: 'poisson' } as const;
    const [one, two] = [await load.run(server.port, asked), await load.run(server.port, asked)];
    assert.deepEqual(
      one.slices.map((slice) => slice.scheduled),
      two.slices.map((slice) => slice.scheduled),
    );
    assert.ok(new Set(one.slices.map((slice) => slice.scheduled)).size > 3, 'the slices are not all alike');
  });
});

describe('an interrupted step', () => {
  it('rejects with the signal’s reason, and the generator is good for the next one', async () => {
    const controller = new AbortController();
    await using server = await serve(({ nth, answer }) => {
      answer();
      if (nth === 20) controller.abort('enough');
    });
    await assert.rejects(
      load.run(server.port, { ratePerSecond: 100, windowMs: 60_000 }, controller.signal),
      (reason) => reason === 'enough',
    );
    const next = await load.run(server.port, { ratePerSecond: 100, windowMs: 500 });
    assert.equal(next.requests.succeeded, 50);
  });
});
