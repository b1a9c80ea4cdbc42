import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, type TestOptions, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Leftover } from '../../../src/measure/host/leftovers.ts';
import { everyProcess, familyOf, isAlive, statOf } from '../../../src/measure/host/process-stat.ts';
import type { JudgePage, RunningServer, StartResult } from '../../../src/measure/seams.ts';
import { fetchPage } from '../../../src/measure/server/fetch-page.ts';
import { type ServerStarterOptions, serverStarter } from '../../../src/measure/server/start-server.ts';
import type { Target } from '../../../src/model/target.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';
import {
  anyPage,
  fixtureTarget,
  noMemory,
  openHost,
  temporaryLog,
} from '../../fixtures/servers/fixture-target.ts';

const linux = process.platform === 'linux';
const onlyLinux = linux ? {} : { skip: 'only Linux tells who listens where' };

const starterWith = (log: ReturnType<typeof temporaryLog>, options: Partial<ServerStarterOptions> = {}) =>
  serverStarter({
    host: openHost,
    remember: () => {},
    forget: () => {},
    openLog: () => log,
    graceMs: 500,
    ...options,
  });

/** Starts a target, gives it to the test and stops it. */
async function started(
  target: Target,
  then: (result: StartResult, log: ReturnType<typeof temporaryLog>) => Promise<void> | void,
  judge: JudgePage = anyPage,
  options: Partial<ServerStarterOptions> = {},
): Promise<void> {
  using log = temporaryLog();
  const starter = starterWith(log, options);
  const signal = new AbortController().signal;
  const result = await starter.startServer({ target, databasePath: null, log: 'server', judge, signal });
  try {
    await then(result, log);
  } finally {
    await result.server?.stop();
  }
}

function serverOf(result: StartResult): RunningServer {
  assert.ok(result.server, `no server, but ${JSON.stringify(result.failure)}`);
  return result.server;
}

async function bodyFrom(server: RunningServer): Promise<string> {
  const wanted = { method: 'GET', path: '/', headers: {}, body: null };
  return (await fetchPage(server, wanted, AbortSignal.timeout(10_000))).body.toString();
}

