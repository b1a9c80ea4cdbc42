import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCpuList, parseCpuList } from '../../../src/measure/host/cpu-list.ts';

test('ranges and single CPUs are read as the kernel writes them', () => {
  assert.deepEqual(parseCpuList('0-3,8\n'), [0, 1, 2, 3, 8]);
  assert.deepEqual(parseCpuList('5'), [5]);
  assert.deepEqual(parseCpuList('\n'), []);
});

test('what is written is read again', () => {
  assert.deepEqual(parseCpuList(formatCpuList([0, 2, 3])), [0, 2, 3]);
});
