import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { launchInside } from '../../../src/measure/host/launch.ts';

test('without anything to do, the command is itself', () => {
  const command = { file: 'node', args: ['server.js'] };
  assert.deepEqual(launchInside(command, [], null), command);
});

test('arguments arrive as they are, whatever a shell would make of them', () => {
  const hostile = ['$(id)', '`id`', '"; exit 1; "', "'", '--', '-n', '', '* \n $x', '\\'];
  const script = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
  const { file, args } = launchInside(
    { file: process.execPath, args: ['-e', script, '--', ...hostile] },
    [],
    64,
  );
  assert.deepEqual(JSON.parse(execFileSync(file, args, { encoding: 'utf8' })), hostile);
});

test('the program takes the place of what has started it, and joins before', () => {
  const place = mkdtempSync(join(tmpdir(), 'framebench-launch '));
  const joined = [join(place, 'a $(b).procs'), join(place, 'c')];
  const command = { file: 'sh', args: ['-c', 'echo $$; ulimit -S -n; ulimit -H -n'] };
  const { file, args } = launchInside(command, joined, 77);
  const child = spawnSync(file, args, { encoding: 'utf8' });
  assert.equal(child.stderr, '');
  assert.deepEqual(child.stdout.trim().split('\n'), [`${child.pid}`, '77', '77']);
  for (const path of joined) assert.equal(readFileSync(path, 'utf8'), '0\n');
  rmSync(place, { recursive: true });
});

test('nothing is started outside of a group that cannot be joined', () => {
  const { file, args } = launchInside({ file: 'echo', args: ['started'] }, ['/no/such/cgroup.procs'], null);
  const child = spawnSync(file, args, { encoding: 'utf8' });
  assert.equal(child.stdout, '');
  assert.equal(child.status, 125);
});
