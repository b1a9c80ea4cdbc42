import { mkdirSync } from 'node:fs';
import { posix } from 'node:path';
import type { CgroupPlace } from './cgroup-places.ts';
import { formatCpuList } from './cpu-list.ts';
import { errorCode, readKernelFile, writeKernelFile } from './kernel-file.ts';
import { type Grouping, type GroupWish, groupIn, removeFolder } from './process-group.ts';

const controllers = ['cpuset', 'cpuacct', 'memory', 'cpu'] as const;

/**
 * Groups in the hierarchies of version 1, below this process's own cgroups so that outer limits go on to hold.
 * A hierarchy that cannot be written is left out: whether a limit is in force is seen from a process inside.
 * https://docs.kernel.org/admin-guide/cgroup-v1/
 */
export function groupingV1(places: Readonly<Record<string, CgroupPlace>>): Grouping {
  const parentOf = (place: CgroupPlace) => posix.join(place.dir, 'framebench');
  const mounted = controllers.flatMap((controller) => places[controller] ?? []);
  const parents = new Set<string>();
  return {
    kind: 'cgroup-v1',
    parents: [...new Set(mounted.map(parentOf))],
    open: (name, wish) => {
      const dirs = new Map<string, string>();
      const problems: string[] = [];
      const holds = (controller: string, asked: unknown) => asked !== null && dirs.has(controller);
      for (const controller of controllers) {
        const place = places[controller];
        if (place === undefined) continue;
        const parent = parentOf(place);
        const dir = posix.join(parent, name);
        // Twice, because another tool may remove the shared parent, empty for a moment, under our hands.
        const made =
          makeGroup(controller, place.dir, parent, dir) && makeGroup(controller, place.dir, parent, dir);
        const problem = made ?? limit(controller, dir, wish);
        if (problem !== null) {
          problems.push(problem);
          // A cpuset without CPUs, for one, takes no process.
          if (![...dirs.values()].includes(dir)) removeFolder(dir);
          continue;
        }
        parents.add(parent);
        dirs.set(controller, dir);
      }
      if (dirs.size === 0) throw new Error(problems[0] ?? 'no controller of cgroups is mounted');
      return {
        ...groupIn([...new Set(dirs.values())], dirs.get('cpuacct'), dirs.get('memory')),
        holds: {
          cpus: holds('cpuset', wish.cpus),
          memory: holds('memory', wish.memoryBytes),
          weight: holds('cpu', wish.weight),
        },
      };
    },
    close: async () => {
      for (const parent of parents) removeFolder(parent);
    },
  };
}

function makeGroup(controller: string, own: string, parent: string, dir: string): string | null {
  try {
    mkdirSync(parent, { recursive: true });
    if (controller === 'cpuset') {
      const problem = inheritCpuset(own, parent);
      if (problem !== null) return problem;
    }
    mkdirSync(dir, { recursive: true });
    return controller === 'cpuset' ? inheritCpuset(parent, dir) : null;
  } catch (error) {
    return `${dir} cannot be made (${errorCode(error)})`;
  }
}

/** A new cpuset is empty, and no process can join it before it has CPUs and memory nodes. */
function inheritCpuset(from: string, to: string): string | null {
  for (const [effective, file] of [
    ['cpuset.effective_cpus', 'cpuset.cpus'],
    ['cpuset.effective_mems', 'cpuset.mems'],
  ] as const) {
    const text = readKernelFile(posix.join(from, effective)) ?? readKernelFile(posix.join(from, file));
    if ((readKernelFile(posix.join(to, file)) ?? '').trim() !== '') continue;
    const problem = writeKernelFile(posix.join(to, file), (text ?? '').trim());
    if (problem !== null) return problem;
  }
  return null;
}

function limit(controller: string, dir: string, wish: GroupWish): string | null {
  if (controller === 'cpuset' && wish.cpus !== null) {
    return writeKernelFile(posix.join(dir, 'cpuset.cpus'), formatCpuList(wish.cpus));
  }
  if (controller === 'cpu' && wish.weight !== null) {
    return writeKernelFile(posix.join(dir, 'cpu.shares'), wish.weight === 'raised' ? '10240' : '1024');
  }
  if (controller === 'memory' && wish.memoryBytes !== null) {
    const bytes = String(wish.memoryBytes);
    const problem = writeKernelFile(posix.join(dir, 'memory.limit_in_bytes'), bytes);
    // Memory and swap together: the same number leaves no swap. Missing where the kernel does not count swap.
    if (problem === null) writeKernelFile(posix.join(dir, 'memory.memsw.limit_in_bytes'), bytes);
    return problem;
  }
  return null;
}
