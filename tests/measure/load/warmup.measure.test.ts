import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { idleLimitUs } from '../../../src/measure/load/line.ts';
import { haveSettled } from '../../../src/measure/load/warmup.ts';
import { knownTarget, useGenerator } from '../../truth/generator.ts';
import { serve } from '../../truth/known-servers.ts';

const window = (p50Us: number, p99Us: number) => ({ requests: 500, ms: 100, p50Us, p99Us });

const never = new AbortController().signal;

describe('a warm-up has settled', () => {
  for (const [sentence, windows, settled] of [
    [
      'when four windows agree',
      [window(1_000, 2_000), window(1_010, 2_100), window(990, 2_200), window(1_000, 2_000)],
      true,
    ],
    [
      'not when there are but three',
      [window(1_000, 2_000), window(1_000, 2_000), window(1_000, 2_000)],
      false,
    ],
    [
      'not while the median still falls',
      [window(1_600, 3_000), window(1_400, 3_000), window(1_200, 3_000), window(1_000, 3_000)],
      false,
    ],
    [
      'not while the p99 jumps',
      [window(1_000, 9_000), window(1_000, 2_000), window(1_000, 2_000), window(1_000, 2_000)],
      false,
    ],
    [
      'when the differences are those of a clock',
      [window(100, 150), window(190, 240), window(120, 150), window(100, 150)],
      true,
    ],
    [
      'by its last four windows only',
      [window(9_000, 9_000), window(100, 150), window(110, 150), window(120, 150), window(100, 150)],
      true,
    ],
  ] as const) {
    it(sentence, () => assert.equal(haveSettled(windows), settled));
  }
});

describe('an idle connection is given up', () => {
  for (const [sentence, headers, seconds] of [
    ['one second before the advertised limit', ['Connection', 'keep-alive', 'Keep-Alive', 'timeout=72'], 71],
    ['whatever the case of the header', ['keep-alive', 'max=5, Timeout=10'], 9],
    ['after most of the limit where that is a second', ['Keep-Alive', 'timeout=1'], 0.8],
    ['at once where the server allows no time at all', ['Keep-Alive', 'timeout=0'], 0],
    ['after four seconds where nothing is advertised', ['Date', 'today'], 4],
  ] as const) {
    it(sentence, () => assert.equal(idleLimitUs(headers), seconds * 1e6));
  }
});

describe('warming a server up', () => {
  const load = useGenerator();
  const settings = {
    mode: 'auto',
    minRequests: 2_000,
    minMs: 5_000,
    capMs: 5_000,
    timeoutMs: 1_000,
  } as const;

  it('sends at least as many requests as asked for, two at a time', async () => {
    let open = 0;
    let most = 0;
    await using server = await serve(({ answer }) => {
      most = Math.max(most, ++open);
      setImmediate(() => {
        open -= 1;
        answer();
      });
    });
    const warmup = await load.generator.warm(
      knownTarget(server.port),
      settings,
      new AbortController().signal,
    );
    assert.ok(warmup.requests >= 2_000, `${warmup.requests} requests`);
    assert.equal(most, 2);
    assert.equal(
      warmup.windows.every((one) => one.requests <= 501),
      true,
    );
  });

  it('gives up on a server that only fails, long before the cap', async () => {
    await using server = await serve(({ socket }) => socket.destroy());
    const warmup = await load.generator.warm(
      knownTarget(server.port),
      { ...settings, capMs: 3_600_000 },
      new AbortController().signal,
    );
    assert.equal(warmup.settled, false);
    assert.ok(warmup.requests < 1_000);
  });

  it('probes one after another, each on a connection of its own', async () => {
    const sockets = new Set<unknown>();
    await using server = await serve(({ socket, answer }) => {
      sockets.add(socket);
      answer();
    });
    const latencies = await load.generator.probe(knownTarget(server.port), 5, 1_000, never);
    assert.equal(sockets.size, 5);
    assert.ok(latencies.every((us) => us !== null && us > 0));
  });

  it('a probe that is not answered is null, and the last', async () => {
    await using server = await serve(() => undefined);
    assert.deepEqual(await load.generator.probe(knownTarget(server.port), 5, 50, never), [null]);
  });

  it('a probe that is not answered ends with an interrupt', async () => {
    const interrupt = new AbortController();
    await using server = await serve(() => interrupt.abort());
    const probing = load.generator.probe(knownTarget(server.port), 1, 3_600_000, interrupt.signal);
    await assert.rejects(probing, interrupt.signal.reason ?? { name: 'AbortError' });
  });
});
