import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { analysisSchema } from '../../src/model/analysis.ts';
import { wasTried } from '../../src/model/run.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { lead } from './real-leader.ts';
import { assertWhole, makeWorld } from './real-program.ts';

const short = ['--rates', '1000,2000', '--duration', '100ms', '--warmup', 'none'];
const escapeCode = '\u001b';

/** Nothing here takes nearly as long, but a program that does not end would keep everybody waiting. */
const guarded = { timeout: 300_000 };

describe('a sweep of an app of one’s own, as a process', guarded, () => {
  it('measures that of the current folder, keeps its log, leaves a run and a report, and prints one document with --json', async (t) => {
    const world = makeWorld(t);
    world.addApp('.', { name: 'app', title: 'An app', measure: { path: '/', expect: 'the right page' } });
    // So slow that no short pause of the machine lets requests pile up: the objective is met.
    const { code, stdout, stderr } = await world.run(
      'sweep',
      '--rates',
      '100,200',
      ...short.slice(2),
      ...['--objective', 'p99<5s'],
      '--json',
    );
    assert.equal(code, 0, stderr);
    const document: unknown = JSON.parse(stdout);
    assert.deepEqual(problemsOf(analysisSchema, document), []);
    assert.match(stdout, /"label":"app"/);
    assert.match(stderr, /^app: 100\/s: p50 /m);
    assert.match(stderr, /^app: 200\/s: p50 /m);
    const [, folder = ''] = /^Report: (reports\/.*-app)\/report\.html$/m.exec(stderr) ?? [];
    assert.doesNotMatch(stderr, new RegExp(escapeCode), 'no terminal, no escape sequences');

    const run = world.readRun(folder);
    assert.equal(run.command.at(-2), '--seed');
    assert.equal(run.interrupted, null);
    assert.ok(run.finishedAt !== null);
    const [target] = run.targets;
    const [round] = target?.rounds ?? [];
    assert.equal(target?.failure, null);
    assert.deepEqual(
      round?.steps.map((step) => (wasTried(step) ? [step.ratePerSecond, step.requests.succeeded] : step)),
      [
        [100, 600],
        [200, 600],
      ],
    );
    assert.equal(round?.servers[0]?.exit, null);
    assert.match(world.read(`${folder}/app.round-1.log`), /^a server starts\nserving\n/);
    assert.match(world.read(`${folder}/report.html`), /^<!doctype html>[\s\S]*An app[\s\S]*<\/html>\s*$/i);
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);
  });

  it('starts a server anew that dies under load, and goes on', async (t) => {
    const world = makeWorld(t);
    const leader = await lead(t);
    world.addApp('app', { env: leader.env });
    const dead = leader.order({ dieAt: 300 }, 'dying');
    const program = world.start('sweep', '--target', './app', ...short, '--out', 'run');
    await program.before(dead);
    const { code, stderr } = await program.ended;
    assertWhole({ code, stderr });
    assert.match(stderr, /the server died at 1,000\/s \(exit code 7\)\n {4}.*\n[\s\S]*out of ideas/);

    const [round] = world.readRun('run').targets[0]?.rounds ?? [];
    const [died, next] = round?.servers ?? [];
    assert.deepEqual(died?.exit, { code: 7, signal: null, atStep: 1_000 });
    assert.deepEqual(died?.logTail, ['a server starts', 'serving', 'out of ideas']);
    assert.equal(next?.exit, null);
    const [first, second] = (round?.steps ?? []).filter(wasTried);
    assert.ok(first && first.requests.failed > 0 && first.serverIndex === 0);
    assert.ok(second && second.requests.succeeded === 600 && second.serverIndex > 0);
  });
});

