import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { judgeStep } from '../../src/analysis/judging/judge-step.ts';
import { readKernelFile } from '../../src/measure/host/kernel-file.ts';
import { choosePort, isFree } from '../../src/measure/server/choose-port.ts';
import { type Run, wasTried } from '../../src/model/run.ts';
import { lead } from './real-leader.ts';
import { assertWhole, makeWorld, type World } from './real-program.ts';

const onlyLinux = { skip: process.platform === 'linux' ? false : 'needs /proc', timeout: 300_000 };
const short = ['--rates', '1000,2000', '--duration', '100ms', '--warmup', 'none'];

const stepsOf = (run: Run) =>
  run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps)).filter(wasTried);

const generatorsOf = (world: World) =>
  world.started().filter((pid) => readKernelFile(`/proc/${pid}/cmdline`)?.includes('generator-process'));

/** Most of the second step is still to come when its request is held, however slow the machine. */
const heldSteps = ['--rates', '200,2000', '--duration', '3s', '--warmup', 'none'];

/**
 * A sweep in its second step. The first has 600 requests; a request of the second is never answered.
 * @param timeout ends the second step
 */
async function begin(t: TestContext, timeout = '3s') {
  const world = makeWorld(t);
  const leader = await lead(t);
  world.addApp('app', { env: leader.env });
  const underWay = leader.order({ holdAt: 900 }, 'held');
  const program = world.start(
    'sweep',
    '--target',
    './app',
    ...heldSteps,
    '--timeout',
    timeout,
    '--out',
    'run',
  );
  await program.before(underWay);
  return { world, program };
}

describe('a sweep whose second step is under way', onlyLinux, () => {
  it('keeps what was measured when its generator is killed, as by a memory limit, and can be resumed', async (t) => {
    const { world, program } = await begin(t, '60s');

    await t.test(
      'is the only one on this machine: another is refused before it starts anything',
      async () => {
        const other = await world.run('sweep', '--target', './app', ...short, '--out', 'other');
        assert.deepEqual([other.code, other.stdout], [2, '']);
        assert.match(other.stderr, new RegExp(`in use by another sweep \\(process ${program.pid}\\)`));
      },
    );

    const [generator, ...others] = generatorsOf(world);
    assert.ok(generator !== undefined && others.length === 0);
    process.kill(generator, 'SIGKILL');
    const { code, stderr } = await program.ended;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /the load generator ended: .*SIGKILL/);
    assert.doesNotMatch(stderr, /\n +at /);
    const run = world.readRun('run');
    assert.match(run.interrupted?.reason ?? '', /the load generator ended/);
    assert.equal(run.targets[0]?.rounds[0]?.steps.filter(wasTried).length, 1);
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);

    const resumed = await world.run('sweep', '--resume', 'run');
    assertWhole(resumed);
    assert.equal(world.readRun('run').targets[0]?.rounds[0]?.steps.length, 2);
  });
});

