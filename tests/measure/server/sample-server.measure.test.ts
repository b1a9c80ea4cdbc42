import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus } from 'node:os';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Room } from '../../../src/measure/host/confine.ts';
import { describeMachine, usableCpus } from '../../../src/measure/host/describe-machine.ts';
import { type PreparedHost, prepareHost } from '../../../src/measure/host/prepare-host.ts';
import type { RunningServer, ServerSample } from '../../../src/measure/seams.ts';
import { fetchPage } from '../../../src/measure/server/fetch-page.ts';
import { unknownSample } from '../../../src/measure/server/sample-server.ts';
import { serverStarter } from '../../../src/measure/server/start-server.ts';
import { watchServer } from '../../../src/measure/server/watch-server.ts';
import {
  anyPage,
  fixtureTarget,
  noMemory,
  openHost,
  temporaryLog,
} from '../../fixtures/servers/fixture-target.ts';

const onlyLinux = { skip: process.platform !== 'linux' && 'only Linux can be sampled' };
const mib = 2 ** 20;

let prepared: PreparedHost | null = null;
afterEach(async () => await prepared?.release());

/** A host that holds its servers to 128 MiB, as far as it can. */
async function smallHost(): Promise<PreparedHost> {
  const usable = usableCpus();
  const plan: Parameters<typeof prepareHost>[0] = {
    host: {
      name: 'small',
      size: { cpus: usable.length, memoryBytes: 128 * mib, bandwidthBitsPerSecond: null, openFiles: 1_024 },
      via: 'local',
      pricePerHour: null,
    },
    placement: {
      asked: 'shared',
      resolved: 'shared',
      serverCpus: usable,
      generatorCpus: usable,
      reducedTo: null,
    },
  };
  prepared = await prepareHost(plan, noMemory);
  return prepared;
}

async function withServer(
  host: Pick<PreparedHost, 'confineServer' | 'serverCpus'>,
  file: string,
  then: (server: RunningServer) => Promise<void>,
): Promise<void> {
  using log = temporaryLog();
  const { startServer } = serverStarter({ host, openLog: () => log, ...noMemory, graceMs: 500 });
  const signal = new AbortController().signal;
  const request = { target: fixtureTarget(file), databasePath: null, log: 'server', judge: anyPage, signal };
  const { server, failure } = await startServer(request);
  assert.ok(server, failure?.detail);
  try {
    await then(server);
  } finally {
    await server.stop();
  }
}

async function get(server: RunningServer, path: string): Promise<string> {
  const wanted = { method: 'GET', path, headers: {}, body: null };
  return (await fetchPage(server, wanted, AbortSignal.timeout(10_000))).body.toString();
}

function assertLively(sample: ServerSample): void {
  assert.ok(sample.cpuMs !== null && sample.cpuMs > 1, `CPU ${sample.cpuMs} ms`);
  assert.ok(sample.waitForCpuMs !== null && sample.waitForCpuMs >= 0);
  assert.ok(sample.rssBytes !== null && sample.rssBytes > 10 * mib && sample.rssBytes < 1_024 * mib);
  assert.ok(sample.rssBytes < describeMachine().memoryBytes);
  assert.ok(sample.openFiles !== null && sample.openFiles > 3 && sample.openFiles < 200);
  assert.ok(sample.threads !== null && sample.threads > 1 && sample.threads < 200);
}

