import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { isAlive } from '../../src/measure/host/process-stat.ts';
import { type Run, wasTried } from '../../src/model/run.ts';
import { type Leader, lead, type Orders } from './real-leader.ts';
import { assertWhole, makeWorld, type Running, until, type World } from './real-program.ts';

const onlyLinux = {
  skip: process.platform !== 'linux' && 'only Linux tells whose child a process was',
  // Nothing here takes nearly as long, but a program that does not end would keep everybody waiting.
  timeout: 300_000,
};

/** Long enough that a request which is never answered holds its step for as long as a test takes. */
const sweep = [
  ...['sweep', '--target', './app', '--rates', '1000,2000', '--duration', '600ms', '--warmup', 'none'],
  ...['--timeout', '60s', '--out', 'run'],
];

interface UnderWay {
  readonly world: World;
  readonly leader: Leader;
  readonly program: Running;
  /** Of the generator and of the server. */
  readonly cgroups: readonly string[];
}

/**
 * A sweep in the middle of its second step. The first has 600 requests and the second 1,200, so that the 900th of a
 * server falls into the second, whether or not that got a server of its own.
 */
async function inSecondStep(t: TestContext, orders: Orders = {}): Promise<UnderWay> {
  const world = makeWorld(t);
  const leader = await lead(t);
  world.addApp('app', { env: leader.env });
  // What is not built is known by the files that git tracks.
  for (const args of [['init'], ['add', 'app']])
    execFileSync('git', args, { cwd: world.cwd, stdio: 'ignore' });
  const held = leader.order({ ...orders, holdAt: 900 }, 'held');
  const program = world.start(...sweep);
  await program.before(held);
  const traces = world.traces.all();
  const servers = traces.flatMap(({ serverPid, serverStart }) =>
    serverPid === null ? [] : [{ serverPid, serverStart }],
  );
  assert.equal(servers.length, 1, 'one server is remembered');
  assert.ok(servers.every(({ serverPid, serverStart }) => isAlive(serverPid, serverStart)));
  assert.ok(world.started().length >= 2, 'a server and a generator are running');
  const cgroups = traces.flatMap((trace) => trace.cgroups);
  assert.deepEqual(cgroups.filter(existsSync), cgroups);
  return { world, leader, program, cgroups };
}

/** Skipped, and seen to be, where this user may not make cgroups. */
async function cgroupsAreGone(t: TestContext, cgroups: readonly string[]): Promise<void> {
  const skip = cgroups.length === 0 && 'this user can make no cgroups here';
  await t.test('and its cgroups are gone', { skip }, () => {
    assert.deepEqual(cgroups.filter(existsSync), []);
  });
}

/** What does not differ from one measurement of the same to the next. */
const shapeOf = (run: Run) => ({
  finished: run.finishedAt !== null,
  interrupted: run.interrupted,
  plan: { ...run.plan, seed: null, rates: run.plan.rates.length },
  targets: run.targets.map(({ label, failure, contentHash, page, rounds }) => ({
    label,
    failure,
    contentHash,
    page: page?.bytes,
    rounds: rounds.map(({ round, orderIndex, steps }) => ({
      round,
      orderIndex,
      rates: steps.map((step) => [step.ratePerSecond, wasTried(step) && step.requests.scheduled]),
    })),
  })),
});

const ratesOf = (run: Run) =>
  run.targets.flatMap(({ rounds }) =>
    rounds.flatMap(({ steps }) => steps.map(({ ratePerSecond }) => ratePerSecond)),
  );

