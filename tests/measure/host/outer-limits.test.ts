import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CgroupPlaces } from '../../../src/measure/host/cgroup-places.ts';
import { cpuQuota, memoryLimit, throttledMs } from '../../../src/measure/host/outer-limits.ts';

const reader = (files: Readonly<Record<string, string>>) => (path: string) => files[path] ?? null;
const v2: CgroupPlaces = { v1: {}, v2: { dir: '/c/outer/inner', mount: '/c' } };
const place = { dir: '/c/own', mount: '/c' };
const v1: CgroupPlaces = { v1: { cpu: place, memory: place }, v2: null };

test('the least of all quotas holds', () => {
  const read = reader({ '/c/outer/inner/cpu.max': 'max 100000\n', '/c/outer/cpu.max': '150000 100000\n' });
  assert.equal(cpuQuota(v2, read), 1.5);
  const old = reader({ '/c/own/cpu.cfs_quota_us': '-1\n', '/c/own/cpu.cfs_period_us': '100000\n' });
  assert.equal(cpuQuota(v1, old), null);
  const limited = reader({ '/c/cpu.cfs_quota_us': '200000\n', '/c/cpu.cfs_period_us': '100000\n' });
  assert.equal(cpuQuota(v1, limited), 2);
});

test('the least of all memory limits holds, and none is none', () => {
  const read = reader({
    '/c/outer/inner/memory.max': 'max\n',
    '/c/outer/memory.max': '4294967296\n',
    '/c/memory.max': '8589934592\n',
  });
  assert.equal(memoryLimit(v2, read), 4 * 2 ** 30);
  assert.equal(memoryLimit(v1, reader({ '/c/own/memory.limit_in_bytes': '9223372036854771712\n' })), null);
  assert.equal(memoryLimit(v1, reader({ '/c/own/memory.limit_in_bytes': '1048576\n' })), 2 ** 20);
});

test('throttling is added up over all cgroups around, in milliseconds', () => {
  const read = reader({
    '/c/outer/inner/cpu.stat': 'usage_usec 5\nthrottled_usec 1500\n',
    '/c/outer/cpu.stat': 'throttled_usec 500\n',
  });
  assert.equal(throttledMs(v2, read), 2);
  assert.equal(throttledMs(v1, reader({ '/c/own/cpu.stat': 'nr_periods 0\nthrottled_time 3000000\n' })), 3);
  assert.equal(throttledMs({ v1: {}, v2: null }, reader({})), null);
});
