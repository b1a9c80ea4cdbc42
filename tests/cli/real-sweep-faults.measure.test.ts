import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readKernelFile } from '../../src/measure/host/kernel-file.ts';
import { wasTried } from '../../src/model/run.ts';
import { lead } from './real-leader.ts';
import { makeWorld, type World } from './real-program.ts';

const onlyLinux = { skip: process.platform === 'linux' ? false : 'needs /proc', timeout: 300_000 };
const short = ['--rates', '1000,2000', '--duration', '100ms', '--warmup', 'none', '--timeout', '3s'];

const generatorsOf = (world: World) =>
  world.started().filter((pid) => readKernelFile(`/proc/${pid}/cmdline`)?.includes('generator-process'));

describe('a sweep whose second step is under way', onlyLinux, () => {
  /** The first step has 600 requests; a request of the second is never answered. */
  async function begin(t: Parameters<typeof makeWorld>[0]) {
    const world = makeWorld(t);
    const leader = await lead(t);
    world.addApp('app', { env: leader.env });
    const held = leader.order({ holdAt: 900 }, 'held');
    const program = world.start('sweep', '--target', './app', ...short, '--out', 'run');
    await program.before(held);
    return { world, program };
  }

  it('keeps what was measured when its generator is killed, as by a memory limit, and can be resumed', async (t) => {
    const { world, program } = await begin(t);
    const [generator = 0, ...others] = generatorsOf(world);
    assert.deepEqual(others, []);
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
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(world.readRun('run').targets[0]?.rounds[0]?.steps.length, 2);
  });

  it('is the only one on this machine: another is refused before it starts anything', async (t) => {
    const { world, program } = await begin(t);
    const other = await world.run('sweep', '--target', './app', ...short, '--out', 'other');
    assert.deepEqual([other.code, other.stdout], [2, '']);
    assert.match(other.stderr, new RegExp(`in use by another sweep \\(process ${program.pid}\\)`));
    const { code, stderr } = await program.ended;
    assert.ok(code === 0 || code === 3 || code === 4, stderr);
  });
});