describe('SIGINT in the middle of a step', onlyLinux, () => {
  it('keeps what was measured, and --resume completes it', async (t) => {
    const { world, program, cgroups } = await inSecondStep(t);
    program.send('SIGINT');
    const { code, stdout, stderr } = await program.ended;
    assert.equal(code, 130, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /^Stopping, and keeping what was measured\./m);
    assert.match(stderr, /^Interrupted by SIGINT during app at 2,000\/s; what was measured before is kept$/m);
    assert.match(stderr, /^Report: run\/report\.html\nResume it with: bench sweep --resume run$/m);
    assert.match(world.read('run/report.html'), /<\/html>\s*$/);
    assert.deepEqual(world.started(), [], 'processes are left');
    assert.deepEqual(world.traces.all(), []);
    await cgroupsAreGone(t, cgroups);

    const partial = world.readRun('run');
    assert.deepEqual(partial.interrupted, { atStep: 'app at 2,000/s', reason: 'Interrupted by SIGINT.' });
    assert.equal(partial.finishedAt, null);
    assert.deepEqual(ratesOf(partial), [1_000]);

    await t.test('not beside other flags', async () => {
      const refused = await world.run('sweep', '--resume', 'run', '--rates', '1000');
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /^bench: --resume cannot stand beside --rates: the run has its plan$/m);
    });
    await t.test('not with a server that has changed', async () => {
      const path = join(world.cwd, 'app', 'server.js');
      const kept = `${path}.kept`;
      renameSync(path, kept);
      writeFileSync(path, `${world.read('app/server.js.kept')}\n// changed\n`);
      const refused = await world.run('sweep', '--resume', 'run');
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /^bench: --resume: app has changed since the run began: /m);
      // Its time of change comes back with it.
      renameSync(kept, path);
    });
    assert.deepEqual(world.readRun('run'), partial, 'who refuses changes nothing');

    const resumed = await world.run('sweep', '--resume', 'run');
    assertWhole(resumed);
    assert.doesNotMatch(resumed.stderr, /^app: 1,000\/s/m);
    const complete = world.readRun('run');
    assert.equal(complete.parts.length, 2);
    assert.equal(complete.interrupted, null);
    assert.deepEqual(ratesOf(complete), [1_000, 2_000]);
    assert.deepEqual(
      complete.targets[0]?.rounds[0]?.steps[0],
      partial.targets[0]?.rounds[0]?.steps[0],
      'a finished step was measured again',
    );

    const again = await world.run(...sweep.slice(0, -1), 'run-2');
    assertWhole(again);
    assert.deepEqual(shapeOf(complete), shapeOf(world.readRun('run-2')));

    await t.test('and a complete run cannot be resumed', async () => {
      const refused = await world.run('sweep', '--resume', 'run');
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /^bench: --resume: the run in run is complete$/m);
    });
  });
});

/** These assert nothing that another sweep beside them could change. */
describe('in the middle of a step', { ...onlyLinux, concurrency: 3 }, () => {
  it('SIGINT twice: leaves at once, with nothing left behind', async (t) => {
    const { world, leader, program, cgroups } = await inSecondStep(t, { deaf: true });
    const asked = leader.hear('asked to end');
    program.send('SIGINT');
    // The server does not end when it is asked to, so the program is waiting for it now.
    await program.before(asked);
    program.send('SIGINT');
    const { code, stderr } = await program.ended;
    assert.equal(code, 130, stderr);
    assert.deepEqual(ratesOf(world.readRun('run')), [1_000]);
    await until('no process is left', () => world.started().length === 0);
    assert.deepEqual(world.traces.all(), []);
    await cgroupsAreGone(t, cgroups);
  });

  for (const [signal, exitCode] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    it(`${signal} does the same, without a word to a person`, async (t) => {
      const { world, program, cgroups } = await inSecondStep(t);
      program.send(signal);
      const { code, stderr } = await program.ended;
      assert.equal(code, exitCode, stderr);
      assert.doesNotMatch(stderr, /Once more/);
      const run = world.readRun('run');
      assert.deepEqual(run.interrupted, { atStep: 'app at 2,000/s', reason: `Interrupted by ${signal}.` });
      assert.ok(existsSync(join(world.cwd, 'run', 'report.html')));
      assert.deepEqual(world.started(), []);
      assert.deepEqual(world.traces.all(), []);
      await cgroupsAreGone(t, cgroups);
    });
  }
});

describe('a program that is killed in the middle of a step', onlyLinux, () => {
  it('has saved its finished steps; the next start ends what it left, and can go on', async (t) => {
    const { world, program, cgroups } = await inSecondStep(t);
    program.send('SIGKILL');
    assert.equal((await program.ended).signal, 'SIGKILL');
    const killed = world.readRun('run');
    assert.deepEqual(ratesOf(killed), [1_000]);
    assert.equal(killed.interrupted, null);
    assert.equal(killed.finishedAt, null);

    const left = world.traces.all();
    const [server] = left.flatMap(({ serverPid, serverStart }) =>
      serverPid === null ? [] : [{ pid: serverPid, start: serverStart }],
    );
    assert.ok(server && isAlive(server.pid, server.start), 'there is no server to clean up');
    assert.deepEqual(cgroups.filter(existsSync), cgroups, 'there are no cgroups to clean up');
    await until('the generator has ended by itself', () =>
      world.started().every((pid) => pid === server.pid),
    );

    const { code, stderr } = await world.run('sweep', '--resume', 'run');
    assertWhole({ code, stderr });
    assert.deepEqual(stderr.match(/An earlier sweep was killed.*/g)?.length, 1, stderr);
    assert.ok(!isAlive(server.pid, server.start), 'its server is still there');
    await cgroupsAreGone(t, cgroups);
    assert.deepEqual(world.traces.all(), []);
    assert.deepEqual(world.started(), []);
    const complete = world.readRun('run');
    assert.equal(complete.parts.length, 2);
    assert.deepEqual(ratesOf(complete), [1_000, 2_000]);
  });
});
