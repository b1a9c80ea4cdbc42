/** Load that is sent from another machine, reached through a real sshd in a network namespace. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { DoctorDocument } from '../../src/model/examination.ts';
import { type Run, wasTried } from '../../src/model/run.ts';
import { fakeVegeta } from '../fixtures/fake-vegeta.ts';
import { configOfBoth, linked, type SshHost, sshHost, whyNoSshHost } from '../fixtures/ssh-host.ts';
import { assertWhole, makeWorld, until, type World } from './real-program.ts';

/** Side by side: what is asserted does not depend on how fast anything is. */
const guarded = { timeout: 600_000, skip: whyNoSshHost(), concurrency: 3 };

const short = ['--rates', '1000,2000', '--duration', '100ms', '--warmup', 'none'];

async function host(t: TestContext, name: string): Promise<SshHost> {
  const made = await sshHost(name);
  t.after(() => made[Symbol.asyncDispose]());
  return made;
}

const over = ({ destination: ssh, directory }: SshHost) => ({ via: { ssh, directory } });

function worldWith(t: TestContext, configFile: string, hosts: object): World {
  const world = makeWorld(t, undefined, { BENCH_SSH_CONFIG: configFile });
  world.addApp('app', { measure: { path: '/', expect: 'the right page' } }, 'asked.js');
  writeFileSync(join(world.cwd, 'bench.config.json'), JSON.stringify({ hosts }));
  return world;
}

/** Servers on one machine, the generator on another, and a link between the two that this one has no part in. */
async function farApart(t: TestContext) {
  const [droplet, loader] = [await host(t, 'droplet'), await host(t, 'loader')];
  const [address, from] = linked(droplet, loader);
  const far = { cpus: 1, ...over(droplet), address, generator: over(loader) };
  return { droplet, loader, address, from, world: worldWith(t, configOfBoth(droplet, loader), { far }) };
}

const stepsOf = (run: Run) =>
  run.targets.flatMap(({ rounds }) => rounds.flatMap(({ steps }) => steps)).filter(wasTried);

const askedFrom = (log: string): string[] =>
  [...log.matchAll(/^asked from (\S+)$/gm)].map(([, address = '']) => address);

