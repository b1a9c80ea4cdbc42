import { mkdirSync } from 'node:fs';
import { posix } from 'node:path';
import type { CgroupPlace } from './cgroup-places.ts';
import { formatCpuList } from './cpu-list.ts';
import { errorCode, readKernelFile, writeKernelFile } from './kernel-file.ts';
import { type Grouping, groupIn, processesIn, removeFolder } from './process-group.ts';

const wanted = ['cpuset', 'cpu', 'memory'];
const toolFolder = 'framebench-tool';

/**
 * Groups in this process's own part of the one hierarchy of version 2.
 *
 * Except at the root, a cgroup either holds processes or hands controllers down. So this process and its ancestors
 * move into a leaf of their own when no other process is in the cgroup, and back again at the end; with another in
 * it there are no groups. https://docs.kernel.org/admin-guide/cgroup-v2.html, "No Internal Process Constraint".
 * @param ancestors this process and those above it
 */
export function groupingV2(place: CgroupPlace, ancestors: readonly number[]): Grouping {
  // A tool that was killed has left its shell, and so us, in the leaf.
  const own = posix.basename(place.dir) === toolFolder ? posix.dirname(place.dir) : place.dir;
  const tool = posix.join(own, toolFolder);
  const parent = posix.join(own, 'framebench');
  let ready = false;
  const makeReady = () => {
    if (ready) return;
    makeFolder(parent);
    if (isInner(own)) stepAside(own, tool, ancestors);
    handDown(own);
    handDown(parent);
    ready = true;
  };
  return {
    kind: 'cgroup-v2',
    parents: [parent],
    open: (name, wish) => {
      makeReady();
      const dir = posix.join(parent, name);
      makeFolder(dir);
      const has = wordsIn(posix.join(dir, 'cgroup.controllers'));
      const set = (controller: string, file: string, text: string | null) =>
        text !== null && has.includes(controller) && writeKernelFile(posix.join(dir, file), text) === null;
      const weights = { raised: '1000', usual: '100' } as const;
      const memory = set('memory', 'memory.max', wish.memoryBytes === null ? null : String(wish.memoryBytes));
      // Missing where the kernel does not count swap.
      if (memory) set('memory', 'memory.swap.max', '0');
      const holds = {
        cpus: set('cpuset', 'cpuset.cpus', wish.cpus === null ? null : formatCpuList(wish.cpus)),
        memory,
        weight: set('cpu', 'cpu.weight', wish.weight === null ? null : weights[wish.weight]),
      };
      return { ...groupIn([dir], dir, dir), holds };
    },
    close: async () => {
      if (!removeFolder(parent)) return;
      for (const controller of wanted)
        writeKernelFile(posix.join(own, 'cgroup.subtree_control'), `-${controller}`);
      for (const pid of processesIn(tool)) writeKernelFile(posix.join(own, 'cgroup.procs'), String(pid));
      removeFolder(tool);
    },
  };
}

/** Only cgroups below the root have a type. */
function isInner(dir: string): boolean {
  return readKernelFile(posix.join(dir, 'cgroup.type')) !== null;
}

function stepAside(own: string, tool: string, ancestors: readonly number[]): void {
  const members = processesIn(own);
  if (members.length === 0) return;
  if (members.some((pid) => !ancestors.includes(pid))) {
    throw new Error(`${own} holds processes that are not ours to move`);
  }
  makeFolder(tool);
  for (const pid of members) {
    const problem = writeKernelFile(posix.join(tool, 'cgroup.procs'), String(pid));
    if (problem !== null) throw new Error(problem);
  }
}

function handDown(dir: string): void {
  const offered = wordsIn(posix.join(dir, 'cgroup.controllers'));
  const handed = wordsIn(posix.join(dir, 'cgroup.subtree_control'));
  for (const controller of wanted) {
    if (!offered.includes(controller) || handed.includes(controller)) continue;
    const problem = writeKernelFile(posix.join(dir, 'cgroup.subtree_control'), `+${controller}`);
    if (problem !== null) throw new Error(problem);
  }
}

function wordsIn(path: string): string[] {
  return (readKernelFile(path) ?? '').trim().split(/\s+/);
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new Error(`${dir} cannot be made (${errorCode(error)})`);
  }
}
