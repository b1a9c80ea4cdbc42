import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DoctorDocument } from '../../src/model/examination.ts';
import { doctorSchema } from '../../src/model/examination.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { runBench } from './run-bench.ts';

const world = { 'bench.config.json': { hosts: { tiny: { cpus: 1 }, giant: { cpus: 4_096 } } } };
const env = { PATH: process.env['PATH'] ?? '' };

describe('bench doctor', () => {
  it('examines a host and its generator; the exit code is that of the worst line', async (t) => {
    const cwd = temporaryFolder(t, world);
    const { exitCode, stdout, stderr } = await runBench(['doctor', '--host', 'tiny', '--json'], {
      cwd,
      env: { ...env, XDG_CACHE_HOME: `${cwd}/cache` },
    });
    const document = JSON.parse(stdout) as DoctorDocument;
    assert.deepEqual(problemsOf(doctorSchema, document), []);
    assert.match(stderr, /^Checking .*\n$/);
    assert.equal(document.examination.setting.host.name, 'tiny');
    assert.equal(exitCode, document.lines.some(({ verdict }) => verdict === 'bad') ? 3 : 0);
    const { steps, rungs, tools } = document.examination;
    assert.deepEqual(
      steps.map(({ ratePerSecond, requests }) => [ratePerSecond, requests]),
      [
        [200, 600],
        [2_000, 4_000],
        [50, 150],
        [500, 1_500],
        [2_000, 6_000],
        [200, 1_000],
      ],
    );
    // However busy this machine is now: the true p99 is known, and what is reported is not below it.
    for (const { percentiles } of steps) {
      assert.deepEqual(
        percentiles.map(({ percentile }) => percentile),
        [50, 99, 99.9],
      );
      for (const { truthUs, errorUs } of percentiles) assert.ok(errorUs > -0.002 * truthUs);
    }
    assert.ok(rungs.length >= 1);
    assert.ok(tools.some(({ target }) => target === 'vanilla'));
  });

  it('interrupted, tells nothing and exits with 130', async (t) => {
    const cwd = temporaryFolder(t, world);
    const { exitCode, stdout } = await runBench(['doctor', '--host', 'giant'], {
      cwd,
      env: { ...env, XDG_CACHE_HOME: `${cwd}/cache` },
      interrupter: (interrupt) => setImmediate(() => interrupt('SIGINT')),
    });
    assert.equal(exitCode, 130);
    assert.equal(stdout, '');
  });

  it('refuses what it does not know, with what there is', async (t) => {
    const cwd = temporaryFolder(t, world);
    const unknown = await runBench(['doctor', '--host', 'moon'], { cwd });
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /there is no host "moon"\n.*droplet, tiny, giant/);
    const placement = await runBench(['doctor', '--placement', 'apart'], { cwd });
    assert.equal(placement.exitCode, 2);
    assert.match(placement.stderr, /--placement/);
  });
});
