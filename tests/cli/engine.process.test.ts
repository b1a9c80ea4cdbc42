import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { runBench } from './run-bench.ts';

const app = { 'target.json': { name: 'app', start: ['node', 'server.js'] } };

describe('bench sweep --engine', () => {
  for (const [argv, sentence] of [
    [['--engine', 'k6'], /--engine "k6": not known/],
    [['--engine', 'vegeta', '--arrivals', 'poisson'], /--engine vegeta cannot send Poisson arrivals/],
    [['--engine', 'vegeta', '--find-capacity'], /--engine vegeta cannot stand beside --find-capacity/],
  ] as const) {
    it(`refuses ${argv.join(' ')} with a sentence`, async (t) => {
      const { exitCode, stderr } = await runBench(['sweep', ...argv, '--dry-run'], {
        cwd: temporaryFolder(t, app),
      });
      assert.equal(exitCode, 2);
      assert.match(stderr, sentence);
    });
  }

  it('is needed where a host is loaded from several machines, of which none is asked', async (t) => {
    const via = ['loader-a', 'loader-b'].map((ssh) => ({ ssh, directory: 'bench' }));
    const hosts = { near: { cpus: 1, address: '127.0.0.2', generator: { via } } };
    const cwd = temporaryFolder(t, { ...app, 'bench.config.json': { hosts } });
    const { exitCode, stderr } = await runBench(['sweep', '--host', 'near', '--dry-run'], { cwd });
    assert.equal(exitCode, 2);
    assert.match(stderr, /--host near: it is loaded from 2 machines, .*\n.*--engine vegeta/);
  });

  it('says how to get a vegeta that is not there', async (t) => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      const { exitCode, stderr } = await runBench(['sweep', '--engine', 'vegeta', '--dry-run'], {
        cwd: temporaryFolder(t, app),
      });
      assert.equal(exitCode, 2);
      assert.match(stderr, /there is no vegeta on the PATH\n.*go install github\.com\/tsenart\/vegeta/);
    } finally {
      process.env['PATH'] = path;
    }
  });
});

it('the help of sweep names the engine', async (t) => {
  const { stdout } = await runBench(['sweep', '--help'], { cwd: temporaryFolder(t) });
  assert.match(stdout, /--engine <name>/);
});
