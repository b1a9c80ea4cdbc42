import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeLimits, noLimits, type TrialResult } from '../../../src/measure/host/describe-limits.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Limits } from '../../../src/model/run.ts';

const gib = 2 ** 30;
const size = { cpus: 2, memoryBytes: 4 * gib, bandwidthBitsPerSecond: 2e9, openFiles: 65_536 };
const all: TrialResult = {
  held: {
    cpus: [0, 1],
    memoryBytes: 4 * gib,
    openFiles: { soft: 65_536, hard: 65_536 },
    niceness: 0,
    weight: 1,
  },
  cpusBy: 'cpuset',
  memoryBy: 'cgroup-v2',
  whyNot: null,
};

function limits(
  trial: Partial<TrialResult> = {},
  machine: { cpuQuota?: number; memoryBytes?: number } = {},
  sizes: Partial<typeof size> | { readonly [K in keyof typeof size]?: null } = {},
  reducedTo: number | null = null,
): Limits {
  const host: Plan['host'] = {
    name: 'droplet',
    size: { ...size, ...sizes } as Plan['host']['size'],
    via: 'local',
    pricePerHour: null,
  };
  const placement: Plan['placement'] = {
    asked: 'auto',
    resolved: 'shared',
    serverCpus: [0, 1],
    generatorCpus: [0, 1],
    reducedTo,
  };
  const surroundings = { cpuQuota: machine.cpuQuota ?? null, memoryBytes: machine.memoryBytes ?? 24 * gib };
  return describeLimits({ host, placement }, surroundings, { ...all, ...trial });
}

test('what a trial has shown is enforced, by what it was shown to be', () => {
  const { cpu, memory, openFiles } = limits();
  assert.deepEqual(cpu, { enforced: true, by: 'cpuset', effective: 2 });
  assert.deepEqual(memory, { enforced: true, by: 'cgroup-v2', effective: 4 * gib });
  assert.deepEqual(openFiles, { enforced: true, by: 'rlimit', effective: 65_536 });
});

test('loopback bandwidth never is', () => {
  assert.deepEqual(limits().bandwidth, {
    enforced: false,
    by: 'loopback cannot be limited',
    effective: null,
  });
});

test('fewer CPUs than the host promises are said, and whether a quota or the machine is to blame is seen from the number', () => {
  const fewer = limits({ held: { ...all.held, cpus: [0] } }).cpu;
  assert.deepEqual(fewer, { enforced: false, by: 'this machine gives 1 of 2 CPUs', effective: 1 });
  const quota = limits({}, { cpuQuota: 1.5 }).cpu;
  assert.deepEqual(quota, { enforced: false, by: 'this machine gives 1.5 of 2 CPUs', effective: 1.5 });
});

test('a size that the plan has reduced is enforced as reduced', () => {
  const { cpu } = limits({ held: { ...all.held, cpus: [0] } }, {}, {}, 1);
  assert.deepEqual(cpu, { enforced: true, by: 'cpuset', effective: 1 });
});

test('nothing that pins, nothing enforced', () => {
  assert.deepEqual(limits({ cpusBy: null }).cpu, {
    enforced: false,
    by: 'no cpuset, no taskset',
    effective: 2,
  });
});

test('more memory than the machine has cannot be promised', () => {
  const { memory } = limits({}, { memoryBytes: 2 * gib });
  assert.deepEqual(memory, {
    enforced: false,
    by: 'this machine has 2 GiB of 4 GiB',
    effective: 2 * gib,
  });
});

test('without a cgroup of its own, the reason is handed on', () => {
  const none = { memoryBy: null, held: { ...all.held, memoryBytes: null } };
  const { memory } = limits({ ...none, whyNot: 'systemd: access denied' });
  assert.deepEqual(memory, { enforced: false, by: 'systemd: access denied', effective: 24 * gib });
  assert.equal(limits(none).memory.enforced, false);
});

test('a limit that was accepted but does not hold is not believed', () => {
  assert.equal(limits({ held: { ...all.held, memoryBytes: null } }).memory.enforced, false);
  assert.equal(limits({ held: { ...all.held, memoryBytes: 5 * gib } }).memory.enforced, false);
});

test('an open-file limit that cannot be raised is said with what there is', () => {
  const { openFiles } = limits({ held: { ...all.held, openFiles: { soft: 4_096, hard: 4_096 } } });
  assert.deepEqual(openFiles, { enforced: false, by: 'the hard limit here is 4096', effective: 4_096 });
});

test('what the host does not limit is not called a failure', () => {
  const { memory, bandwidth, openFiles } = limits(
    {},
    {},
    { memoryBytes: null, bandwidthBitsPerSecond: null, openFiles: null },
  );
  assert.deepEqual([memory.by, bandwidth.by, openFiles.by], ['not limited', 'not limited', 'not limited']);
});

test('on systems without limits every one is recorded as such', () => {
  for (const limit of Object.values(noLimits('darwin', 8, gib))) {
    assert.equal(limit.enforced, false);
    assert.equal(limit.by, 'not available on darwin');
  }
});
