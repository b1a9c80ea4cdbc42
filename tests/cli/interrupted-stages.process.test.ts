/** An interrupt ends a sweep at whatever stage it is, leaves no process, and what was measured can be resumed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { type Leader, lead, type Orders } from './real-leader.ts';
import {
  program as benchProgram,
  type Ended,
  makeWorld,
  type Running,
  until,
  type World,
} from './real-program.ts';

const onlyLinux = {
  skip: process.platform !== 'linux' && 'only Linux tells whose child a process was',
  // Nothing here takes nearly as long, but a program that does not end would keep everybody waiting.
  timeout: 300_000,
};

/** A terminal sends to everybody in the foreground: at Ctrl-C, and when it is closed. */
const signals = [
  ['SIGINT', 130, 'sendToGroup'],
  ['SIGTERM', 143, 'send'],
  ['SIGHUP', 129, 'sendToGroup'],
] as const;

interface Stage {
  readonly name: string;
  readonly manifest?: object;
  readonly warmup?: string;
  /** Orders the server, before the program starts, and tells when the stage is reached. */
  reached(leader: Leader, start: () => Running, orders: Orders): Promise<Running>;
}

/** The server takes this request and never answers it, or none from this one on. */
const atRequest =
  (which: Pick<Orders, 'holdAt' | 'holdFrom'>): Stage['reached'] =>
  async (leader, start, orders) => {
    const held = leader.order({ ...orders, ...which }, 'held');
    const program = start();
    await program.before(held);
    return program;
  };

/** @param which request is never answered, so that the sweep is not over however late the signal comes */
const atLine =
  (line: RegExp, which: Pick<Orders, 'holdAt'> = {}): Stage['reached'] =>
  async (leader, start, orders) => {
    void leader.order({ ...orders, ...which }, 'asked to end');
    const program = start();
    await program.before(program.said(line));
    return program;
  };

const endless = ['node', '-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1_000)'];

const stages: readonly Stage[] = [
  { name: 'a build', manifest: { build: [endless] }, reached: atLine(/^app: building, /m) },
  { name: 'the practice of the generator', reached: atLine(/^1 target, .* takes about/m) },
  { name: 'the verification', manifest: { contract: 'blog' }, reached: atRequest({ holdFrom: 1 }) },
  { name: 'the start of a server', reached: atRequest({ holdAt: 1 }) },
  { name: 'the warm-up', warmup: '60s', reached: atRequest({ holdAt: 500 }) },
  { name: 'the rest after a step', reached: atLine(/^app: 1,000\/s: /m, { holdAt: 1_000 }) },
];

const sweep = (warmup: string) => [
  ...['sweep', '--target', './app', '--rates', '1000,2000', '--duration', '600ms', '--warmup', warmup],
  ...['--timeout', '60s', '--out', 'run'],
];

/** A sweep in this stage. */
async function begin(t: TestContext, { manifest, warmup = 'none', reached }: Stage, orders: Orders = {}) {
  const world = makeWorld(t);
  const leader = await lead(t);
  world.addApp('app', { env: leader.env, ready: { timeout: '60s' }, ...manifest });
  return { world, program: await reached(leader, () => world.start(...sweep(warmup)), orders) };
}

/** What is left of it can be gone on with, if anything is. */
async function canBeResumed(world: World, { stderr }: Ended, reason: string | null): Promise<void> {
  if (!existsSync(join(world.cwd, 'run', 'run.json'))) {
    if (reason !== null) assert.match(stderr, /^Nothing was measured yet\.$/m);
    return;
  }
  assert.equal(world.readRun('run').interrupted?.reason ?? null, reason);
  if (reason !== null) assert.match(stderr, /^Resume it with: bench sweep --resume run$/m);
  const plan = await world.run('sweep', '--resume', 'run', '--dry-run');
  assert.equal(plan.code, 0, plan.stderr);
}

