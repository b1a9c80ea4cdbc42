import { join, posix } from 'node:path';

/** A cgroup's folder, and the folder of the hierarchy's root as far as it can be seen from here. */
export interface CgroupPlace {
  readonly dir: string;
  readonly mount: string;
}

/** Where this process stands in the hierarchies of cgroups. */
export interface CgroupPlaces {
  /** By controller (`cpu`, `memory`, …): version 1 has a hierarchy each, some of them shared. */
  readonly v1: Readonly<Record<string, CgroupPlace>>;
  /** Version 2 has one; on hybrid machines it is there without controllers. */
  readonly v2: CgroupPlace | null;
}

/**
 * Finds the folders of a process's cgroups.
 * See https://man7.org/linux/man-pages/man7/cgroups.7.html and `mountinfo` in proc(5).
 * @param selfCgroup text of `/proc/self/cgroup`
 * @param mountinfo text of `/proc/self/mountinfo`
 */
export function cgroupPlaces(selfCgroup: string, mountinfo: string): CgroupPlaces {
  const mounts = mountinfo.split('\n').flatMap(readMount);
  const v1: Record<string, CgroupPlace> = {};
  let v2: CgroupPlace | null = null;
  for (const line of selfCgroup.split('\n')) {
    const [id, controllers, ...rest] = line.split(':');
    if (id === undefined || controllers === undefined || rest.length === 0) continue;
    const path = rest.join(':');
    if (controllers === '') {
      v2 ??= placeIn(
        mounts.find((mount) => mount.type === 'cgroup2'),
        path,
      );
      continue;
    }
    for (const controller of controllers.split(',')) {
      const mount = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller));
      const place = placeIn(mount, path);
      if (place !== null) v1[controller] = place;
    }
  }
  return { v1, v2 };
}

/** A cgroup and those above it, innermost first: a limit of any of them holds. */
export function chainOf({ dir, mount }: CgroupPlace): string[] {
  const chain = [dir];
  for (let at = dir; at !== mount && at.startsWith(mount); ) {
    at = posix.dirname(at);
    chain.push(at);
  }
  return chain;
}

interface Mount {
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

function readMount(line: string): Mount[] {
  const [before, after] = line.split(' - ');
  const [, , , root, point] = before?.split(' ') ?? [];
  const [type, , options] = after?.split(' ') ?? [];
  if (root === undefined || point === undefined || type === undefined) return [];
  return [
    { root: unescapeOctal(root), point: unescapeOctal(point), type, options: options?.split(',') ?? [] },
  ];
}

/** Inside a container the mount shows a part of the hierarchy only, and the path may lie above or outside of it. */
function placeIn(mount: Mount | undefined, path: string): CgroupPlace | null {
  if (mount === undefined) return null;
  const inside = mount.root === '/' ? path : path === mount.root ? '/' : path.replace(`${mount.root}/`, '/');
  const seen = mount.root === '/' || path === mount.root || path.startsWith(`${mount.root}/`);
  const dir = seen && !inside.startsWith('/..') ? join(mount.point, inside) : mount.point;
  return { dir: dir.length > 1 ? dir.replace(/\/$/, '') : dir, mount: mount.point };
}

/** `mountinfo` writes spaces and the like as three octal digits. */
function unescapeOctal(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
