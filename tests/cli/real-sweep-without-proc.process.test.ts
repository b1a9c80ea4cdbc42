import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { wasTried } from '../../src/model/run.ts';
import { assertWhole, makeWorld } from './real-program.ts';

const before = new URL('../fixtures/without-proc.ts', import.meta.url).href;
const program = fileURLToPath(new URL('./real-program-start.ts', import.meta.url));

describe('where there is neither /proc nor a cgroup, as on macOS', { timeout: 300_000 }, () => {
  it('a sweep measures and reports; what cannot be limited or sampled is said not to be', async (t) => {
    const world = makeWorld(t, ['env', `NODE_OPTIONS=--import=${before}`, process.execPath, program]);
    // An app gets the caller's NODE_OPTIONS, which only this Node understands.
    const start = [process.execPath, 'server.js'];
    world.addApp('app', { start, measure: { path: '/', expect: 'the right page' } });
    const { code, stderr } = await world.run(
      ...['sweep', '--target', './app', '--rates', '1000', '--duration', '100ms', '--warmup', 'none'],
      ...['--out', 'run'],
    );
    assertWhole({ code, stderr });
    const { host, targets } = world.readRun('run');
    for (const [name, limit] of Object.entries(host.limits))
      assert.deepEqual([limit.enforced, limit.by], [false, 'not available on darwin'], name);
    assert.deepEqual([host.machine.somaxconn, host.machine.localPorts], [null, null]);
    const [round] = targets[0]?.rounds ?? [];
    const [step] = round?.steps ?? [];
    assert.ok(step !== undefined && wasTried(step), stderr);
    assert.equal(step.requests.succeeded, 600);
    for (const [name, figure] of Object.entries({ ...step.server, ...step.machine }))
      assert.equal(figure, null, name);
    assert.equal(step.generator.waitForCpuMs, null);
    assert.equal(round?.servers[0]?.listenBacklog, null);
    assert.match(stderr, /Not limited to the host’s size: CPUs \(not available on darwin\)/);
    // Compressed data may hold any letters.
    const page = world.read('run/report.html').replaceAll(/<script[\s\S]*?<\/script>|data:[^"]*/g, '');
    assert.match(page, /Not available here\./);
    assert.doesNotMatch(page, /NaN|undefined/);
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);
  });
});
