/** What a server may do to the load: each fault is brought about, and has its own kind of failure. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { observe } from '../../src/analysis/judging/observed.ts';
import { judge } from '../../src/analysis/judging/validity.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { asStep, identities, provenInPeace, useGenerator } from './generator.ts';
import { type Exchange, serve } from './known-servers.ts';

const load = useGenerator();
const asked = { ratePerSecond: 100, windowMs: 1_000, timeoutMs: 400, expectAnyPage: true };
const patient = { ...asked, timeoutMs: 10_000 };
const ok = 'HTTP/1.1 200 OK\r\n';

describe('a server that', () => {
  const faults: readonly (readonly [does: string, onRequest: (exchange: Exchange) => void, kind: string])[] =
    [
      ['answers garbage', ({ socket }) => socket.write('220 mail.test ESMTP\r\n'), 'wrong-page'],
      [
        'sends a header of 1 MB',
        ({ socket }) => socket.write(`${ok}X: ${'x'.repeat(2 ** 20)}\r\nContent-Length: 2\r\n\r\nhi`),
        'wrong-page',
      ],
      ['never ends its chunks', ({ socket }) => endless(socket), 'timeout-answer'],
    ];
  for (const [does, onRequest, kind] of faults) {
    it(`${does} fails every request by its kind, and the generator goes on`, async () => {
      await using server = await serve(onRequest);
      await provenInPeace(
        () => load.run(server.port, kind === 'timeout-answer' ? asked : patient),
        (seen) => {
          assert.deepEqual(identities(seen), []);
          assert.deepEqual(seen.failures, { [kind]: 100 });
        },
      );
    });
  }

  it('redirects is not followed: the other server hears nothing', async () => {
    await using other = await serve(({ answer }) => answer());
    const headers = `Location: http://127.0.0.1:${other.port}/\r\n`;
    await using server = await serve(({ answer }) => answer({ status: 302, body: '', headers }));
    const seen = await load.run(server.port, patient);
    assert.deepEqual([seen.failures, other.requests()], [{ 'status-302': 100 }, 0]);
  });

  it('takes no more than so many connections, or has no descriptor for them, fails the rest', async (t) => {
    for (const limits of [{ connections: 5 }, { descriptors: 40 }]) {
      const server = await holdingServer(t, limits);
      // Every answer takes longer than the rate allows five connections to serve.
      const seen = await load.run(server.port, { ...asked, timeoutMs: 2_000 });
      assert.deepEqual(identities(seen), []);
      const { succeeded, failed } = seen.requests;
      assert.ok(succeeded > 0 && failed > 0, JSON.stringify(seen.failures));
      assert.ok(!('no-descriptor' in seen.failures) && !('no-port' in seen.failures));
    }
  });

  it('is stopped together with the generator, as by a suspended machine, is not blamed', async (t) => {
    const { plan } = syntheticRun({ rates: [1], minSamples: 1, durationMs: 1, timeoutMs: asked.timeoutMs });
    const server = await holdingServer(t, { connections: 1_000 });
    const all = [server.pid, load.generator.pid];
    const running = load.run(server.port, { ...asked, windowMs: 2_000 });
    await server.asked();
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    setTimeout(() => {
      for (const pid of all) process.kill(pid, 'SIGCONT');
    }, 1_000);
    const seen = await running;
    assert.deepEqual(identities(seen), []);
    const step = asStep(seen);
    assert.ok(step.requests.failed > 0, 'what came due meanwhile has timed out');
    const { validity, isVoid } = judge(observe(step), step, plan);
    assert.deepEqual([validity, isVoid], ['generator-limited', true]);
  });
});

function endless(socket: Exchange['socket']): void {
  socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n`);
  const chunk = `4000\r\n${'x'.repeat(16_384)}\r\n`;
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  more();
}

/** A process of its own that holds each answer for 200 ms, and says on its standard output when it is first asked. */
async function holdingServer(t: TestContext, limits: { connections?: number; descriptors?: number }) {
  const script = `
    const server = require('node:http').createServer((_, answer) => {
      process.stdout.write('asked\\n');
      setTimeout(() => answer.end('right'), 200);
    });
    server.maxConnections = ${limits.connections ?? 0} || undefined;
    server.listen(0, '127.0.0.1', () => process.stdout.write(server.address().port + '\\n'));`;
  const { descriptors = null } = limits;
  const limit = descriptors === null ? '' : `ulimit -n ${descriptors} && `;
  const child = spawn('sh', ['-c', `${limit}exec "$0" -e "$1"`, process.execPath, script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  const [port] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { pid: child.pid ?? 0, port: Number(port), asked: () => once(child.stdout, 'data') };
}
