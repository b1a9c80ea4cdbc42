import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { confine } from '../../../src/measure/host/confine.ts';
import { usableCpus } from '../../../src/measure/host/describe-machine.ts';
import { ownPlaces } from '../../../src/measure/host/outer-limits.ts';
import { groupingSystemd } from '../../../src/measure/host/systemd-scope.ts';
import { toolbox } from '../server/tools.ts';

const onlyLinux = { skip: process.platform !== 'linux' && 'systemd is on Linux' };
const [cpu = 0] = usableCpus();
const mib = 2 ** 20;
const wish = { cpus: [cpu], memoryBytes: 64 * mib, weight: 'raised', openFiles: 512 } as const;

/**
 * Stands for `systemd-run --scope`: writes down what it is asked, does what `first` says, and becomes the command, as
 * the real one does. What it cannot show, limits that systemd sets, was seen with systemd 252 by hand.
 */
function standIn(t: TestContext, first = ''): () => string[] {
  const box = toolbox(t);
  box.add(
    'systemd-run',
    `for word; do echo "$word" >> ${box.folder}/asked; done
for word; do case "$word" in --unit=*) unit=\${word#--unit=};; esac; done
${first}
while [ "$1" != -- ]; do shift; done; shift
exec "$@"`,
  );
  const path = process.env['PATH'] ?? '';
  process.env['PATH'] = `${box.folder}/bin:${path}`;
  t.after(() => {
    process.env['PATH'] = path;
  });
  return () => readFileSync(join(box.folder, 'asked'), 'utf8').trim().split('\n');
}

test('a scope is asked for with all that it is to be held to', onlyLinux, async (t) => {
  const asked = standIn(t);
  await confine(groupingSystemd('user'), wish, '7-1');
  const words = asked();
  assert.deepEqual(words.slice(0, words.indexOf('--')), [
    ...['--user', '--scope', '--quiet', '--collect', '--no-ask-password', '--unit=framebench-7-1.scope'],
    ...[
      '-p',
      'CPUAccounting=yes',
      '-p',
      'MemoryMax=67108864',
      '-p',
      'MemorySwapMax=0',
      '-p',
      'CPUWeight=1000',
    ],
  ]);
});

test('what systemd accepts and the kernel does not hold is not claimed', onlyLinux, async (t) => {
  standIn(t);
  const { memoryBy, weightBy, held } = await confine(groupingSystemd('system'), wish, '7-1');
  assert.equal(memoryBy, null);
  assert.notEqual(weightBy, 'systemd');
  assert.deepEqual(held.cpus, [cpu]);
  assert.deepEqual(held.openFiles, { soft: 512, hard: 512 });
});

test('one that cannot be had says why', onlyLinux, async (t) => {
  standIn(t, 'echo "Failed to connect to bus: No such file or directory" >&2; exit 1');
  await assert.rejects(confine(groupingSystemd('user'), wish, '7-1'), /^Error: Failed to connect to bus/);
});

test(
  'a scope is found by whoever was started in it, counts, and ends with all its processes',
  onlyLinux,
  async (t) => {
    const place = ownPlaces().v2;
    if (place === null) return t.skip('no hierarchy of version 2');
    const slice = join(place.mount, `framebench-test-${process.pid}.slice`);
    try {
      mkdirSync(slice);
    } catch {
      return t.skip('no hierarchy of version 2 that this user may write');
    }
    t.after(() => {
      if (existsSync(slice)) rmdirSync(slice);
    });
    standIn(t, `mkdir "${slice}/$unit" && echo $$ > "${slice}/$unit/cgroup.procs" || exit 1`);
    const group = groupingSystemd('system').open('7-2', wish);
    const script = 'process.stdout.write("up"); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)';
    const { file, args } = group.wrap({ file: process.execPath, args: ['-e', script] }, null);
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    assert.deepEqual(group.pids(null), [], 'nobody knows where it is yet');
    assert.deepEqual(group.pids(child.pid ?? null), [child.pid]);
    assert.ok((group.cpuMs() ?? 0) > 1);
    const ended = once(child, 'exit');
    await group.remove();
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.ok(!existsSync(join(slice, 'framebench-7-2.scope')));
  },
);
