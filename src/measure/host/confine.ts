import { formatCpuList } from './cpu-list.ts';
import { isInstalled } from './find-program.ts';
import { type Command, launchInside } from './launch.ts';
import type { Grouping, GroupWish, ProcessGroup } from './process-group.ts';
import { type Held, trialCommand, tryInside } from './try-inside.ts';

/** What a process is to be held to. */
export interface Wish extends GroupWish {
  readonly cpus: readonly number[];
  /** Soft and hard alike; null: as many as this process may open. */
  readonly openFiles: number | null;
}

/** A place for one process and its children. */
export interface Room {
  /** Null where processes cannot be grouped. */
  readonly group: ProcessGroup | null;
  /** The command that starts a program inside, under the program's own process id. */
  wrap(command: Command): Command;
}

/** How processes are held to a wish here, and what of it a trial has shown to be in force. */
export interface Confinement {
  readonly held: Held;
  /** What keeps them on their CPUs; null: nothing does. */
  readonly cpusBy: 'cpuset' | 'affinity' | 'every CPU of this machine' | null;
  readonly memoryBy: Grouping['kind'] | null;
  readonly weightBy: Grouping['kind'] | 'nice' | null;
  open(name: string): Room;
}

/** Weighs about ten times as much as 0: https://man7.org/linux/man-pages/man7/sched.7.html, factor 1.25 a step. */
const raisedNiceness = -10;

/**
 * Finds out by trial how processes can be held to `wish` with this grouping (null: without any).
 * @throws Error saying why a process cannot be started so
 */
export async function confine(
  grouping: Grouping | null,
  wish: Wish,
  trialName: string,
): Promise<Confinement> {
  const plain: Prefix = { pin: null, nice: false };
  let prefix = plain;
  let trial = await attempt(grouping, wish, prefix, trialName);
  if (!sameCpus(trial.held.cpus, wish.cpus) && isInstalled('taskset')) {
    prefix = { ...prefix, pin: wish.cpus };
    trial = await attempt(grouping, wish, prefix, trialName);
  }
  if (wish.weight === 'raised' && !weighs(trial, wish) && isInstalled('nice')) {
    prefix = { ...prefix, nice: true };
    trial = await attempt(grouping, wish, prefix, trialName);
  }
  const { held, holds } = trial;
  const { memoryBytes } = held;
  const memoryHolds = holds.memory && memoryBytes !== null && memoryBytes <= (wish.memoryBytes ?? 0);
  const niced = prefix.nice && held.niceness === raisedNiceness;
  const unpinned = holds.cpus ? ('cpuset' as const) : ('every CPU of this machine' as const);
  return {
    held,
    cpusBy: !sameCpus(held.cpus, wish.cpus) ? null : prefix.pin === null ? unpinned : 'affinity',
    memoryBy: memoryHolds ? (grouping?.kind ?? null) : null,
    weightBy: weighs(trial, wish) ? (grouping?.kind ?? null) : niced ? 'nice' : null,
    open: (name) => openRoom(grouping, wish, prefix, name),
  };
}

interface Trial {
  readonly held: Held;
  readonly holds: ProcessGroup['holds'];
}

/** Accepting a weight is not having it: systemd takes one also where the user's manager was not given the controller. */
function weighs({ held, holds }: Trial, { weight }: Wish): boolean {
  return holds.weight && held.weight === (weight === 'raised' ? 10 : 1);
}

/** What goes before the program: pinning to CPUs, more priority. */
interface Prefix {
  readonly pin: readonly number[] | null;
  readonly nice: boolean;
}

async function attempt(grouping: Grouping | null, wish: Wish, prefix: Prefix, name: string): Promise<Trial> {
  const room = openRoom(grouping, wish, prefix, name);
  try {
    const held = await tryInside(room.wrap(trialCommand));
    return { held, holds: room.group?.holds ?? { cpus: false, memory: false, weight: false } };
  } finally {
    await room.group?.remove();
  }
}

function openRoom(grouping: Grouping | null, wish: Wish, { pin, nice }: Prefix, name: string): Room {
  const group = grouping?.open(name, wish) ?? null;
  const prefix = [
    ...(pin === null ? [] : ['taskset', '-c', formatCpuList(pin)]),
    ...(nice ? ['nice', '-n', String(raisedNiceness)] : []),
  ];
  return {
    group,
    wrap: (command) => {
      const [file = command.file, ...args] = [...prefix, command.file, ...command.args];
      return group?.wrap({ file, args }, wish.openFiles) ?? launchInside({ file, args }, [], wish.openFiles);
    },
  };
}

function sameCpus(a: readonly number[], b: readonly number[]): boolean {
  return formatCpuList(a) === formatCpuList(b.toSorted((x, y) => x - y));
}