describe('sampling', onlyLinux, () => {
  test('without a cgroup, the figures come from the processes', async () => {
    await withServer(openHost, 'normal.js', async (server) => {
      const before = await server.sample();
      assertLively(before);
      assert.equal(before.oomKills, null);
      for (let i = 0; i < 20; i++) await get(server, '/');
      const after = await server.sample();
      assert.ok((after.cpuMs ?? 0) > (before.cpuMs ?? 0), 'work costs no CPU');
    });
  });

  test('however often it is sampled, its processes have not used more than there was', async () => {
    const started = performance.now();
    await withServer(openHost, 'normal.js', async (server) => {
      for (let i = 0; i < 100; i++) await server.sample();
      const { cpuMs, waitForCpuMs } = await server.sample();
      const elapsed = performance.now() - started;
      assert.ok((cpuMs ?? 0) <= elapsed * cpus().length, `${cpuMs} ms of CPU in ${elapsed} ms`);
      assert.ok((waitForCpuMs ?? 0) <= elapsed * 20, `${waitForCpuMs} ms of waiting in ${elapsed} ms`);
    });
  });

  test('children count', async () => {
    await withServer(openHost, 'lingering.js', async (server) => {
      const { rssBytes } = await server.sample();
      assert.ok((rssBytes ?? 0) > 60 * mib, `${rssBytes} bytes are not three processes`);
    });
  });

  test('a connection is an open file', async () => {
    await withServer(openHost, 'normal.js', async (server) => {
      const sockets = Array.from({ length: 5 }, () => connect(server.port, server.address));
      // A later connection is answered only after the earlier ones were accepted.
      await get(server, '/');
      const held = (await server.sample()).openFiles ?? 0;
      for (const socket of sockets) socket.destroy();
      const deadline = performance.now() + 30_000;
      while (((await server.sample()).openFiles ?? 0) > held - 5) {
        assert.ok(performance.now() < deadline, 'they are counted for ever');
        await wait(20);
      }
    });
  });

  test('a server that has died uses nothing, and what it used is not forgotten', async () => {
    await withServer(openHost, 'normal.js', async (server) => {
      const before = await server.sample();
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      const after = await server.sample();
      assert.deepEqual([after.rssBytes, after.openFiles, after.threads], [0, 0, 0]);
      assert.ok((after.cpuMs ?? 0) >= (before.cpuMs ?? 0));
      await server.stop();
      assert.deepEqual(await server.sample(), after);
    });
  });

  test('in a cgroup, its CPU time is the cgroup’s, and the cgroup ends with it', async (t) => {
    const host = await smallHost();
    if (!host.limits.memory.enforced) return t.skip('no cgroups that this user may write');
    const rooms: Room[] = [];
    const confineServer = () => {
      const room = host.confineServer();
      rooms.push(room);
      return room;
    };
    await withServer({ ...host, confineServer }, 'normal.js', async (server) => {
      const used = rooms[0]?.group?.cpuMs() ?? Number.POSITIVE_INFINITY;
      const sample = await server.sample();
      assertLively(sample);
      assert.ok((sample.cpuMs ?? 0) >= used);
      assert.equal(sample.oomKills, 0);
    });
    assert.deepEqual(rooms.flatMap((room) => room.group?.dirs ?? []).filter(existsSync), []);
  });

  test('a server that takes too much memory is killed, and that is counted', async (t) => {
    const host = await smallHost();
    if (!host.limits.memory.enforced) return t.skip('memory cannot be limited here');
    await withServer(host, 'greedy.js', async (server) => {
      const finish = await server.watch();
      await get(server, '/eat');
      assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' });
      assert.equal((await finish()).oomKills, 1);
    });
  });
});

describe('watching a server over a step', () => {
  const quiet: ServerSample = {
    cpuMs: 5,
    waitForCpuMs: 1,
    rssBytes: 100,
    openFiles: 10,
    threads: 4,
    oomKills: 0,
  };

  /** A server whose samples are these, one after another. */
  function sampled(...samples: readonly Partial<ServerSample>[]): { sample(): ServerSample } {
    let next = 0;
    return { sample: () => ({ ...quiet, ...samples[next++] }) };
  }

  test('sums are what was added, sizes are the largest seen', (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const finish = watchServer(
      sampled(
        { openFiles: 20 },
        { cpuMs: 7, rssBytes: 300 },
        { cpuMs: 9, threads: 8 },
        { cpuMs: 15, waitForCpuMs: 3, oomKills: 1 },
      ),
    );
    t.mock.timers.tick(500);
    assert.deepEqual(finish(), {
      cpuMs: 10,
      waitForCpuMs: 2,
      maxRssBytes: 300,
      maxOpenFiles: 20,
      threads: 8,
      oomKills: 1,
    });
  });

  test('what is not available stays so', () => {
    const { maxRssBytes, cpuMs, oomKills } = watchServer(sampled(unknownSample, unknownSample))();
    assert.deepEqual([maxRssBytes, cpuMs, oomKills], [null, null, null]);
  });
});