/** These assert nothing that another sweep beside them could change. */
describe('a sweep with something wrong, as a process', { ...guarded, concurrency: 3 }, () => {
  it('ends with a sentence, and leaves no process, where the disk takes its files no longer', async (t) => {
    const world = makeWorld(t);
    const leader = await lead(t);
    world.addApp('app', { env: leader.env });
    const held = leader.order({ holdAt: 300 }, 'held');
    const running = world.start('sweep', '--target', './app', ...short, '--out', 'run');
    await running.before(held);
    rmSync(join(world.cwd, 'run'), { recursive: true });
    writeFileSync(join(world.cwd, 'run'), 'in the way');
    const { code, stderr } = await running.ended;
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /^bench: The run cannot be saved in .*run: part of its path is a file, not a folder$/m,
    );
    assert.doesNotMatch(stderr, /\n +at |mistake in bench/);
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);
  });

  it('knows a server that writes to the database, and does not measure one whose structure differs', async (t) => {
    const world = makeWorld(t);
    const blog = join(import.meta.dirname, '..', 'fixtures', 'wrong-blog');
    const targets = ['writes', 'no-dark-class'].flatMap((variant) => ['-t', `${variant}=${blog}:${variant}`]);
    const pace = ['--rates', '100', '--duration', '100ms', '--warmup', 'none'];
    const { code, stdout, stderr } = await world.run('sweep', ...targets, ...pace, '--out', 'run', '--json');
    assert.equal(code, 1, stderr);
    const run = world.readRun('run');
    const database = run.parts[0]?.database ?? assert.fail('no hashes');
    assert.match(`${database.sha256Before} ${database.sha256After}`, /^[0-9a-f]{64} [0-9a-f]{64}$/);
    assert.notEqual(database.sha256After, database.sha256Before);
    assert.match(stdout, /"code":"database-changed"/);

    const [writes, other] = run.targets;
    assert.deepEqual([writes?.failure, writes?.verify?.passed], [null, true]);
    assert.deepEqual(
      writes?.verify?.checks.map(({ check }) => check),
      ['wire', 'text', 'structure', 'economy'],
    );
    assert.deepEqual([writes?.page?.scriptDataBytes, (writes?.page?.browserBytes ?? 0) > 15_000], [0, true]);
    assert.equal(other?.failure?.reason, 'not-the-blog');
    assert.match(other?.failure?.detail ?? '', /^structure: .*html lacks the class "dark" \(and \d more\)$/);
  });

  it('tells targets that cannot be measured with the reason and their last words, and measures the others', async (t) => {
    const world = makeWorld(t);
    const leader = await lead(t);
    const title = `${escapeCode}[31mEvil${escapeCode}]0;owned\u0007 </script><script>alert(1)</script>\u2028$&`;
    world.addApp('good', { title });
    world.addApp('exits', {
      title,
      start: ['node', '-e', `console.log('${escapeCode}[2Jfarewell'); process.exit(3)`],
    });
    world.addApp('late', {
      start: ['node', '-e', 'console.log("thinking"); setInterval(() => {}, 1000)'],
      ready: { timeout: '5s' },
    });
    world.addApp('elsewhere', { port: 9_907 }, 'elsewhere.js');
    world.addApp('ignores', {}, 'elsewhere.js');
    world.addApp('taken', { env: { PORT: leader.env.LEADER } });
    world.addApp('wrong', { measure: { path: '/', expect: `another page${escapeCode}[31m` } });
    world.addApp('missing', { start: ['no-such-program'] });
    const failing = ['exits', 'late', 'elsewhere', 'ignores', 'taken', 'wrong', 'missing'].map(
      (name) => `./${name}`,
    );
    const targets = [...failing, '<b>$&=./good'].flatMap((reference) => ['--target', reference]);
    const { code, stdout, stderr } = await world.run('sweep', ...targets, ...short, '--out', 'run', '--json');
    assert.equal(code, 1, stderr);
    assert.deepEqual(problemsOf(analysisSchema, JSON.parse(stdout)), []);

    const run = world.readRun('run');
    assert.deepEqual(
      Object.fromEntries(run.targets.map(({ label, failure }) => [label, failure?.reason ?? null])),
      {
        exits: 'exited',
        late: 'never-ready',
        elsewhere: 'listens-elsewhere',
        ignores: null,
        taken: 'port-in-use',
        wrong: 'wrong-page',
        missing: 'not-found',
        '<b>$&': null,
      },
    );
    const told = (says: RegExp) => assert.match(stderr, says);
    told(
      /^exits: cannot be measured \(exited\)\n.*ended with code 3 before it was ready.*\n(.*\n)? *farewell$/m,
    );
    told(/^late: cannot be measured \(never-ready\)\n.*was not ready after 5 s.*\n(.*\n)? *thinking$/m);
    told(/^elsewhere: .*\n.*does not listen on the port it was given; use \{port\}/m);
    told(/^ignores: ready after .*, on .* and not on the port that it was given$/m);
    told(/^taken: .*\n.*finds a port in use/m);
    told(/^wrong: .*\n.*answers GET \/ with the wrong page: .*another page/m);
    told(/^missing: .*\n.*no program no-such-program on the PATH/m);
    told(/^<b>\$&: 2,000\/s: p50 /m);
    assert.equal(run.targets.find(({ name }) => name === 'good')?.rounds[0]?.steps.length, 2);

    assert.doesNotMatch(stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/);
    const html = world.read('run/report.html');
    assert.ok(!html.includes('<b>$&'), 'the label has become a part of the page');
    assert.ok(!html.includes('<script>alert'), 'the title has become a part of the page');
    assert.ok(!/[\u0000-\u0008\u001b]/.test(html), 'escape sequences are in the page');
    assert.deepEqual(world.started(), []);
    assert.deepEqual(world.traces.all(), []);
  });
});