describe('a generator on another machine', guarded, () => {
  it('loads servers on a third one, within its own limits, and leaves nothing running', async (t) => {
    const { droplet, loader, address, from, world } = await farApart(t);
    const { code, stderr } = await world.run(
      ...['sweep', '--target', './app', '--host', 'far', ...short, '--out', 'run'],
    );
    assertWhole({ code, stderr });
    const run = world.readRun('run');
    assert.equal(run.host.placement, 'remote');
    assert.deepEqual(run.plan.host.generator, over(loader));
    // Once from its own machine, where it was waited for.
    assert.deepEqual(askedFrom(world.read('run/app.round-1.log')), [address, from]);
    const [part] = run.parts;
    assert.deepEqual([part?.link?.address, part?.link?.roundTripMs], [address, null]);
    const setting = part?.examination?.setting;
    assert.notEqual(setting?.generator.pinnedBy, null);
    assert.equal(setting?.limits.cpu.effective, 1);
    assert.ok((part?.examination?.rungs.length ?? 0) > 0, 'it was tried there');
    const steps = stepsOf(run);
    assert.deepEqual(
      steps.map(({ requests }) => requests.succeeded),
      [600, 600],
    );
    assert.ok(steps.every(({ generator, server }) => (generator.cpuMs ?? 0) > 0 && server.cpuMs !== null));
    assert.deepEqual([droplet.working(), loader.working(), world.started()], [[], [], []]);
  });

  it('gives the step up when it is lost, keeps the others, and resumes', async (t) => {
    const { droplet, loader, world } = await farApart(t);
    const slow = ['--rates', '100,200', '--duration', '8s', '--timeout', '500ms', '--warmup', 'none'];
    const running = world.start('sweep', '--target', './app', '--host', 'far', ...slow, '--out', 'run');
    const measured = () =>
      existsSync(join(world.cwd, 'run', 'run.json')) && stepsOf(world.readRun('run')).length === 1;
    await running.before(until('a step was measured', measured));
    const logs = join(droplet.directory, 'logs', 'run');
    // It may have been started anew before the second step.
    const asked = () =>
      readdirSync(logs)
        .filter((name) => name.startsWith('app.round-1'))
        .map((name) => [...readFileSync(join(logs, name), 'utf8').matchAll(/asked (\d+) times/g)].at(-1)?.[1])
        .reduce((sum, times) => sum + Number(times ?? 0), 0);
    const before = asked();
    // More than any rest takes.
    await running.before(until('the next step is under way', () => asked() >= before + 400));
    // The load goes on, over a link of its own.
    loader.cut();
    const { code, stderr } = await running.ended;
    assert.equal(code, 1, stderr);
    const lost = /the connection to the host loader was lost/;
    assert.match(stderr, lost);
    const { interrupted } = world.readRun('run');
    assert.equal(interrupted?.atStep, 'app at 200/s');
    assert.match(interrupted?.reason ?? '', lost);
    assert.ok(existsSync(join(world.cwd, 'run', 'report.html')));
    await until('nothing runs there any more', () => loader.working().length === 0);
    assert.deepEqual(droplet.working(), []);

    loader.mend();
    const resumed = await world.run('sweep', '--resume', 'run');
    assertWhole(resumed);
    const run = world.readRun('run');
    assert.equal(run.interrupted, null);
    assert.deepEqual(
      stepsOf(run).map(({ ratePerSecond }) => ratePerSecond),
      [100, 200],
    );
    assert.deepEqual([droplet.working(), loader.working()], [[], []]);
  });

  it('loads servers on this machine, with either engine, and is examined by the doctor', async (t) => {
    const loader = await host(t, 'loader');
    const near = { cpus: 1, address: loader.gateway, generator: over(loader) };
    const world = worldWith(t, loader.configFile, { near });
    const sweep = (...more: string[]) =>
      world.run('sweep', '--target', './app', '--host', 'near', ...short, ...more);
    const first = await sweep('--out', 'run');
    assertWhole(first);
    assert.deepEqual(askedFrom(world.read('run/app.round-1.log')), [loader.gateway, loader.address]);
    const { clockOffsetMs = Number.NaN, clockUncertaintyMs = 0 } = world.readRun('run').parts[0]?.link ?? {};
    // The two namespaces have one clock.
    assert.ok(Math.abs(clockOffsetMs) <= clockUncertaintyMs + 1, `${clockOffsetMs} ± ${clockUncertaintyMs}`);
    assert.deepEqual([loader.working(), world.started()], [[], []]);

    const programs = join(dirname(loader.directory), 'programs');
    mkdirSync(programs);
    fakeVegeta(programs);
    await loader.restart(`${programs}:${dirname(process.execPath)}:/usr/bin:/bin`);
    const other = await sweep('--engine', 'vegeta', '--out', 'other');
    assert.equal(world.readRun('other').engine.version, '12.99.0', other.stderr);
    assert.deepEqual([loader.working(), world.started()], [[], []]);

    const doctor = await world.run('doctor', '--host', 'near', '--json');
    assert.ok(doctor.code === 0 || doctor.code === 3, doctor.stderr);
    const { examination, lines } = JSON.parse(doctor.stdout) as DoctorDocument;
    assert.equal(examination.setting.placement.resolved, 'remote');
    assert.equal(examination.setting.limits.cpu.effective, 1);
    assert.ok(examination.rungs.length > 0);
    assert.ok(!lines.some(({ why }) => why.includes('the servers’ CPUs')));
    assert.deepEqual([loader.working(), world.started()], [[], []]);
  });
});
