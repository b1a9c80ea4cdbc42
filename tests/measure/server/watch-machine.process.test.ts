import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { usableCpus } from '../../../src/measure/host/describe-machine.ts';
import { machineWatcher } from '../../../src/measure/server/watch-machine.ts';

/** A machine whose figures are read twice, before a step and after. */
function machine(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  let files = before;
  return {
    read: (path: string) => files[path] ?? null,
    go: () => {
      files = after;
    },
  };
}

const netstat = (overflows: number, drops: number, retransmits: number) =>
  `TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPSynRetrans\nTcpExt: 7 ${overflows} ${drops} ${retransmits}\n` +
  'IpExt: InNoRoutes ListenDrops\nIpExt: 1 99\n';

test('what happened on the CPUs in use is the difference of what the kernel counted', () => {
  const { read, go } = machine(
    {
      '/proc/schedstat':
        'version 17\ncpu0 0 0 0 0 0 0 1000000 5 5\ncpu1 0 0 0 0 0 0 2000000 5 5\ncpu10 0 0 0 0 0 0 9 9 9\n',
      '/proc/stat': 'cpu  1 1 1 1 1 1 1 9 0 0\ncpu0 1 1 1 1 1 1 1 2 0 0\ncpu1 1 1 1 1 1 1 1 7 0 0\n',
      '/proc/net/netstat': netstat(1, 2, 3),
      '/proc/net/sockstat': 'sockets: used 15\nTCP: inuse 1 orphan 0 tw 42 alloc 1 mem 51\n',
    },
    {
      '/proc/schedstat':
        'version 17\ncpu0 0 0 0 0 0 0 4000000 5 5\ncpu1 0 0 0 0 0 0 8000000 5 5\ncpu10 0 0 0 0 0 0 9 9 9\n',
      '/proc/stat': 'cpu  1 1 1 1 1 1 1 9 0 0\ncpu0 1 1 1 1 1 1 1 2 0 0\ncpu1 1 1 1 1 1 1 1 9 0 0\n',
      '/proc/net/netstat': netstat(11, 22, 33),
      '/proc/net/sockstat': 'sockets: used 15\nTCP: inuse 1 orphan 0 tw 99 alloc 1 mem 51\n',
    },
  );
  const expected = {
    throttledMs: null,
    listenOverflows: 10,
    listenDrops: 20,
    synRetransmits: 30,
    timeWaitAtStart: 42,
  };
  const both = machineWatcher([0, 1], read)();
  const one = machineWatcher([1], read)();
  go();
  assert.deepEqual(both(), { busyMs: 9, stealMs: 20, ...expected });
  assert.deepEqual(one(), { busyMs: 6, stealMs: 20, ...expected });
});

test('without scheduler statistics the root of the accounting cgroups tells, by CPU', () => {
  const proc = {
    '/proc/self/cgroup': '2:cpuacct:/box\n',
    '/proc/self/mountinfo': '34 31 0:31 / /c/cpuacct rw,relatime - cgroup cgroup rw,cpuacct\n',
  };
  const root = { ...proc, '/c/cpuacct/release_agent': '\n' };
  const { read, go } = machine(
    { ...root, '/c/cpuacct/cpuacct.usage_percpu': '1000000 2000000 \n' },
    { ...root, '/c/cpuacct/cpuacct.usage_percpu': '4000000 7000000 \n' },
  );
  const finish = machineWatcher([1], read)();
  go();
  assert.equal(finish().busyMs, 5);

  const container = { ...proc, '/c/cpuacct/cpuacct.usage_percpu': '1 2\n' };
  const inside = machine(container, container);
  assert.equal(machineWatcher([1], inside.read)()().busyMs, null, 'a container is taken for the machine');
});

test('on a system that tells nothing, nothing is told', () => {
  const figures = Object.values(machineWatcher([0], () => null)()());
  assert.deepEqual(
    figures,
    figures.map(() => null),
  );
});

test('a full accept queue of this machine is seen', {
  skip: process.platform !== 'linux' && 'only Linux tells',
}, async (t) => {
  const watch = machineWatcher(usableCpus());
  const finish = watch();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, resolve));
  const { port } = server.address() as AddressInfo;
  // While this thread waits for another program, nobody accepts; it knocks until the queue is full.
  const knock = `const { connect } = require('node:net'); let up = 0;
    for (let i = 0; i < 6; i++) connect(${port}, '127.0.0.1', () => ++up).on('error', () => {});
    setTimeout(() => process.exit(), 300);`;
  execFileSync(process.execPath, ['-e', knock]);
  server.close();
  const { listenOverflows, listenDrops } = finish();
  if (listenOverflows === null) return t.skip('the kernel does not count here');
  assert.ok(
    listenOverflows >= 1 && (listenDrops ?? 0) >= listenOverflows,
    `${listenOverflows}, ${listenDrops}`,
  );
});