describe('a server that starts', () => {
  test('is ready with the right page, under its own process id, and ends when it is asked to', async () => {
    const check = async (result: StartResult) => {
      const server = serverOf(result);
      assert.equal(await bodyFrom(server), '<p>good morning</p>');
      assert.ok(server.startMs > 0);
      if (linux) assert.equal(statOf(server.pid)?.group, server.pid, 'it has no process group of its own');
      assert.ok(isAlive(server.pid, null));
      assert.deepEqual(await server.stop(), { code: 0, signal: null });
      assert.deepEqual(await server.exited, { code: 0, signal: null });
      assert.ok(!isAlive(server.pid, null));
    };
    await started(fixtureTarget('normal.js', ['good morning']), check, anyPage, { graceMs: 60_000 });
  });

  test('is told port, address, database and CPUs, in its environment and where target.json names them', async () => {
    using log = temporaryLog();
    const target = fixtureTarget('told.js', ['{port}', '{host}', '{origin}', '{db}', '{cpus}', '{other}'], {
      env: { ORIGIN: '{origin}/', NODE_ENV: 'production' },
    });
    const { startServer } = serverStarter({
      host: { ...openHost, serverCpus: [0, 3] },
      openLog: () => log,
      ...noMemory,
    });
    const signal = new AbortController().signal;
    const server = serverOf(
      await startServer({ target, databasePath: '/blog.db', log: 'server', judge: anyPage, signal }),
    );
    const told = JSON.parse(await bodyFrom(server));
    await server.stop();
    const origin = `http://127.0.0.1:${server.port}`;
    assert.deepEqual(told.args, [`${server.port}`, '127.0.0.1', origin, '/blog.db', '2', '{other}']);
    assert.equal(told.env.PORT, `${server.port}`);
    assert.equal(told.env.HOST, '127.0.0.1');
    assert.equal(told.env.BLOG_DB, '/blog.db');
    assert.equal(told.env.ORIGIN, `${origin}/`);
    assert.equal(told.env.NODE_ENV, 'production');
    assert.equal(told.env.NODE_TEST_CONTEXT, undefined, 'what is meant for the tool reaches the server');
    assert.equal(dirname(told.execPath), dirname(process.execPath), '"node" is another Node than ours');
    if (linux) assert.equal(told.output, log.path, 'something stands between the server and its log');
    assert.equal(told.pid, server.pid, 'something stands between the tool and the server');
  });

  test('is waited for while it says that it is not ready', async () => {
    await started(fixtureTarget('starting.js'), async (result) => {
      assert.match(await bodyFrom(serverOf(result)), /asked 5 times/);
    });
  });

  test('and listens elsewhere is measured there', { ...onlyLinux, timeout: 60_000 }, async () => {
    const before = performance.now();
    await started(fixtureTarget('elsewhere.js'), async (result) => {
      const server = serverOf(result);
      const waited = performance.now() - before - server.startMs;
      assert.ok(waited >= 2_000, 'what its sockets were watched for counts as its start');
      assert.notEqual(server.port, server.givenPort);
      assert.equal(await bodyFrom(server), '<p>hello</p>');
    });
  });

  test('and would end with its standard input goes on', async () => {
    const program = `process.stdin.resume().on('end', () => process.exit(0)); import('./normal.js')`;
    await started(fixtureTarget('', [], { start: ['node', '-e', program] }), async (result) => {
      assert.equal(await bodyFrom(serverOf(result)), '<p>hello</p>');
    });
  });

  const normal = `import('${import.meta.resolve('../../fixtures/servers/normal.js')}')`;
  const cluster =
    "const cluster = require('node:cluster'); cluster.setupPrimary({ exec: 'normal.js', execArgv: [] }); cluster.fork(); cluster.fork()";
  const ways: readonly (readonly [what: string, start: readonly string[]])[] = [
    ['in a pipeline of a shell', ['sh', '-c', 'node normal.js | cat']],
    [
      'by a shell that stays, and does not pass on signals',
      ['sh', '-c', 'trap "" TERM; node normal.js; true'],
    ],
    ['as workers of a cluster', ['node', '-e', cluster]],
    ['in another folder than it was given', ['node', '-e', `process.chdir('/'); ${normal}`]],
    [
      'after it has printed what is no text',
      ['node', '-e', `process.stdout.write(Buffer.alloc(9_999, 155)); ${normal}`],
    ],
    ['after it has printed 20 MB', ['node', '-e', `console.log('x'.repeat(2e7)); ${normal}`]],
  ];
  for (const [what, start] of ways) {
    test(`${what} is ready, and nothing of it is left`, onlyLinux, async () => {
      await started(fixtureTarget('', [], { start }), async (result) => {
        const server = serverOf(result);
        assert.equal(await bodyFrom(server), '<p>hello</p>');
        const family = familyOf(server.pid, everyProcess());
        await server.stop();
        assert.deepEqual(
          family.filter((pid) => isAlive(pid, null)),
          [],
        );
      });
    });
  }

  for (const folder of ['it\'s 100% "mine"', 'été 日本', '-rf $HOME;#']) {
    test(`in a folder that is called ${folder}`, async (t) => {
      const path = join(temporaryFolder(t, { [`${folder}/server.mjs`]: `${normal};` }), folder);
      await started(fixtureTarget('', [], { path, start: ['node', 'server.mjs'] }), async (result) => {
        assert.equal(await bodyFrom(serverOf(result)), '<p>hello</p>');
      });
    });
  }

  test('is started again while the connections of the one before still hold its port', async (t) => {
    const folder = temporaryFolder(t, { nth: '' });
    // As of a server that does not set SO_REUSEADDR: its second start finds the port taken, the third does not.
    const script =
      'echo x >> nth; if [ $(wc -l < nth) = 2 ]; then echo Address already in use; exit 1; fi; exec node "$0"';
    const normal = fileURLToPath(new URL('../../fixtures/servers/normal.js', import.meta.url));
    const target = fixtureTarget('', [], { path: folder, start: ['sh', '-c', script, normal] });
    using log = temporaryLog();
    const starter = starterWith(log);
    const request = { target, databasePath: null, log: 'server', judge: anyPage };
    const { signal } = new AbortController();
    for (const nth of [1, 2]) {
      const server = serverOf(await starter.startServer({ ...request, signal }));
      assert.equal(await bodyFrom(server), '<p>hello</p>', `start ${nth}`);
      await server.stop();
    }
    assert.match(log.text(), /Address already in use/);
  });

  test('has its kernel’s listen backlog told, or null', async () => {
    await started(fixtureTarget('normal.js'), (result) => {
      const { listenBacklog } = serverOf(result);
      assert.ok(listenBacklog === null || listenBacklog === 511, `${listenBacklog}`);
    });
  });

  test('writes to its log itself, and nothing is lost', async () => {
    const check = async (result: StartResult, log: ReturnType<typeof temporaryLog>) => {
      const exit = await serverOf(result).stop();
      assert.deepEqual(exit, { code: null, signal: 'SIGKILL' });
      assert.equal(log.text(), 'no\n', 'it was not asked, exactly once, before it was forced');
    };
    await started(fixtureTarget('stubborn.js'), check, anyPage, { graceMs: 3_000 });
  });
});