// Nothing here is worth measuring, so they run side by side.
describe('a sweep', { ...onlyLinux, concurrency: true }, () => {
  it('that stands still for 10 s, server and all, voids its step and goes on', async (t) => {
    const { world, program } = await begin(t);
    const all = [program.pid, ...world.started()];
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    await wait(10_000);
    for (const pid of all) process.kill(pid, 'SIGCONT');
    const { code, stderr } = await program.ended;
    assertWhole({ code, stderr });
    const run = world.readRun('run');
    assert.deepEqual([run.interrupted, run.finishedAt === null], [null, false]);
    const steps = stepsOf(run);
    const [, stopped] = steps;
    assert.ok(stopped !== undefined);
    assert.ok(judgeStep(stopped, run.plan, run.plan.objectives).judged.isVoid);
    assert.ok(stopped.requests.failed > 1, 'what came due meanwhile has timed out');
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);
  });

  it('whose server leaks memory shows it grow to the limit, has it killed there, and goes on', async (t) => {
    const world = makeWorld(t);
    world.addApp('app', {}, 'leaking.js');
    const small = { cpus: 1, memory: '160MiB' };
    writeFileSync(join(world.cwd, 'bench.config.json'), JSON.stringify({ hosts: { small } }));
    const rising = ['--host', 'small', '--rates', '1000,1500,2000,2500,3000', ...short.slice(2)];
    const { stderr } = await world.run('sweep', '--target', './app', ...rising, '--out', 'run');
    const run = world.readRun('run');
    if (!run.host.limits.memory.enforced) return t.skip('memory cannot be limited here');
    assert.notEqual(run.finishedAt, null, stderr);
    const steps = stepsOf(run);
    const last = steps.findIndex(({ server }) => server.oomKills === 1);
    assert.ok(last > 0, stderr);
    const sizes = steps.slice(0, last).map(({ server }) => server.maxRssBytes ?? 0);
    // Each request leaves 64 KiB, and each step has 600.
    assert.ok(
      sizes.every((bytes, i) => bytes > (sizes[i - 1] ?? 0) + 20e6),
      sizes.join(', '),
    );
    const [died, next] = run.targets[0]?.rounds[0]?.servers ?? [];
    assert.deepEqual(died?.exit, { code: null, signal: 'SIGKILL', atStep: steps[last]?.ratePerSecond });
    assert.equal(next?.exit, null);
    assert.equal(steps[last + 1]?.requests.succeeded, 600);
    assert.match(stderr, /The server ran out of the host’s memory at \S+: 1 process killed\./);
  });

  it('whose server dies while another program takes its port gives its target up, and goes on', async (t) => {
    const world = makeWorld(t);
    const leader = await lead(t);
    const port = await choosePort('127.0.0.1');
    world.addApp('app', { env: leader.env, port });
    world.addApp('other', {});
    const dying = leader.order({ dieAt: 100 }, 'dying');
    const targets = ['--target', './app', '--target', './other'];
    // 600 requests a step: most of the first is still to come when the server dies.
    const slow = ['--rates', '100,200', ...short.slice(2)];
    const program = world.start('sweep', ...targets, ...slow, '--out', 'run');
    await program.before(dying);
    while (!(await isFree('127.0.0.1', port)));
    const intruder = createServer().listen(port, '127.0.0.1');
    await once(intruder, 'listening');
    t.after(() => intruder.close());
    const { code, stderr } = await program.ended;
    assert.equal(code, 1, stderr);
    const [app, other] = world.readRun('run').targets;
    assert.equal(app?.failure?.reason, 'port-in-use');
    assert.match(
      app.failure.detail,
      new RegExp(`given port ${port}: .*\\(process ${process.pid}\\) listens on it`),
    );
    assert.deepEqual(
      [app, other].map((target) => target?.rounds[0]?.steps.length),
      [1, 2],
    );
    assert.equal(other?.failure, null);
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);
  });
});

describe('a sweep of servers that change their mind', { ...onlyLinux, concurrency: true }, () => {
  it('whose servers answer once and then no more measures what it can, and goes on', async (t) => {
    const world = makeWorld(t);
    const ways = ['holds', 'destroys', 'exits'];
    for (const then of ways) world.addApp(then, { start: ['node', 'server.js', then] }, 'once.js');
    world.addApp('other', {});
    const targets = [...ways, 'other'].flatMap((name) => ['--target', `./${name}`]);
    const once = ['--rates', '1000', ...short.slice(2), '--timeout', '3s'];
    const { code, stderr } = await world.run('sweep', ...targets, ...once, '--out', 'run');
    assert.equal(code, 1, stderr);
    const run = world.readRun('run');
    assert.deepEqual(
      run.targets.map(({ label, failure, page, rounds }) => [
        label,
        failure?.reason ?? null,
        page !== null,
        rounds[0]?.steps.some(wasTried),
      ]),
      [
        ['holds', null, false, true],
        ['destroys', null, false, true],
        ['exits', 'exited', false, false],
        ['other', null, true, true],
      ],
    );
    assert.match(
      run.targets[2]?.failure?.detail ?? '',
      /^exits ended with code 0 (after its first answer|before it was ready)\./,
    );
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);
  });

  it('whose start command ends while its server goes on says what is wrong with it, and goes on', async (t) => {
    const world = makeWorld(t);
    world.addApp('app', { start: ['sh', '-c', 'node server.js & sleep 3'] });
    world.addApp('other', {});
    const targets = ['--target', './app', '--target', './other'];
    // 600 requests a step last 6 s and 3 s: the command ends before both are over.
    const slow = ['--rates', '100,200', ...short.slice(2)];
    const { code, stderr } = await world.run('sweep', ...targets, ...slow, '--out', 'run');
    assert.equal(code, 1, stderr);
    const [app, other] = world.readRun('run').targets;
    assert.equal(app?.failure?.reason, 'in-background', stderr);
    assert.match(
      app.failure.detail,
      /app went into the background: its start command ended with code 0 while one of its processes lives/,
    );
    assert.ok(app.rounds.every(({ servers }) => servers.every(({ exit }) => exit === null)));
    assert.deepEqual([other?.failure, other?.rounds[0]?.steps.length], [null, 2]);
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);
  });
});
