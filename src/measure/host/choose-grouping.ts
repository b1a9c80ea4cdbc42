import { type CgroupPlace, type CgroupPlaces, chainOf } from './cgroup-places.ts';
import type { ReadFile } from './kernel-file.ts';

/** What decides how groups of processes can be made here; all of it can be recorded on another machine. */
export interface GroupingFacts {
  readonly platform: string;
  readonly uid: number | null;
  /** Name of process 1. */
  readonly init: string | null;
  readonly places: CgroupPlaces;
  /** `systemd-run` is on the PATH. */
  readonly systemdRun: boolean;
  /** The user's own systemd can be reached. */
  readonly userManager: boolean;
  readonly read: ReadFile;
}

export type GroupingChoice =
  | { readonly kind: 'systemd'; readonly manager: 'system' | 'user' }
  | { readonly kind: 'cgroup-v2'; readonly place: CgroupPlace }
  | { readonly kind: 'cgroup-v1'; readonly places: Readonly<Record<string, CgroupPlace>> };

const useful = ['cpuset', 'cpuacct', 'memory', 'cpu'];

/**
 * Ways to make groups that are worth a trial, best first. Only a trial tells whether one of them works.
 *
 * Where systemd rules, it is asked first, because a hierarchy has one writer; a part that was delegated to an
 * ordinary user is free for use, and root without systemd may use everything.
 */
export function chooseGroupings(facts: GroupingFacts): GroupingChoice[] {
  if (facts.platform !== 'linux') return [];
  const { places, init, uid, read } = facts;
  const choices: GroupingChoice[] = [];
  const v2 = places.v2;
  const systemd = init === 'systemd';
  if (v2 !== null && systemd && facts.systemdRun && controllersIn(v2.mount, read).includes('memory')) {
    if (uid === 0) choices.push({ kind: 'systemd', manager: 'system' });
    else if (facts.userManager) choices.push({ kind: 'systemd', manager: 'user' });
  }
  if (v2 !== null && !(systemd && uid === 0) && controllersIn(v2.dir, read).length > 0) {
    choices.push({ kind: 'cgroup-v2', place: v2 });
  }
  const v1 = Object.entries(places.v1)
    .filter(([controller]) => useful.includes(controller))
    .map(([controller, place]) => [controller, nearest(place, read)] as const);
  if (v1.length > 0) choices.push({ kind: 'cgroup-v1', places: Object.fromEntries(v1) });
  return choices;
}

function controllersIn(dir: string, read: ReadFile): string[] {
  return (read(`${dir}/cgroup.controllers`) ?? '').split(/\s+/).filter((word) => useful.includes(word));
}

/** A container may name a cgroup that it cannot see; the nearest one above that it does see is its own. */
function nearest(place: CgroupPlace, read: ReadFile): CgroupPlace {
  const dir = chainOf(place).find((candidate) => read(`${candidate}/cgroup.procs`) !== null);
  return dir === undefined ? place : { ...place, dir };
}
