/** A sweep whose servers run on another machine, reached through a real sshd in a network namespace. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { DoctorDocument } from '../../src/model/examination.ts';
import { Histogram } from '../../src/model/histogram.ts';
import { type Run, wasTried } from '../../src/model/run.ts';
import { whyNoSlowLink } from '../fixtures/slow-link.ts';
import { type SshHost, sshHost, whyNoSshHost } from '../fixtures/ssh-host.ts';
import { assertWhole, makeWorld, until, type World } from './real-program.ts';

const short = ['--host', 'far', '--rates', '1000,2000', '--duration', '100ms', '--warmup', 'none'];

/** Side by side: what is asserted does not depend on how fast anything is. */
const guarded = { timeout: 600_000, skip: whyNoSshHost(), concurrency: 3 };
const slowly = { skip: whyNoSlowLink() };

/** A host, and a folder with an app whose page a build writes there. */
async function farApp(t: TestContext): Promise<{ readonly host: SshHost; readonly world: World }> {
  const host = await sshHost();
  t.after(() => host[Symbol.asyncDispose]());
  return { host, world: worldOf(host, t) };
}

/** Another user's home, with the same host in it. */
function worldOf(host: SshHost, t: TestContext): World {
  const world = makeWorld(t, undefined, { BENCH_SSH_CONFIG: host.configFile });
  const build = [
    ['node', '-e', 'fs.mkdirSync("made", {recursive: true}); fs.writeFileSync("made/where", __dirname)'],
  ];
  world.addApp('app', { build, outputs: ['made'], measure: { path: '/', expect: 'the right page' } });
  writeFileSync(join(world.cwd, 'app', '.env'), 'SECRET=1');
  writeFileSync(join(world.cwd, 'app', 'old.txt'), 'old');
  declare(world, host);
  return world;
}

/** Writes the configuration that names the host `far`. */
function declare(world: World, host: SshHost, more: object = {}): void {
  const via = { ssh: host.destination, directory: host.directory };
  const far = { cpus: 1, openFiles: 2_048, via, ...more };
  writeFileSync(join(world.cwd, 'bench.config.json'), JSON.stringify({ hosts: { far } }));
}

/** Lays a second link to the host, over which nothing goes but the load. */
function loadLink({ namespace }: SshHost) {
  const [here, device] = [`bl${process.pid}`, 'load'];
  const address = '172.31.0.2';
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' });
  const inside = ['-n', namespace];
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', device, 'netns', namespace);
  ip('address', 'add', '172.31.0.1/30', 'dev', here);
  ip('link', 'set', here, 'up');
  ip(...inside, 'address', 'add', `${address}/30`, 'dev', device);
  ip(...inside, 'link', 'set', device, 'up');
  const shown = [...inside, 'qdisc', 'show', 'dev', device, 'root'];
  return { device, address, queue: () => execFileSync('tc', shown, { encoding: 'utf8' }) };
}

/** The folder of the host in which the app lies. */
const copyIn = (host: SshHost): string => {
  const targets = join(host.directory, 'targets');
  const [name = ''] = readdirSync(targets).filter((entry) => !entry.endsWith('.json'));
  return join(targets, name);
};

const stepsOf = (run: Run) =>
  run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps)).filter(wasTried);

