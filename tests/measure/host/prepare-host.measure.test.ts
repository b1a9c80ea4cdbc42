import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, test } from 'node:test';
import { describeMachine, openFilesLimit, usableCpus } from '../../../src/measure/host/describe-machine.ts';
import { groupsOf, type LeftoverMemory } from '../../../src/measure/host/leftovers.ts';
import { type PreparedHost, prepareHost } from '../../../src/measure/host/prepare-host.ts';
import { type Held, tryInside } from '../../../src/measure/host/try-inside.ts';
import type { Plan } from '../../../src/model/plan.ts';

const mib = 2 ** 20;
const cpus = usableCpus();
const [first = 0, second] = cpus;

/** A plan's host and placement: servers on one CPU, the generator on the same one or another. */
function planned(
  resolved: 'shared' | 'split',
  openFiles: number | null = 512,
): Pick<Plan, 'host' | 'placement'> {
  return {
    host: {
      name: 'small',
      size: { cpus: 1, memoryBytes: 256 * mib, bandwidthBitsPerSecond: 1e9, openFiles },
      via: 'local',
      pricePerHour: null,
    },
    placement: {
      asked: resolved,
      resolved,
      serverCpus: [first],
      generatorCpus: resolved === 'split' && second !== undefined ? [second] : [first],
      reducedTo: null,
    },
  };
}

let prepared: PreparedHost | null = null;
let remembered: string[] = [];
let groupsWhenRemembered: string[] = [];
const memory: LeftoverMemory = {
  remember: (trace) => {
    remembered.push(trace.id);
    groupsWhenRemembered.push(...groupsOf(trace));
  },
  forget: (gone) => {
    remembered = remembered.filter((id) => id !== gone.id);
  },
};
afterEach(async () => {
  await prepared?.release();
  assert.deepEqual(remembered, []);
});

async function prepare(plan: Pick<Plan, 'host' | 'placement'>): Promise<PreparedHost> {
  prepared = await prepareHost(plan, memory);
  return prepared;
}

/** What holds for a process that is started as a server. */
async function heldByServer(host: PreparedHost): Promise<Held> {
  const room = host.confineServer();
  try {
    return await tryInside(room.wrap({ file: 'cat', args: [] }));
  } finally {
    await room.group?.remove();
  }
}

describe('on Linux', { skip: process.platform !== 'linux' && 'only Linux can set limits' }, () => {
  test('every server gets what is recorded', async () => {
    const host = await prepare(planned('shared'));
    for (const held of [await heldByServer(host), await heldByServer(host)]) {
      assert.equal(held.cpus.length, host.limits.cpu.effective);
      if (host.limits.cpu.enforced) assert.deepEqual(held.cpus, [first]);
      if (host.limits.memory.enforced) assert.equal(held.memoryBytes, 256 * mib);
      assert.deepEqual(held.openFiles, { soft: 512, hard: 512 });
    }
    assert.deepEqual(host.limits.openFiles, { enforced: true, by: 'rlimit', effective: 512 });
    assert.equal(host.limits.bandwidth.enforced, false);
  });

  test('it is remembered before the first cgroup is made, so that a kill at any moment leaves a trace', async () => {
    groupsWhenRemembered = [];
    const host = await prepare(planned('shared'));
    assert.equal(remembered.length, 1);
    assert.deepEqual(groupsWhenRemembered, []);
    await heldByServer(host);
  });

  test('a cgroup with a cpuset is preferred to affinity, and counts swap as memory', async (t) => {
    const host = await prepare(planned('shared'));
    const room = host.confineServer();
    t.after(async () => await room.group?.remove());
    const dirs = room.group?.dirs ?? [];
    if (dirs.length === 0) return t.skip('no cgroups that this user may write');
    if (dirs.some((dir) => existsSync(`${dir}/cpuset.cpus`))) assert.equal(host.limits.cpu.by, 'cpuset');
    for (const file of dirs.map((dir) => `${dir}/memory.memsw.limit_in_bytes`).filter(existsSync)) {
      assert.equal(readFileSync(file, 'utf8').trim(), `${256 * mib}`);
    }
  });

  test('a host that does not limit open files gives every server the hard limit', async () => {
    const host = await prepare(planned('shared', null));
    const hard = openFilesLimit() ?? 0;
    assert.deepEqual((await heldByServer(host)).openFiles, { soft: hard, hard });
  });

  test('the generator runs on its own CPUs where they are split', async (t) => {
    if (second === undefined) return t.skip('one CPU cannot be split');
    const host = await prepare(planned('split'));
    if (host.generator.pinnedBy === null) return t.skip('neither cpusets nor taskset here');
    assert.deepEqual((await tryInside(host.wrapGenerator({ file: 'cat', args: [] }))).cpus, [second]);
    assert.equal(host.generator.priorityBy, null);
  });

  test('the generator goes before the server where they share CPUs', async (t) => {
    const host = await prepare(planned('shared'));
    const { priorityBy } = host.generator;
    if (priorityBy === null) return t.skip('neither a weight nor nice can be had here');
    if (priorityBy === 'nice') {
      assert.equal((await tryInside(host.wrapGenerator({ file: 'cat', args: [] }))).niceness, -10);
      return;
    }
    const weights = host.generator.cgroups.flatMap((dir) =>
      [`${dir}/cpu.shares`, `${dir}/cpu.weight`].filter(existsSync),
    );
    if (weights.length === 0) return t.skip('the weight is systemd’s');
    const room = host.confineServer();
    t.after(async () => await room.group?.remove());
    const weight = (path: string) => Number(readFileSync(path, 'utf8'));
    for (const path of weights) {
      const name = path.slice(path.lastIndexOf('/'));
      const its = room.group?.dirs.map((dir) => `${dir}${name}`).find(existsSync) ?? '';
      assert.equal(weight(path), 10 * weight(its));
    }
  });

  test('what the kernel accepts as this process’s own is not harmed by it', async () => {
    const before = describeMachine();
    const host = await prepare(planned('shared'));
    await host.release();
    assert.deepEqual(describeMachine(), before);
  });

  test('nothing stays behind', async (t) => {
    const host = await prepare(planned('shared'));
    const room = host.confineServer();
    const dirs = [...(room.group?.dirs ?? []), ...host.generator.cgroups];
    if (dirs.length === 0) return t.skip('no cgroups that this user may write');
    const { file, args } = room.wrap({ file: 'sh', args: ['-c', 'sleep 1000 & echo $!'] });
    const child = spawnSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'inherit'] });
    assert.equal(child.status, 0);
    assert.equal(room.group?.pids(null).length, 1, 'the background process is not in the group');
    await room.group?.remove();
    await host.release();
    assert.deepEqual(dirs.filter(existsSync), []);
  });
});

test('the machine is described in numbers that a plan can use', () => {
  const machine = describeMachine();
  assert.ok(machine.cpus >= 1);
  assert.ok(machine.memoryBytes > 64 * mib);
  assert.deepEqual(
    machine.siblings.flat().toSorted((a, b) => a - b),
    cpus,
  );
});
