import { posix } from 'node:path';
import { type CgroupPlace, cgroupPlaces } from './cgroup-places.ts';
import { readKernelFile } from './kernel-file.ts';
import { launchInside } from './launch.ts';
import {
  cpuMsIn,
  type Grouping,
  type GroupWish,
  oomKillsIn,
  processesIn,
  removeGroups,
} from './process-group.ts';

/**
 * Groups as transient scopes of systemd, of the system's manager or the user's. `systemd-run --scope` becomes the
 * program itself, so the process id stays. CPUs are left to affinity: users' managers are rarely given cpusets.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd-run.html
 */
export function groupingSystemd(manager: 'system' | 'user'): Grouping {
  return {
    kind: 'systemd',
    parents: [],
    open: (name, wish) => {
      const unit = `framebench-${name}.scope`;
      let dir: string | null = null;
      let killedBefore: number | null = null;
      const locate = (leader: number | null): string | null => {
        if (dir !== null || leader === null) return dir;
        const found = placeOf(leader)?.dir ?? null;
        if (found === null || posix.basename(found) !== unit) return null;
        killedBefore = oomKillsIn(posix.dirname(found));
        dir = found;
        return dir;
      };
      return {
        dirs: [],
        holds: { cpus: false, memory: wish.memoryBytes !== null, weight: wish.weight !== null },
        wrap: (command, openFiles) => {
          const inside = launchInside(command, [], openFiles);
          return {
            file: 'systemd-run',
            args: [
              ...(manager === 'user' ? ['--user'] : []),
              ...['--scope', '--quiet', '--collect', '--no-ask-password', `--unit=${unit}`],
              ...propertiesOf(wish).flatMap((property) => ['-p', property]),
              ...['--', inside.file, ...inside.args],
            ],
          };
        },
        pids: (leader) => {
          const at = locate(leader);
          return at === null ? [] : processesIn(at);
        },
        cpuMs: () => (dir === null ? null : cpuMsIn(dir)),
        oomKills: () => {
          if (dir === null) return null;
          const own = oomKillsIn(dir);
          if (own !== null) return own;
          // systemd removes an empty scope at once; the slice above has counted what happened in it.
          const above = oomKillsIn(posix.dirname(dir));
          return above === null || killedBefore === null ? null : above - killedBefore;
        },
        remove: async () => {
          if (dir !== null) await removeGroups([dir]);
        },
      };
    },
    close: async () => {},
  };
}

function propertiesOf(wish: GroupWish): string[] {
  return [
    'CPUAccounting=yes',
    ...(wish.memoryBytes === null ? [] : [`MemoryMax=${wish.memoryBytes}`, 'MemorySwapMax=0']),
    ...(wish.weight === null ? [] : [`CPUWeight=${wish.weight === 'raised' ? 1000 : 100}`]),
  ];
}

function placeOf(pid: number): CgroupPlace | null {
  const mountinfo = readKernelFile('/proc/self/mountinfo') ?? '';
  return cgroupPlaces(readKernelFile(`/proc/${pid}/cgroup`) ?? '', mountinfo).v2;
}
