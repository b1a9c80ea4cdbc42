import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cgroupPlaces } from '../../../src/measure/host/cgroup-places.ts';
import { chooseGroupings, type GroupingFacts } from '../../../src/measure/host/choose-grouping.ts';
import { recorded } from '../../fixtures/servers/recorded-machines.ts';

/** What is tried on a recorded machine, as `kind` or `kind:detail`. */
function triedOn(
  machine: { readonly selfCgroup: string; readonly mountinfo: string },
  files: Readonly<Record<string, string>>,
  facts: Partial<GroupingFacts>,
): string[] {
  const choices = chooseGroupings({
    platform: 'linux',
    uid: 1000,
    init: 'systemd',
    places: cgroupPlaces(machine.selfCgroup, machine.mountinfo),
    systemdRun: true,
    userManager: false,
    read: (path) => files[path] ?? null,
    ...facts,
  });
  return choices.map((choice) => {
    if (choice.kind === 'systemd') return `systemd:${choice.manager}`;
    if (choice.kind === 'cgroup-v2') return `cgroup-v2:${choice.place.dir}`;
    return `cgroup-v1:${Object.keys(choice.places).toSorted()}`;
  });
}

const controllers = 'cpuset cpu io memory pids\n';
const root = { '/sys/fs/cgroup/cgroup.controllers': controllers };
const service = '/sys/fs/cgroup/system.slice/hosted-compute-agent.service';

test('root on a machine with systemd asks systemd', () => {
  const files = { ...root, [`${service}/cgroup.controllers`]: controllers };
  assert.deepEqual(triedOn(recorded.ciRunner, files, { uid: 0 }), ['systemd:system']);
});

test('a user with a systemd of their own asks that one, then uses what may be theirs', () => {
  const own = '/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/app-terminal-4711.scope';
  const files = { ...root, [`${own}/cgroup.controllers`]: 'memory pids\n' };
  const tried = triedOn(recorded.desktop, files, { userManager: true });
  assert.deepEqual(tried, ['systemd:user', `cgroup-v2:${own}`]);
});

test('a user without one tries what may be theirs only', () => {
  const files = { ...root, [`${service}/cgroup.controllers`]: 'memory pids\n' };
  assert.deepEqual(triedOn(recorded.ciRunner, files, {}), [`cgroup-v2:${service}`]);
  assert.deepEqual(triedOn(recorded.ciRunner, root, {}), []);
});

test('a container tries its own root', () => {
  const tried = triedOn(recorded.container, root, { uid: 0, init: 'node', systemdRun: false });
  assert.deepEqual(tried, ['cgroup-v2:/sys/fs/cgroup']);
});

test('an old server has its several hierarchies, whatever the empty one beside them holds', () => {
  const files = { '/sys/fs/cgroup/unified/cgroup.controllers': 'hugetlb\n' };
  const tried = triedOn(recorded.oldServer, files, { uid: 0, userManager: true });
  assert.deepEqual(tried, ['cgroup-v1:cpu,cpuacct,cpuset,memory']);
});

test('a cgroup that is named but not seen is replaced by the nearest one that is', () => {
  const places = { memory: { dir: '/c/docker/1', mount: '/c' } };
  const read = (path: string) => (path === '/c/cgroup.procs' ? '' : null);
  const [choice] = chooseGroupings({
    platform: 'linux',
    uid: 0,
    init: 'sh',
    places: { v1: places, v2: null },
    systemdRun: false,
    userManager: false,
    read,
  });
  assert.deepEqual(choice, { kind: 'cgroup-v1', places: { memory: { dir: '/c', mount: '/c' } } });
});

test('other systems have none', () => {
  assert.deepEqual(triedOn(recorded.ciRunner, root, { platform: 'darwin' }), []);
});
