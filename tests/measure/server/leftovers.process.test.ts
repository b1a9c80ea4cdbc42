import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { usableCpus } from '../../../src/measure/host/describe-machine.ts';
import { readKernelFile } from '../../../src/measure/host/kernel-file.ts';
import {
  cleanLeftovers,
  describeLeftover,
  groupsOf,
  type Leftover,
  toolMark,
} from '../../../src/measure/host/leftovers.ts';
import { everyProcess, isAlive, statOf } from '../../../src/measure/host/process-stat.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';

const onlyLinux = { skip: process.platform !== 'linux' && 'only Linux tells processes apart for certain' };
const tool = join(import.meta.dirname, '../../fixtures/servers/doomed-tool.ts');

/** Everybody who carries the mark of a server. */
function carriersOf({ id }: Leftover): number[] {
  return everyProcess()
    .filter(
      ({ pid, ended }) =>
        !ended && readKernelFile(`/proc/${pid}/environ`)?.includes(`FRAMEBENCH_SERVER=${id}\0`),
    )
    .map(({ pid }) => pid);
}

/** Starts a tool with a server and waits until that is up: the tool, and what it remembered last. */
async function doomedTool(t: TestContext) {
  const cpus = usableCpus();
  const size = { cpus: 1, memoryBytes: 512 * 2 ** 20, bandwidthBitsPerSecond: null, openFiles: 512 };
  const plan = {
    host: { name: 'small', size, via: 'local', pricePerHour: null },
    placement: {
      asked: 'shared',
      resolved: 'shared',
      serverCpus: cpus,
      generatorCpus: cpus,
      reducedTo: null,
    },
  };
  const child = spawn(process.execPath, [tool, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const records: Leftover[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'started') break;
    records.push(JSON.parse(line));
  }
  const leftover = records.at(-1);
  assert.ok(leftover?.serverPid, 'the server is not remembered');
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
      await once(child, 'exit');
  };
  // Whatever a test finds, nothing of the tool outlives it.
  t.after(async () => {
    await kill();
    await cleanLeftovers(records);
  });
  return { kill, records, leftover };
}

test(
  'what a killed tool has left is ended and removed; what a living one has is left alone',
  onlyLinux,
  async (t) => {
    const { kill, records, leftover } = await doomedTool(t);
    const [host, before] = records;
    assert.ok(host && before, 'host and server are not both remembered');
    assert.equal(before.serverPid, null, 'nothing was remembered before the start');
    assert.deepEqual(before.cgroups, leftover.cgroups);
    assert.equal(carriersOf(leftover).length, 3);

    assert.deepEqual(await cleanLeftovers([host, leftover]), []);
    assert.equal(carriersOf(leftover).length, 3, 'a living tool has lost its server');

    await kill();
    assert.equal(carriersOf(leftover).length, 3, 'there is nothing to clean up');
    assert.deepEqual(await cleanLeftovers([host, leftover]), [host, leftover]);
    assert.deepEqual(carriersOf(leftover), []);
    assert.deepEqual([...groupsOf(host), ...leftover.cgroups].filter(existsSync), []);
  },
);

test('the record of before the start is enough to find everything', onlyLinux, async (t) => {
  const { kill, records, leftover } = await doomedTool(t);
  await kill();
  await cleanLeftovers(records.filter(({ serverPid }) => serverPid === null));
  assert.deepEqual(carriersOf(leftover), []);
});

test('cgroups that nobody had time to remember by name are removed, and those of a living tool are not', async (t) => {
  const folder = temporaryFolder(t);
  const dead = { ...describeLeftover([], [folder]), toolPid: 2 ** 22 + 1, toolStart: 1 };
  // A trial of the dead tool, of another one that had the same number, and of this one.
  const mark = `${2 ** 22 + 1}-1-`;
  for (const name of [`${mark}1`, `${mark}2-generator`, `${2 ** 22 + 1}-12-1`, `${toolMark()}1`])
    mkdirSync(join(folder, name));
  assert.deepEqual(await cleanLeftovers([describeLeftover([], [folder])]), []);
  assert.deepEqual(await cleanLeftovers([dead]), [dead]);
  assert.deepEqual(readdirSync(folder).toSorted(), [`${2 ** 22 + 1}-12-1`, `${toolMark()}1`].toSorted());
});

test('a process that was given the number since is not touched', onlyLinux, async () => {
  const stranger = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], {
    detached: true,
  });
  await once(stranger.stdout, 'data');
  const { pid = 0 } = stranger;
  const start = statOf(pid)?.start ?? 0;
  const dead = { ...describeLeftover([]), toolPid: 2 ** 22 + 1, toolStart: 1 };
  await cleanLeftovers([{ ...dead, serverPid: pid, serverStart: start - 1 }]);
  await cleanLeftovers([{ ...dead, serverPid: pid, serverStart: start, boot: 'another boot' }]);
  assert.ok(isAlive(pid, start), 'a stranger was killed');
  await cleanLeftovers([{ ...dead, serverPid: pid, serverStart: start }]);
  assert.ok(!isAlive(pid, start));
});
