import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Check } from '../../src/model/check.ts';
import { makeWorld } from './real-program.ts';

const ci = join(import.meta.dirname, '..', '..', 'docs', 'ci');
/** What the action runs, as it stands there. */
const [, line = ''] = /^ {6}run: (.+)$/m.exec(readFileSync(join(ci, 'action.yml'), 'utf8')) ?? [];

/** Of the first a noisy machine takes less than of a capacity, of the second nothing. */
const gates = ['cpu at 600/s', 'memory at 600/s'];

/** Both hold 600/s, and the base 2,500/s too; the head, which can answer 1,400 requests a second at most, fails 2,000/s. */
const sweep = '--rates 600,2000,2500 --objective p50<50ms --duration 500ms --warmup none --rounds 7 --seed 1';

describe('a gate in CI, on real servers', () => {
  it('sees red where the head works seven times as much, after fresh rounds; green where it does enough', async (t) => {
    const world = makeWorld(t);
    for (const [name, us, mb] of [
      ['base', 100, 0],
      ['head', 700, 200],
    ] as const) {
      const env = { WORK_US: `${us}`, KEEP_MB: `${mb}` };
      world.addApp(name, { env }, '../../../bench/gate-app/server.js');
    }
    const runLine = (out: string) =>
      world.runShell(line, {
        GITHUB_ACTION_PATH: ci,
        GITHUB_STEP_SUMMARY: `${out}.md`,
        BENCH_BASE: 'base',
        BENCH_HEAD: 'head',
        BENCH_SWEEP: sweep,
        BENCH_GATES: gates.join('\n'),
        BENCH_OUT: out,
        BENCH_CANNOT_TELL: 'fail',
      });
    // A gate cannot tell where others take the CPUs, and says so: then it is asked again, as a person would.
    let out = 'run-1';
    let red = await runLine(out);
    for (const next of ['run-2', 'run-3']) {
      if (red.code !== 4) break;
      out = next;
      red = await runLine(out);
    }
    assert.equal(red.code, 3, red.stdout + red.stderr);
    assert.match(red.stderr, /Fresh rounds are to confirm it/);
    assert.match(world.read(`${out}.md`), /^# bench check: fails\n/);
    assert.match(world.read(`${out}/junit.xml`), /<failure type="beyond-margin"/);
    assert.match(world.read(`${out}/heatmap.svg`), /^<svg /);
    const [first, second] = [world.readRun(out), world.readRun(`${out}/confirm`)];
    assert.notEqual(second.plan.seed, first.plan.seed);
    assert.deepEqual({ ...second.plan, seed: 0, blocks: [] }, { ...first.plan, seed: 0, blocks: [] });

    const again = await world.run(
      'check',
      out,
      ...gates,
      '--baseline',
      'base',
      '--max-drop',
      '10%',
      '--json',
    );
    assert.equal(again.code, 3);
    assert.doesNotMatch(again.stderr, /Fresh rounds/, 'what is there is not measured again');
    const found = JSON.parse(again.stdout) as Check;
    const { rounds, againRounds } = found.gates.find(({ verdict }) => verdict === 'fail') ?? assert.fail();
    assert.ok(rounds >= 5 && (againRounds ?? 0) >= 5);

    const green = await world.run('check', out, 'memory at 600/s < 1GB', 'start < 20s');
    assert.equal(green.code, 0, green.stdout + green.stderr);
    assert.deepEqual(world.started(), [], 'processes are left');
  });
});