for (const stage of stages) {
  describe(`an interrupt during ${stage.name}`, { ...onlyLinux, concurrency: signals.length }, () => {
    for (const [signal, exitCode, how] of signals) {
      it(`${signal} ends it with ${exitCode}`, async (t) => {
        const { world, program } = await begin(t, stage);
        program[how](signal);
        const ended = await program.ended;
        assert.equal(ended.code, exitCode, ended.stderr);
        assert.doesNotMatch(ended.stderr, /mistake in bench|^ +at /m);
        assert.deepEqual(world.started(), [], 'processes are left');
        assert.deepEqual(world.traces.all(), []);
        await canBeResumed(world, ended, `Interrupted by ${signal}.`);
      });
    }

    it('twice leaves at once, whatever does not end when it is asked to', async (t) => {
      const { world, program } = await begin(t, stage, { deaf: true });
      program.send('SIGINT');
      await program.before(program.said(/^Stopping, /m));
      program.send('SIGINT');
      const ended = await program.ended;
      assert.equal(ended.code, 130, ended.stderr);
      assert.doesNotMatch(ended.stderr, /mistake in bench|^ +at /m);
      await until('no process is left', () => world.started().length === 0);
      assert.deepEqual(world.traces.all(), []);
      // Where nothing has to be waited for, the first one may have ended it before the second came, or all but the last
      // words.
      const { interrupted } = existsSync(join(world.cwd, 'run', 'run.json'))
        ? world.readRun('run')
        : { interrupted: null };
      const gently = 'Interrupted by SIGINT.';
      if (ended.stderr.includes('Resume it with')) await canBeResumed(world, ended, gently);
      else if (interrupted === null) await canBeResumed(world, ended, null);
      else assert.equal(interrupted.reason, gently);
    });
  });
}

describe('an interrupt while the report is drawn', { ...onlyLinux, concurrency: true }, () => {
  for (const times of [1, 2]) {
    it(`${times} of them: nothing that was measured is lost, and no half of a report is there`, async (t) => {
      const world = makeWorld(t);
      world.addApp('app', {});
      const program = world.start(...sweep('none'));
      const isMeasured = () =>
        existsSync(join(world.cwd, 'run', 'run.json')) && world.readRun('run').finishedAt !== null;
      await program.before(until('all is measured', isMeasured));
      program.send('SIGINT');
      if (times === 2) {
        await Promise.race([program.said(/^Stopping, /m), program.ended]);
        program.send('SIGINT');
      }
      const { code, stderr } = await program.ended;
      // Drawing leaves it no time to hear of a signal: it may be done before.
      assert.ok(code === 130 || code === 0, stderr);
      assert.doesNotMatch(stderr, /Resume it|mistake in bench|^ +at /m);
      // A file that is written when the second one comes keeps its own name, which begins with a dot.
      const [, ...files] = readdirSync(join(world.cwd, 'run'))
        .filter((name) => !name.startsWith('.'))
        .toSorted();
      assert.ok([['report.html', 'run.json'], ['run.json']].some((whole) => isDeepStrictEqual(files, whole)));
      if (files.includes('report.html')) assert.match(world.read('run/report.html'), /<\/html>\s*$/);
      assert.deepEqual(world.started(), []);
      assert.deepEqual(world.traces.all(), []);
      const again = await world.run('report', 'run');
      assert.equal(again.code, 0, again.stderr);
    });
  }
});

const hasScript = spawnSync('script', ['--version']).status === 0;

describe('a terminal that goes away in the middle of a step', onlyLinux, () => {
  const skip = !hasScript && 'script, which gives a terminal, is not installed';
  it('ends the sweep as a hangup does, whatever cannot be written any more', { skip }, async (t) => {
    const inTerminal = ['-c', 'exec script -qfc "$0 $*" /dev/null', `${process.execPath} ${benchProgram}`];
    const world = makeWorld(t, ['sh', ...inTerminal]);
    const leader = await lead(t);
    world.addApp('app', { env: leader.env });
    const held = leader.order({ holdAt: 1_000 }, 'held');
    const terminal = world.start(...sweep('none'));
    await terminal.before(held);
    terminal.send('SIGKILL');
    await until('the sweep has ended', () => world.started().length === 0);
    const { interrupted } = world.readRun('run');
    assert.deepEqual(interrupted, { atStep: 'app at 2,000/s', reason: 'Interrupted by SIGHUP.' });
    assert.ok(existsSync(join(world.cwd, 'run', 'report.html')));
    assert.deepEqual(world.traces.all(), []);
  });
});
