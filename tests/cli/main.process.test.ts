import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { runBench } from './run-bench.ts';

describe('the program', () => {
  it('prints its help on stdout when asked, with every command', async (t) => {
    const { exitCode, stdout, stderr } = await runBench(['--help'], { cwd: temporaryFolder(t) });
    assert.deepEqual([exitCode, stderr], [0, '']);
    for (const word of ['sweep', 'report', 'Examples:', '--version']) assert.ok(stdout.includes(word), word);
  });

  it('prints it on stderr when nothing was asked, which is a mistake', async (t) => {
    const { exitCode, stdout, stderr } = await runBench([], { cwd: temporaryFolder(t) });
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /Usage: bench/);
  });

  it('prints its version', async (t) => {
    const { exitCode, stdout } = await runBench(['--version'], { cwd: temporaryFolder(t) });
    assert.equal(exitCode, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('says one sentence on Windows', async (t) => {
    const outcome = await runBench(['--help'], { cwd: temporaryFolder(t), platform: 'win32' });
    assert.equal(outcome.exitCode, 2);
    assert.equal(outcome.stdout, '');
    assert.match(outcome.stderr, /^.*WSL2.*\n$/);
  });
});

describe('bench sweep --dry-run', () => {
  const world = {
    'target.json': { name: 'app', title: 'App \u001b[31m</script>', start: ['node', 'server.js'] },
    'bench.config.json': {
      hosts: { tiny: { cpus: 1, memory: '512MiB' } },
      sweep: { host: 'tiny', rates: '1..100', perDecade: 1, seed: 7 },
      objectives: ['p50<1s'],
    },
  };

  it('prints the whole plan and how long it takes, and writes nothing', async (t) => {
    const cwd = temporaryFolder(t, world);
    const { exitCode, stdout, stderr } = await runBench(['sweep', '--dry-run'], { cwd });
    assert.deepEqual([exitCode, stderr], [0, '']);
    for (const sentence of [
      /targets +app/,
      /host +tiny \(local\): 1 CPU, 512 MiB\n/,
      /rates +3, from 1 to 100 a second, 1 per decade, up/,
      /objectives +p50<1s/,
      /seed +7/,
      /\n {2}1 +20 +20 s\n {2}10 +200 +20 s\n {2}100 +600 +6 s\n/,
      /round 1: app/,
      /Takes about \d+ .*\n$/,
    ]) {
      assert.match(stdout, sentence);
    }
    assert.deepEqual(readdirSync(cwd).toSorted(), ['bench.config.json', 'target.json']);
  });

  it('as JSON is the plan itself, the flags before the configuration', async (t) => {
    const cwd = temporaryFolder(t, world);
    const { stdout } = await runBench(
      ['sweep', '--dry-run', '--json', '--seed=9', '--rates', '5,50', '--out', 'x'],
      {
        cwd,
      },
    );
    const { plan, command, expectedMs, runFolder } = JSON.parse(stdout);
    assert.equal(plan.seed, 9);
    assert.deepEqual(
      plan.rates.map(({ ratePerSecond }: { ratePerSecond: number }) => ratePerSecond),
      [5, 50],
    );
    assert.equal(plan.host.name, 'tiny');
    assert.ok(expectedMs > 0);
    assert.equal(runFolder, `${cwd}/x`);
    assert.deepEqual(command, ['sweep', '--rates', '5,50', '--seed', '9']);
  });

  it('gives the same plan from the same seed, and another seed each time none is given', async (t) => {
    const cwd = temporaryFolder(t, { 'target.json': world['target.json'] });
    const planOf = async (...flags: string[]) =>
      JSON.parse((await runBench(['sweep', '--dry-run', '--json', ...flags], { cwd })).stdout).plan;
    assert.deepEqual(await planOf('--seed', '5'), await planOf('--seed', '5'));
    const [first, second] = [await planOf(), await planOf()];
    assert.notEqual(first.seed, second.seed);
  });

  it('of the built-in targets asks as the visitor that is wished', async (t) => {
    const cwd = temporaryFolder(t, {
      'target.json': { name: 'blog', start: ['x'], contract: 'blog' },
    });
    const headersFor = async (visitor: string) => {
      const { stdout } = await runBench(['sweep', '--dry-run', '--json', '--visitor', visitor], { cwd });
      return JSON.parse(stdout).plan.targets[0].request.headers;
    };
    assert.match((await headersFor('reader')).cookie, /session=[^;]+/);
    assert.equal((await headersFor('anonymous')).cookie, undefined);
  });
});
