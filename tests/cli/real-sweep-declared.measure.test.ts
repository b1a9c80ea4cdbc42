import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { wasTried } from '../../src/model/run.ts';
import { assertWhole, makeWorld } from './real-program.ts';

const brief = ['--rates', '200', '--duration', '200ms', '--warmup', 'none', '--out', 'run'];

describe('a sweep without a target.json, as a process', () => {
  it('measures a command that stands behind --', async (t) => {
    const world = makeWorld(t);
    world.addApp('app', { name: 'app', start: ['node', 'server.js'] });
    const words = ['--cwd', 'app', '--env', 'MODE=x', '--', process.execPath, 'server.js'];
    const { code, stderr } = await world.run('sweep', ...brief, ...words);
    assertWhole({ code, stderr });
    const run = world.readRun('run');
    const [target] = run.targets;
    assert.equal(target?.label, 'node-server.js');
    assert.ok((target?.rounds[0]?.servers[0]?.startMs ?? 0) > 0);
    assert.deepEqual(run.command.slice(-5), ['--seed', `${run.plan.seed}`, '--', ...words.slice(-2)]);
    assert.deepEqual(world.started(), [], 'processes are left');
  });

  it('measures a server that runs already, and leaves it running', async (t) => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, answer) => {
      asked.push(url);
      answer.end('Welcome');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const world = makeWorld(t);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/items?page=2`;
    const { code, stderr } = await world.run('sweep', ...brief, '--url', url);
    assertWhole({ code, stderr });
    assert.deepEqual([...new Set(asked)], ['/items?page=2']);
    assert.ok(server.listening);
    const steps = world
      .readRun('run')
      .targets.flatMap(({ rounds }) => rounds.flatMap((round) => round.steps));
    const [step] = steps.filter(wasTried);
    assert.equal(step?.requests.succeeded, step?.requests.scheduled);
    assert.equal(step?.server.cpuMs, null);
    assert.match(stderr, /Ran already when it was measured/);
  });
});
