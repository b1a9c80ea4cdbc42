import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { leaveAtOnce } from '../../../src/measure/host/leave-at-once.ts';
import { describeLeftover, toolMark } from '../../../src/measure/host/leftovers.ts';
import { ownPlaces } from '../../../src/measure/host/outer-limits.ts';

const { v1, v2 } = ownPlaces();
/** One in which a process needs no more than to be there. */
const place = v1['cpuacct'] ?? v1['memory'] ?? v2;

test('a process that enters its cgroup late is killed too, and the cgroup is gone', async (t) => {
  const parent = posix.join(place?.dir ?? '', 'framebench-tests');
  const dir = posix.join(parent, `${toolMark()}late`);
  const inner = posix.join(dir, 'inner');
  try {
    mkdirSync(inner, { recursive: true });
  } catch {
    t.skip('there are no cgroups that this user may write');
    return;
  }
  const first = spawn('sleep', ['600'], { stdio: 'ignore' });
  const ended = [once(first, 'exit')];
  // It keeps the cgroup from being removed from below, and enters once the first one has been killed. What then lets go
  // stays outside, for in the cgroup it might be killed before.
  const script = [
    `( until grep -q . ${inner}/cgroup.procs; do :; done; while [ -d ${inner} ]; do rmdir ${inner} || :; done ) 2> /dev/null &`,
    `echo ${first.pid} > ${dir}/cgroup.procs`,
    `echo $$ > ${inner}/cgroup.procs`,
    'echo inside',
    `while grep -q . ${dir}/cgroup.procs; do :; done`,
    `echo $$ > ${dir}/cgroup.procs`,
    'exec sleep 600',
  ].join('\n');
  const late = spawn('sh', ['-euc', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  ended.push(once(late, 'exit'));
  t.after(async () => {
    for (const child of [first, late]) child.kill('SIGKILL');
    await Promise.all(ended);
    for (const left of [inner, dir, parent]) if (existsSync(left)) rmdirSync(left);
  });
  await once(late.stdout, 'data');

  const trace = describeLeftover([], [parent]);
  assert.deepEqual(leaveAtOnce([trace]), [trace]);
  assert.ok(!existsSync(dir));
  await Promise.all(ended);
  assert.equal(late.signalCode, 'SIGKILL');
});
