import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cgroupPlaces, chainOf } from '../../../src/measure/host/cgroup-places.ts';
import { recorded } from '../../fixtures/servers/recorded-machines.ts';

test('on one hierarchy, the own cgroup is below its mount', () => {
  const { selfCgroup, mountinfo } = recorded.ciRunner;
  const { v1, v2 } = cgroupPlaces(selfCgroup, mountinfo);
  assert.deepEqual(v1, {});
  assert.deepEqual(v2, {
    dir: '/sys/fs/cgroup/system.slice/hosted-compute-agent.service',
    mount: '/sys/fs/cgroup',
  });
});

test('on several hierarchies, each controller has its own place, and mounts may be shared', () => {
  const { selfCgroup, mountinfo } = recorded.oldServer;
  const { v1 } = cgroupPlaces(selfCgroup, mountinfo);
  assert.deepEqual(v1['cpu'], {
    dir: '/sys/fs/cgroup/cpu,cpuacct/user.slice',
    mount: '/sys/fs/cgroup/cpu,cpuacct',
  });
  assert.deepEqual(v1['cpuacct'], v1['cpu']);
  assert.deepEqual(v1['cpuset'], { dir: '/sys/fs/cgroup/cpuset', mount: '/sys/fs/cgroup/cpuset' });
  assert.equal(v1['memory']?.dir, '/sys/fs/cgroup/memory/user.slice/user-1000.slice/session-2.scope');
});

test('in a container that sees only its own part, that part is the place', () => {
  const { selfCgroup, mountinfo } = recorded.oldContainer;
  const { v1 } = cgroupPlaces(selfCgroup, mountinfo);
  assert.equal(v1['memory']?.dir, '/sys/fs/cgroup/memory');
  assert.equal(v1['cpuset']?.dir, '/sys/fs/cgroup/cpuset');
});

test('a path outside of what can be seen is taken for the mount itself', () => {
  const mountinfo = '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw';
  assert.equal(cgroupPlaces('0::/../../user.slice', mountinfo).v2?.dir, '/sys/fs/cgroup');
});

test('a mount point with a space in its name is read as it is', () => {
  const mountinfo = '30 23 0:26 / /mnt/c\\040groups rw - cgroup2 cgroup2 rw';
  assert.equal(cgroupPlaces('0::/a', mountinfo).v2?.dir, '/mnt/c groups/a');
});

test('without cgroups there is no place', () => {
  assert.deepEqual(cgroupPlaces('', ''), { v1: {}, v2: null });
});

test('a cgroup is followed by those above it, up to the mount', () => {
  assert.deepEqual(chainOf({ dir: '/c/a/b', mount: '/c' }), ['/c/a/b', '/c/a', '/c']);
  assert.deepEqual(chainOf({ dir: '/c', mount: '/c' }), ['/c']);
});