describe('a server that does not start', () => {
  const failing: readonly {
    readonly what: string;
    readonly target: Target;
    readonly reason: string;
    readonly says: readonly RegExp[];
    readonly judge?: JudgePage;
    readonly options?: TestOptions;
  }[] = [
    {
      what: 'whose program is not installed',
      target: fixtureTarget('', [], { start: ['no-such-runtime', 'server.py'] }),
      reason: 'not-found',
      says: [/no program no-such-runtime on the PATH.*"start" in target\.json\.$/],
    },
    {
      what: 'that was not built',
      target: fixtureTarget('', [], { start: ['./build/server'] }),
      reason: 'not-found',
      says: [/no program \.\/build\/server in .*; build it first/],
    },
    {
      what: 'that ends at once',
      target: fixtureTarget('exits.js'),
      reason: 'exited',
      says: [/ended with code 3 before it was ready/, /no database, no service/],
    },
    {
      what: 'that prints a lot and ends',
      target: fixtureTarget('chatty.js'),
      reason: 'exited',
      says: [/ended with code 0/, /line 20000 of a log/],
    },
    {
      what: 'that never listens',
      target: fixtureTarget('deaf.js', [], { ready: { path: null, timeoutMs: 100 } }),
      reason: 'never-ready',
      says: [/not ready after 0.1 s: nothing listens there/],
    },
    {
      what: 'that is never ready',
      target: fixtureTarget('starting.js', [], { ready: { path: null, timeoutMs: 1 } }),
      reason: 'never-ready',
      says: [/not ready after 0.001 s/, /It printed nothing/],
    },
    {
      what: 'that went into the background',
      target: fixtureTarget('', [], { start: ['sh', '-c', 'node normal.js & exit 0'] }),
      reason: 'in-background',
      says: [/start command ended with code 0 while one of its processes lives\. Start it in the foreground/],
      options: onlyLinux,
    },
    {
      what: 'that left its session, as daemons do',
      target: fixtureTarget('', [], { start: ['sh', '-c', 'setsid node normal.js & exit 0'] }),
      reason: 'in-background',
      says: [/ended with code 0 while one of its processes lives/],
      options: onlyLinux,
    },
    {
      what: 'of which a launcher ended as if it had failed',
      target: fixtureTarget('', [], { start: ['sh', '-c', 'node normal.js & sleep 60 & exit 3'] }),
      reason: 'in-background',
      says: [/ended with code 3 while 2 of its processes live/],
      options: onlyLinux,
    },
    {
      what: 'that serves another page',
      target: fixtureTarget('normal.js', ['goodbye']),
      reason: 'wrong-page',
      says: [/answers GET \/ with the wrong page: no hello in <p>goodbye<\/p>/],
      judge: ({ body }) => (`${body}`.includes('hello') ? null : `no hello in ${body}`),
    },
  ];
  for (const { what, target, reason, says, judge, options } of failing) {
    test(what, options ?? {}, async () => {
      const known: Leftover[] = [];
      const forgotten: Leftover[] = [];
      const memory = {
        remember: (one: Leftover) => void known.push(one),
        forget: (one: Leftover) => void forgotten.push(one),
      };
      await started(
        target,
        ({ server, failure }) => {
          assert.equal(server, null);
          assert.equal(failure?.reason, reason, failure?.detail);
          for (const text of says) assert.match(failure?.detail ?? '', text);
        },
        judge,
        memory,
      );
      for (const { id } of known)
        assert.ok(
          forgotten.some((one) => one.id === id),
          'it is not forgotten',
        );
      for (const { serverPid, serverStart } of known) {
        assert.ok(serverPid === null || !isAlive(serverPid, serverStart), 'it is still alive');
      }
    });
  }

  test('that finds a port in use', async (t) => {
    const occupant = createServer();
    const { promise, resolve } = Promise.withResolvers<void>();
    t.after(() => occupant.close());
    occupant.listen(0, '127.0.0.1', resolve);
    await promise;
    const { port } = occupant.address() as AddressInfo;
    await started(fixtureTarget('taken.js', [`${port}`]), ({ failure }) => {
      assert.equal(failure?.reason, 'port-in-use', failure?.detail);
      assert.match(failure?.detail ?? '', /EADDRINUSE/);
    });
    await started(
      fixtureTarget('normal.js'),
      ({ failure }) => {
        assert.equal(failure?.reason, 'port-in-use', failure?.detail);
        assert.match(failure?.detail ?? '', new RegExp(`port ${port}: .*listens on it`));
      },
      anyPage,
      { choosePort: async () => port },
    );
  });

  test('because the user has had enough: nothing is left, and the reason is passed on', async () => {
    using log = temporaryLog();
    const abort = new AbortController();
    const known: Leftover[] = [];
    const forgotten: string[] = [];
    const { startServer } = serverStarter({
      host: openHost,
      openLog: () => log,
      remember: (one) => {
        known.push(one);
        if (one.serverPid !== null) abort.abort(new Error('enough'));
      },
      forget: ({ id }) => void forgotten.push(id),
    });
    const target = fixtureTarget('deaf.js');
    const request = { target, databasePath: null, log: 'server', judge: anyPage, signal: abort.signal };
    await assert.rejects(startServer(request), /enough/);
    await assert.rejects(startServer(request), /enough/);
    const last = known.at(-1);
    assert.ok(last?.serverPid, 'no process was ever started');
    assert.ok(!isAlive(last.serverPid, last.serverStart));
    assert.deepEqual(forgotten, [last.id]);
  });
});

