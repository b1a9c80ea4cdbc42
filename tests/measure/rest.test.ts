import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rest, restingShare } from '../../src/measure/rest.ts';

const settings = { capMs: 15_000, idleMs: 300, probes: 1 };

/** A server and its clock: `busy` says what it uses in a millisecond. */
function serverThat(busy: (atMs: number) => number) {
  let atMs = 0;
  let usedMs = 0;
  return {
    cpuMs: async () => usedMs,
    probe: async () => 100,
    hasEnded: () => false,
    elapsed: () => atMs,
    pause: async (ms: number) => {
      for (const end = atMs + ms; atMs < end; atMs++) usedMs += busy(atMs);
    },
  };
}

/** Works 30 ms of every 200 whatever it is asked. */
const restless = (atMs: number) => (atMs % 200 < 30 ? 1 : 0);

describe('a server that works though nobody asks anything', () => {
  it('is at rest when it does no more than that', async () => {
    const server = serverThat(restless);
    const share = await restingShare(server, settings.idleMs);
    assert.ok(share >= 0.1 && share <= 0.2, `${share}`);
    const { settled, ms } = await rest({ ...server, settings, restingUs: 100, restingShare: share });
    assert.ok(settled && ms < 2_000, `after ${ms} ms`);
  });

  it('is not at rest while it does more', async () => {
    let asked = false;
    const server = serverThat((atMs) => (asked ? 0.5 : restless(atMs)));
    const share = await restingShare(server, settings.idleMs);
    asked = true;
    assert.equal((await rest({ ...server, settings, restingUs: 100, restingShare: share })).settled, false);
  });
});

describe('a server that is idle, and slow to answer', () => {
  const patient = { ...settings, probes: 5 };

  for (const [what, answerMs] of [
    ['no probe', Number.POSITIVE_INFINITY],
    ['each probe after 10 s', 10_000],
  ] as const) {
    it(`is given up at the cap where it answers ${what}`, async () => {
      const server = serverThat(() => 0);
      const probe = async (withinMs: number) => {
        await server.pause(Math.min(withinMs, answerMs));
        return answerMs < withinMs ? answerMs * 1_000 : null;
      };
      const ended = await rest({ ...server, probe, settings: patient, restingUs: null, restingShare: 0 });
      assert.deepEqual(ended, { ms: patient.capMs, settled: false });
    });
  }

  it('is at rest where all its probes are answered before the cap', async () => {
    const server = serverThat(() => 0);
    let probes = 0;
    const probe = async () => {
      probes += 1;
      await server.pause(1_000);
      return 1_000_000;
    };
    const ended = await rest({ ...server, probe, settings: patient, restingUs: 900_000, restingShare: 0 });
    assert.deepEqual([ended.settled, probes], [true, 5]);
  });
});

it('an idle server is looked at for one stretch', async () => {
  const server = serverThat(() => 0);
  assert.equal(await restingShare(server, settings.idleMs), 0);
  assert.equal(server.elapsed(), settings.idleMs);
});
