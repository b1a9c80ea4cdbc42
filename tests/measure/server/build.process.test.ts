import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type BuildRequest, runBuild } from '../../../src/measure/server/build.ts';
import { type Toolbox, toolbox } from './tools.ts';

interface Bench extends Toolbox {
  readonly lines: string[];
  readonly logText: () => string;
  request(commands: readonly (readonly string[])[], change?: Partial<BuildRequest>): BuildRequest;
}

function bench(t: TestContext): Bench {
  const box = toolbox(t);
  const path = join(box.folder, 'build.log');
  const descriptor = openSync(path, 'a');
  t.after(() => closeSync(descriptor));
  const lines: string[] = [];
  return {
    ...box,
    lines,
    logText: () => readFileSync(path, 'utf8'),
    request: (commands, change) => ({
      target: { build: commands.map((run) => ({ run, cwd: box.folder })) },
      cache: join(box.folder, 'kept'),
      log: { descriptor, path },
      env: box.env,
      signal: new AbortController().signal,
      onLine: (line) => lines.push(line),
      ...change,
    }),
  };
}

describe('a build', () => {
  it('runs the commands in order, each in its folder, and keeps all they print', async (t) => {
    const b = bench(t);
    mkdirSync(join(b.folder, 'sub'));
    b.add('first', 'echo out; echo err >&2; pwd; echo made > made.txt');
    b.add('second', 'cat ../made.txt; pwd');
    const build = [
      { run: ['first'], cwd: b.folder },
      { run: ['second', '--flag with space'], cwd: join(b.folder, 'sub') },
    ];
    const result = await runBuild(b.request([], { target: { build } }));
    assert.equal(result.failure, null);
    assert.ok(result.durationMs > 0);
    assert.deepEqual(
      b.lines.toSorted(),
      [
        '$ first',
        '$ second --flag with space',
        b.folder,
        join(b.folder, 'sub'),
        'err',
        'made',
        'out',
      ].toSorted(),
    );
    assert.deepEqual(b.logText().trimEnd().split('\n'), b.lines);
    assert.ok(b.lines.indexOf('made') > b.lines.indexOf('$ second --flag with space'));
  });

  it('says whether it found what an earlier one had left for it', async (t) => {
    const b = bench(t);
    b.add('maker', 'echo part > "$1/part"');
    b.add('other', 'true');
    const incremental = async (command: readonly string[]) =>
      (await runBuild(b.request([command]))).incremental;
    assert.equal(await incremental(['maker', '{cache}']), false);
    assert.equal(await incremental(['maker', '{cache}']), true);
    assert.equal(await incremental(['other']), false, 'which does not look there');
  });

  it('is nothing at all where there is nothing to build', async (t) => {
    const b = bench(t);
    assert.equal((await runBuild(b.request([]))).failure, null);
    assert.deepEqual(b.lines, []);
  });

  it('uses no shell', async (t) => {
    const b = bench(t);
    b.add('say', 'echo "$1"');
    await runBuild(b.request([['say', '$HOME; touch owned && *']]));
    assert.deepEqual(b.lines.slice(1), ['$HOME; touch owned && *']);
  });

  it('tells commands where to keep what spares them work the next time, and their own variables', async (t) => {
    const b = bench(t);
    b.add('make', 'echo "$1 $KEPT"; cd "$KEPT" && pwd');
    const build = [{ run: ['make', '--in={cache}/x'], cwd: b.folder, env: { KEPT: '{cache}' } }];
    await runBuild(b.request([], { target: { build } }));
    const kept = join(b.folder, 'kept');
    assert.deepEqual(b.lines, [`$ make --in=${kept}/x`, `--in=${kept}/x ${kept}`, kept]);
  });

  it('stops at the first command that fails, with its last lines and the place of the log', async (t) => {
    const b = bench(t);
    b.add('wrong', 'for i in $(seq 1 30); do echo line $i; done; echo "error: no such module" >&2; exit 7');
    b.add('never', 'echo never');
    const { failure } = await runBuild(b.request([['wrong', 'x'], ['never']]));
    assert.equal(failure?.reason, 'build-failed');
    assert.match(failure.detail, /^`wrong x` failed with exit code 7 in /);
    assert.match(failure.detail, /error: no such module/);
    assert.match(failure.detail, /line 30/);
    assert.match(failure.detail, /The whole log: .*build\.log$/);
    assert.match(b.logText(), /line 1\n/);
    assert.doesNotMatch(b.logText(), /never/);
  });

  it('names a program that is not there, with how to get it', async (t) => {
    const b = bench(t);
    const env = { PATH: join(b.folder, 'bin') };
    const { failure } = await runBuild(b.request([['cargo', 'build']], { env }));
    assert.equal(failure?.reason, 'missing-tool');
    assert.match(
      failure.detail,
      /^cargo is not installed.*needed for `cargo build` in .*\)\. Install Rust from https:\/\/rustup\.rs\.$/,
    );
  });

  it('names a folder that is not there', async (t) => {
    const b = bench(t);
    const build = [{ run: ['true'], cwd: join(b.folder, 'gone') }];
    const { failure } = await runBuild(b.request([], { target: { build } }));
    assert.match(failure?.detail ?? '', /`true` is to run in .*gone, which does not exist/);
  });

  it('shows lines without escape sequences, as a progress bar left them', async (t) => {
    const b = bench(t);
    b.add('bar', `printf '\\033[32m10 %%\\r\\033[2K99 %%\\033[0m\\n\\033]0;title\\007done\\n'`);
    await runBuild(b.request([['bar']]));
    assert.deepEqual(b.lines.slice(1), ['99 %', 'done']);
  });

  // Where a process is left, the build waits for it: that is what the limit is for.
  it('leaves no process behind when aborted, not even one that ignores the signal', {
    timeout: 60_000,
  }, async (t) => {
    const b = bench(t);
    b.add(
      'stubborn',
      `trap '' TERM; sh -c "trap '' TERM; echo child \\$\\$; exec sleep 300" & echo parent $$; wait`,
    );
    const controller = new AbortController();
    const pids: number[] = [];
    const building = runBuild(
      b.request([['stubborn'], ['never']], {
        signal: controller.signal,
        onLine: (line) => {
          const pid = Number(/^(?:child|parent) (\d+)$/.exec(line)?.[1] ?? 0);
          if (pid > 0 && pids.push(pid) === 2) controller.abort(new Error('interrupted'));
        },
      }),
    );
    await assert.rejects(building, /interrupted/);
    assert.equal(pids.length, 2);
    for (const pid of pids) assert.ok(!isAlive(pid), `process ${pid} is still there`);
  });

  it('ends what a command left running', async (t) => {
    const b = bench(t);
    b.add('daemon', 'sleep 300 > /dev/null 2>&1 & echo $!');
    await runBuild(b.request([['daemon']]));
    const pid = Number(b.lines[1]);
    assert.ok(pid > 0);
    assert.ok(!isAlive(pid), `process ${pid} is still there`);
  });

  it('does not start once aborted', async (t) => {
    const b = bench(t);
    writeFileSync(join(b.folder, 'x'), '');
    const signal = AbortSignal.abort(new Error('too late'));
    await assert.rejects(runBuild(b.request([['rm', 'x']], { signal })), /too late/);
    assert.equal(readFileSync(join(b.folder, 'x'), 'utf8'), '');
  });
});

/** A process that has ended but that nobody has waited for yet is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