describe('a start command that ends later', onlyLinux, () => {
  test('has left a server where one of its processes goes on listening', async () => {
    const start = ['sh', '-c', 'node normal.js & sleep 5'];
    await started(fixtureTarget('', [], { start }), async (result) => {
      const server = serverOf(result);
      assert.deepEqual(await server.exited, { code: 0, signal: null });
      assert.equal(await server.left(), 1);
      assert.equal(await bodyFrom(server), '<p>hello</p>');
      await server.stop();
      assert.equal(await server.left(), 0);
    });
  });

  test('has left none where what lives on does not listen', async () => {
    await started(fixtureTarget('lingering.js'), async (result) => {
      const server = serverOf(result);
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      assert.equal(await server.left(), 0);
    });
  });
});

describe('stopping', () => {
  test('ends children that linger, in the process group and outside of it', onlyLinux, async () => {
    await started(fixtureTarget('lingering.js'), async (result) => {
      const server = serverOf(result);
      const children: number[] = JSON.parse(await bodyFrom(server));
      assert.equal(children.filter((pid) => isAlive(pid, null)).length, 2);
      await server.stop();
      assert.deepEqual(
        children.filter((pid) => isAlive(pid, null)),
        [],
      );
    });
  });

  for (const [what, file, freezes] of [
    ['ignores being asked', 'stubborn.js', false],
    ['is frozen', 'normal.js', true],
  ] as const) {
    test(`ends one that ${what} by force, and leaves nothing`, onlyLinux, async () => {
      await started(fixtureTarget(file), async (result) => {
        const server = serverOf(result);
        if (freezes) process.kill(server.pid, 'SIGSTOP');
        assert.deepEqual(await server.stop(), { code: null, signal: 'SIGKILL' });
        assert.ok(!isAlive(server.pid, null));
      });
    });
  }

  test('of a server that has died ends its orphans too', onlyLinux, async () => {
    await started(fixtureTarget('lingering.js'), async (result) => {
      const server = serverOf(result);
      const children: number[] = JSON.parse(await bodyFrom(server));
      process.kill(server.pid, 'SIGKILL');
      assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' });
      assert.equal(children.filter((pid) => isAlive(pid, null)).length, 2);
      await server.stop();
      assert.deepEqual(
        children.filter((pid) => isAlive(pid, null)),
        [],
      );
    });
  });

  test('in a hurry ends every server at once', async () => {
    using log = temporaryLog();
    const { startServer, killNow } = serverStarter({ host: openHost, openLog: () => log, ...noMemory });
    const signal = new AbortController().signal;
    const request = {
      target: fixtureTarget('stubborn.js'),
      databasePath: null,
      log: 'server',
      judge: anyPage,
      signal,
    };
    const server = serverOf(await startServer(request));
    killNow();
    assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' });
    await server.stop();
  });
});
