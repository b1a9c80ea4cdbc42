import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { groupingV2 } from '../../../src/measure/host/cgroup-v2.ts';
import { ownPlaces } from '../../../src/measure/host/outer-limits.ts';
import type { ProcessGroup } from '../../../src/measure/host/process-group.ts';

/**
 * A folder that looks like a cgroup with these controllers. Real ones make their files when they are made; here the
 * folders of the tool are laid out beforehand, so that what is written can be read.
 */
function layOut(
  controllers: string,
  members: string,
  inner: boolean,
): Disposable & { dir: string; text(file: string): string } {
  const dir = mkdtempSync(join(tmpdir(), 'framebench-cgroup-'));
  for (const folder of ['', 'framebench', 'framebench/7-1', 'framebench-tool']) {
    mkdirSync(join(dir, folder), { recursive: true });
    writeFileSync(join(dir, folder, 'cgroup.controllers'), controllers);
    writeFileSync(join(dir, folder, 'cgroup.subtree_control'), '');
    writeFileSync(join(dir, folder, 'cgroup.procs'), folder === '' ? members : '');
  }
  if (inner) writeFileSync(join(dir, 'cgroup.type'), 'domain\n');
  return {
    dir,
    text: (file) => readFileSync(join(dir, file), 'utf8'),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true }),
  };
}

const wish = { cpus: [0, 2], memoryBytes: 1_048_576, weight: 'raised' } as const;

test('limits are written where the controllers are handed down, and swap is none', () => {
  using cgroup = layOut('cpuset cpu memory\n', '', false);
  const group = groupingV2({ dir: cgroup.dir, mount: cgroup.dir }, []).open('7-1', wish);
  assert.deepEqual(group.holds, { cpus: true, memory: true, weight: true });
  assert.equal(cgroup.text('framebench/7-1/cpuset.cpus'), '0,2');
  assert.equal(cgroup.text('framebench/7-1/memory.max'), '1048576');
  assert.equal(cgroup.text('framebench/7-1/memory.swap.max'), '0');
  assert.equal(cgroup.text('framebench/7-1/cpu.weight'), '1000');
  assert.match(cgroup.text('cgroup.subtree_control'), /^\+/);
  assert.match(cgroup.text('framebench/cgroup.subtree_control'), /^\+/);
  assert.deepEqual(group.dirs, [join(cgroup.dir, 'framebench/7-1')]);
});

test('what no controller takes is not claimed', () => {
  using cgroup = layOut('memory pids\n', '', false);
  const group = groupingV2({ dir: cgroup.dir, mount: cgroup.dir }, []).open('7-1', wish);
  assert.deepEqual(group.holds, { cpus: false, memory: true, weight: false });
});

test('below the root, the tool and its ancestors step aside', () => {
  using cgroup = layOut('memory\n', '11\n12\n', true);
  groupingV2({ dir: cgroup.dir, mount: '/' }, [12, 11, 1]).open('7-1', wish);
  assert.match(cgroup.text('framebench-tool/cgroup.procs'), /^1[12]$/);
});

test('with anybody else in the cgroup, nobody is moved and there are no groups', () => {
  using cgroup = layOut('memory\n', '11\n12\n13\n', true);
  const grouping = groupingV2({ dir: cgroup.dir, mount: '/' }, [12, 11, 1]);
  assert.throws(() => grouping.open('7-1', wish), /holds processes that are not ours to move/);
  assert.equal(cgroup.text('framebench-tool/cgroup.procs'), '');
});

test('a tool that starts in the leaf of another builds beside it, not below', () => {
  using cgroup = layOut('memory\n', '', true);
  const group = groupingV2({ dir: join(cgroup.dir, 'framebench-tool'), mount: '/' }, []).open('7-1', wish);
  assert.deepEqual(group.dirs, [join(cgroup.dir, 'framebench/7-1')]);
});

test('figures are read in the units of the kernel', () => {
  using cgroup = layOut('memory\n', '', false);
  const group = groupingV2({ dir: cgroup.dir, mount: cgroup.dir }, []).open('7-1', wish);
  const write = (file: string, text: string) => writeFileSync(join(cgroup.dir, 'framebench/7-1', file), text);
  assert.equal(group.cpuMs(), null);
  assert.equal(group.oomKills(), null);
  write('cpu.stat', 'usage_usec 2500\nuser_usec 2000\n');
  write('memory.events', 'low 0\nhigh 0\nmax 9\noom 2\noom_kill 1\n');
  write('cgroup.procs', '0\n4711\n');
  assert.equal(group.cpuMs(), 2.5);
  assert.equal(group.oomKills(), 1);
  assert.deepEqual(group.pids(null), [4711]);
  assert.ok(existsSync(group.dirs[0] ?? ''));
});

test('in a real hierarchy, a group counts and ends its processes, and is gone', async (t) => {
  const place = ownPlaces().v2;
  // Elsewhere than at the root, making groups would move this process and those above it.
  if (place === null || existsSync(join(place.dir, 'cgroup.type')))
    return t.skip('not at the root of version 2');
  const grouping = groupingV2(place, []);
  let group: ProcessGroup;
  try {
    group = grouping.open(`${process.pid}-v2`, { cpus: null, memoryBytes: null, weight: null });
  } catch (error) {
    return t.skip(String(error));
  }
  const script = 'process.stdout.write("up"); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)';
  const { file, args } = group.wrap({ file: process.execPath, args: ['-e', script] }, null);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  assert.deepEqual(group.pids(null), [child.pid]);
  assert.ok((group.cpuMs() ?? 0) > 1);
  const ended = once(child, 'exit');
  await group.remove();
  assert.deepEqual(await ended, [null, 'SIGKILL']);
  assert.deepEqual(group.dirs.filter(existsSync), []);
  await grouping.close();
});
