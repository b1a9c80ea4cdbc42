/**
 * One load from two machines, each reached through a real sshd in a network namespace. What stands in for vegeta there
 * prints the same records every time, so that what comes of them can be compared.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { readKernelFile } from '../../src/measure/host/kernel-file.ts';
import { type Run, wasTried } from '../../src/model/run.ts';
import { fakeVegeta } from '../fixtures/fake-vegeta.ts';
import { configOfBoth, routed, type SshHost, sshHost, whyNoSshHost } from '../fixtures/ssh-host.ts';
import { assertWhole, makeWorld, until } from './real-program.ts';

/** Side by side: what is asserted does not depend on how fast anything is. */
const guarded = { timeout: 600_000, skip: whyNoSshHost(), concurrency: 3 };

const short = ['--rates', '1000', '--duration', '100ms', '--warmup', 'none', '--engine', 'vegeta'];

/** A host that finds programs in a folder of its own first. */
async function sender(t: TestContext, name: string): Promise<SshHost & { readonly programs: string }> {
  const host = await sshHost(name);
  t.after(() => host[Symbol.asyncDispose]());
  const programs = join(dirname(host.directory), 'programs');
  mkdirSync(programs);
  await host.restart(`${programs}:${dirname(process.execPath)}:/usr/bin:/bin`);
  return { ...host, programs };
}

/** Servers on this machine, loaded from two others. */
async function loadedFromTwo(t: TestContext) {
  const [first, second] = [await sender(t, 'first'), await sender(t, 'second')];
  routed(second, first.gateway);
  const via = [first, second].map(({ destination: ssh, directory }) => ({ ssh, directory }));
  const near = { cpus: 1, address: first.gateway, generator: { via } };
  const world = makeWorld(t, undefined, { BENCH_SSH_CONFIG: configOfBoth(first, second) });
  world.addApp('app', { measure: { path: '/', expect: 'the right page' } }, 'asked.js');
  writeFileSync(join(world.cwd, 'bench.config.json'), JSON.stringify({ hosts: { near } }));
  const argv = (out: string) => ['sweep', '--target', './app', '--host', 'near', ...short, '--out', out];
  const leftovers = () => [first.working(), second.working(), world.started()];
  return { first, second, world, argv, leftovers };
}

const stepsOf = (run: Run) =>
  run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps)).filter(wasTried);

const isAttacking = (pid: number): boolean =>
  (readKernelFile(`/proc/${pid}/cmdline`) ?? '').includes('attack');

/** All that vegeta’s records say of a step. */
const recorded = (run: Run) =>
  stepsOf(run).map(({ requests, failures, statuses, bytes, latency, dispatchLag, slices, drainMs }) => ({
    requests,
    failures,
    statuses,
    bytes,
    latency,
    dispatchLag,
    slices,
    drainMs,
  }));

describe('a load from two machines', guarded, () => {
  it('is one load, whatever their clocks say', async (t) => {
    const { first, second, world, argv, leftovers } = await loadedFromTwo(t);
    fakeVegeta(first.programs);

    const without = await world.run(...argv('never'));
    assert.equal(without.code, 2);
    assert.match(without.stderr, /no vegeta on the PATH of the host second\n.*go install/);

    fakeVegeta(second.programs);
    const plan = await world.run(...argv('never'), '--dry-run');
    assert.match(plan.stdout, /loaded from 2 machines: first, over ssh, in .*; second, over ssh/);
    const whole = await world.run(...argv('run'));
    assertWhole(whole);
    const run = world.readRun('run');
    assert.equal(run.engine.version, '12.99.0');
    assert.deepEqual(
      stepsOf(run).map(({ requests }) => [requests.scheduled, requests.succeeded]),
      [[600, 600]],
    );
    assert.equal(run.parts[0]?.link?.others?.length, 1);
    assert.equal(run.parts[0]?.examination?.setting.generator.machines, 2);
    assert.match(world.read('run/report.html'), /2 other machines sent the load/);
    assert.deepEqual(leftovers(), [[], [], []]);

    fakeVegeta(second.programs, 'well', 5_000);
    await world.run(...argv('ahead'));
    assert.deepEqual(recorded(world.readRun('ahead')), recorded(run));
  });

  it('is given up when one of them is lost, and void where it then sends half of its share', async (t) => {
    const { first, second, world, argv, leftovers } = await loadedFromTwo(t);
    fakeVegeta(first.programs);
    fakeVegeta(second.programs, 'endless');
    const running = world.start(...argv('run'));
    await running.before(until('the step is under way there', () => second.working().some(isAttacking)));
    process.kill(second.supervisor(), 'SIGKILL');
    const { code, stderr } = await running.ended;
    assert.equal(code, 1, stderr);
    const lost = /the connection to the host second was lost/;
    assert.match(stderr, lost);
    const { interrupted } = world.readRun('run');
    assert.match(interrupted?.reason ?? '', lost);
    assert.equal(interrupted?.atStep, 'app at 1,000/s');
    assert.deepEqual(stepsOf(world.readRun('run')), []);
    await until('nothing runs there any more', () => leftovers().flat().length === 0);

    fakeVegeta(second.programs, 'lost');
    const resumed = await world.run('sweep', '--resume', 'run');
    const run = world.readRun('run');
    assert.equal(run.interrupted, null, resumed.stderr);
    assert.deepEqual(
      stepsOf(run).map(({ requests, failures }) => [requests.scheduled, failures]),
      [[600, { 'no-record': 150 }]],
    );
    assert.deepEqual(leftovers(), [[], [], []]);
  });
});