describe('a sweep with a host over ssh', guarded, () => {
  it('builds, limits, starts and samples there, sends from here, and leaves nothing running', async (t) => {
    const { host, world } = await farApp(t);
    const first = await world.run('sweep', '--target', './app', ...short, '--out', 'run');
    assertWhole(first);
    const run = world.readRun('run');
    assert.equal(run.host.placement, 'remote');
    assert.deepEqual(run.host.via, { ssh: 'droplet', directory: host.directory });
    assert.equal(run.host.limits.cpu.effective, 1);
    assert.equal(run.host.limits.openFiles.enforced, true);
    const [part] = run.parts;
    assert.equal(part?.link?.address, host.address);
    // The two namespaces have one clock.
    const { clockOffsetMs = Number.NaN, clockUncertaintyMs = Number.NaN } = part?.link ?? {};
    assert.ok(Math.abs(clockOffsetMs) <= clockUncertaintyMs + 1, `${clockOffsetMs} ± ${clockUncertaintyMs}`);
    const [target] = run.targets;
    const steps = target?.rounds.flatMap((round) => round.steps).filter(wasTried) ?? [];
    assert.deepEqual(
      steps.map(({ requests }) => requests.succeeded),
      [600, 600],
    );
    assert.ok(steps.every(({ server }) => (server.maxRssBytes ?? 0) > 1e6 && server.cpuMs !== null));
    assert.equal(target?.path, join(world.cwd, 'app'));
    assert.match(target?.contentHash ?? '', /^[0-9a-f]{64}$/);
    assert.match(world.read('run/app.round-1.log'), /^a server starts\nserving\n/);
    assert.ok(existsSync(join(world.cwd, 'run', 'build-app.log')));
    assert.deepEqual(host.working(), []);
    assert.deepEqual(world.started(), []);

    const copy = copyIn(host);
    assert.ok(existsSync(join(copy, 'made', 'where')));
    assert.ok(!existsSync(join(world.cwd, 'app', 'made')));
    assert.ok(!existsSync(join(copy, '.env')));

    // Only what has changed is copied again, and what is gone here is gone there.
    const before = statSync(join(copy, 'server.js')).ino;
    writeFileSync(join(world.cwd, 'app', 'new.txt'), 'new');
    rmSync(join(world.cwd, 'app', 'old.txt'));
    // This time over a link of its own, which is limited for so long.
    const { device, address, queue } = loadLink(host);
    const queueBefore = queue();
    declare(world, host, { address, interface: device, bandwidth: '100Mbit/s' });
    const second = await world.run('sweep', '--target', './app', ...short, '--out', 'second');
    assertWhole(second);
    const { limits } = world.readRun('second').host;
    assert.deepEqual(limits.bandwidth, { enforced: true, by: `tbf on ${device}`, effective: 1e8 });
    assert.equal(queue(), queueBefore);
    assert.equal(statSync(join(copy, 'server.js')).ino, before);
    assert.deepEqual(
      ['new.txt', 'old.txt'].map((file) => existsSync(join(copy, file))),
      [true, false],
    );
    assert.notEqual(world.readRun('second').targets[0]?.contentHash, target?.contentHash);
  });

  it('keeps what was measured when the connection is lost, ends everything there, and resumes', async (t) => {
    const { host, world } = await farApp(t);
    const slow = ['--rates', '100,200', '--duration', '3s', '--timeout', '500ms', '--warmup', 'none'];
    const running = world.start('sweep', '--target', './app', '--host', 'far', ...slow, '--out', 'run');
    const measured = () =>
      existsSync(join(world.cwd, 'run', 'run.json')) &&
      (world.readRun('run').targets[0]?.rounds[0]?.steps.length ?? 0) > 0;
    await running.before(until('a step was measured', measured));
    host.cut();
    const { code, stderr } = await running.ended;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /the connection to the host far was lost/);
    assert.match(world.readRun('run').interrupted?.reason ?? '', /the connection to the host far was lost/);
    assert.ok(existsSync(join(world.cwd, 'run', 'report.html')));
    await until('nothing runs there any more', () => host.working().length === 0);
    host.mend();
    const config = join(world.cwd, 'bench.config.json');
    renameSync(config, `${config}.away`);
    const led = await world.run('sweep', '--resume', 'run');
    assert.equal(led.code, 2, 'a run alone leads to no other machine');
    assert.match(
      led.stderr,
      /^bench: --resume: the run's host far leads to another machine, and your bench/m,
    );
    renameSync(`${config}.away`, config);
    const resumed = await world.run('sweep', '--resume', 'run');
    assertWhole(resumed);
    const run = world.readRun('run');
    assert.equal(run.interrupted, null);
    assert.equal(run.targets[0]?.rounds[0]?.steps.length, 2);
  });

  it('keeps what was measured when the disk there gets full, and ends everything there', async (t) => {
    const { host, world } = await farApp(t);
    mkdirSync(host.directory);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', host.directory]);
    try {
      const rounds = ['--rates', '1000,2000', '--duration', '500ms', '--warmup', 'none', '--rounds', '5'];
      const running = world.start('sweep', '--target', './app', '--host', 'far', ...rounds, '--out', 'run');
      const measured = () =>
        existsSync(join(world.cwd, 'run', 'run.json')) && stepsOf(world.readRun('run')).length > 0;
      await running.before(until('a step was measured', measured));
      spawnSync('dd', ['if=/dev/zero', `of=${join(host.directory, 'filler')}`, 'bs=64k']);
      const { code, stderr } = await running.ended;
      assert.equal(code, 1, stderr);
      const { interrupted } = world.readRun('run');
      assert.match(interrupted?.reason ?? '', /on the host far failed: .*the disk is full/);
      assert.match(stderr, /^Resume it with: bench sweep --resume run$/m);
      assert.doesNotMatch(stderr, /^ +at |mistake in bench/m);
      assert.deepEqual(host.working(), []);
    } finally {
      execFileSync('umount', ['--lazy', host.directory]);
    }
  });

  it('ends everything there when it is interrupted, and when the program there is killed', async (t) => {
    const { host, world } = await farApp(t);
    const sweep = ['sweep', '--target', './app', '--host', 'far', '--rates', '10', '--duration', '60s'];
    const begin = (out: string) => {
      const running = world.start(...sweep, '--warmup', 'none', '--out', out);
      const log = join(host.directory, 'logs', out, 'app.round-1.log');
      return { running, serves: running.before(until('a server runs there', () => existsSync(log))) };
    };
    const first = begin('first');
    await first.serves;
    const other = worldOf(host, t);
    const refused = await other.run('sweep', '--target', './app', ...short);
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(refused.stderr, /on the host far failed: This machine is in use by another sweep/);
    first.running.send('SIGINT');
    assert.equal((await first.running.ended).code, 130);
    assert.ok(existsSync(join(world.cwd, 'first', 'report.html')));
    assert.deepEqual(host.working(), []);

    const second = begin('second');
    await second.serves;
    process.kill(host.supervisor(), 'SIGKILL');
    const { code, stderr } = await second.running.ended;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /the connection to the host far was lost \(or the program there was killed\)/);
    const third = await world.run('sweep', '--target', './app', ...short, '--out', 'third');
    assertWhole(third);
    assert.match(third.stderr, /An earlier sweep was killed and had left a server/);
    assert.deepEqual(host.working(), []);
  });

  it(
    'shows what its link costs: the round trip in every latency, and no failure for a lost packet',
    slowly,
    async (t) => {
      const { host, world } = await farApp(t);
      const delayMs = 10;
      const link = await host.slowDown({ delayMs, lossRatio: 0.01 });
      const { code, stderr } = await world.run(
        ...['sweep', '--target', './app', '--host', 'far', '--rates', '200,400', '--duration', '1s'],
        // A packet that is lost once more after each of its ever longer waits is no failure of the tool.
        ...['--warmup', 'none', '--objective', 'p50<500ms', '--timeout', '1m', '--out', 'run'],
      );
      assertWhole({ code, stderr });
      assert.ok(link.lost() > 0);
      const run = world.readRun('run');
      const roundTripMs = run.parts[0]?.link?.roundTripMs ?? assert.fail('no round trip');
      // A timer may be early by a part of a millisecond.
      const [leastMs, mostMs] = [2 * (delayMs - 1), 100 * delayMs];
      assert.ok(roundTripMs > leastMs && roundTripMs < mostMs, `${roundTripMs} ms`);
      for (const { requests, failures, latency } of stepsOf(run)) {
        assert.deepEqual([requests.succeeded, failures], [600, {}]);
        // A timer may be early by a part of a millisecond.
        const quickestUs = Histogram.decode(latency).percentileUs(0.001) ?? 0;
        assert.ok(quickestUs > 2_000 * (delayMs - 1), `${quickestUs} µs`);
      }
    },
  );

  it('is examined by the doctor: its size, its limits and its tools, and the generator here', async (t) => {
    const { host, world } = await farApp(t);
    const { code, stdout, stderr } = await world.run('doctor', '--host', 'far', '--json');
    assert.ok(code === 0 || code === 3, stderr);
    const { examination } = JSON.parse(stdout) as DoctorDocument;
    const { placement, host: examined, limits } = examination.setting;
    assert.deepEqual([placement.resolved, placement.serverCpus.length, examined.name], ['remote', 1, 'far']);
    assert.deepEqual([limits.openFiles.effective, limits.openFiles.enforced], [2_048, true]);
    assert.ok(examination.tools.some(({ target, missing }) => target === 'vanilla' && missing.length === 0));
    assert.ok(examination.rungs.length > 0);
    assert.deepEqual(host.working(), []);
  });

  it('says in a sentence why a host cannot be used', async (t) => {
    const { host, world } = await farApp(t);
    const refused = async (sentence: RegExp) => {
      const { code, stderr } = await world.run('sweep', '--target', './app', ...short);
      assert.equal(code, 1, stderr);
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /^\s+at /m, 'no stack');
      assert.deepEqual(host.working(), []);
    };
    const where = join(dirname(host.directory), 'programs');
    mkdirSync(where);
    for (const program of ['sh', 'mkdir', 'cat', 'tar']) {
      execFileSync('ln', ['-s', execFileSync('which', [program]).toString().trim(), join(where, program)]);
    }
    await host.restart(where);
    await refused(/^bench: there is no Node on the host far, and bench needs 24 or newer there: install/m);
    writeFileSync(join(where, 'node'), '#!/bin/sh\necho v18.20.0\n', { mode: 0o755 });
    await refused(/^bench: there is Node 18\.20\.0 on the host far, and bench needs 24 or newer there/m);
    await host.restart(`${dirname(process.execPath)}:/usr/bin:/bin`);

    rmSync(host.directory, { recursive: true });
    writeFileSync(host.directory, '');
    await refused(/^bench: using the folder \S+ on the host far failed: .+ Name another "directory"/m);
    rmSync(host.directory);

    mkdirSync(host.directory);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', host.directory]);
    try {
      await refused(
        /^bench: unpacking files on the host far failed: .+ Its disk is full: make room there\.$/m,
      );
    } finally {
      execFileSync('umount', [host.directory]);
    }

    await host.changeHostKey();
    await refused(/^bench: the host far cannot be reached .+ Its host key is not the one that ssh knows\./m);
  });
});
