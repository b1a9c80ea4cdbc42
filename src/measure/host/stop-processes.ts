import { setTimeout as wait } from 'node:timers/promises';
import { readKernelFile } from './kernel-file.ts';
import { processesIn } from './process-group.ts';
import { everyProcess, familyOf, isAlive, type ProcessStat, signal, statOf } from './process-stat.ts';

/** The name of the mark in the environment of a server and of all that it starts. */
export const serverMark = 'FRAMEBENCH_SERVER';

/** By what the processes of a server are found. */
export interface Traces {
  /** Unique; the server and all that it starts carry it in their environment, under `serverMark`. */
  readonly id: string;
  readonly serverPid: number | null;
  /** Clock ticks since boot; null: the system does not say. */
  readonly serverStart: number | null;
  /** Folders of cgroups, to be emptied and removed. */
  readonly cgroups: readonly string[];
}

const pollMs = 10;
/** What SIGKILL has not ended by then hangs in the kernel and cannot be ended by anybody. */
const giveUpMs = 10_000;

/**
 * Asks all processes of a server to end, and ends them by force after the grace. Never rejects.
 * @returns when none is alive
 */
export async function stopProcesses(server: Traces, graceMs: number): Promise<void> {
  const started = performance.now();
  const passed = () => performance.now() - started;
  let groupAsked = false;
  let unsure = 0;
  while (passed() < graceMs + giveUpMs) {
    const { living, isUnsure } = lookFor(server);
    if (living.length === 0 && !groupIsAlive(server)) {
      unsure += 1;
      if (!isUnsure || unsure > MOST_UNSURE) return;
      await wait(pollMs);
      continue;
    }
    const force = passed() >= graceMs;
    for (const { pid } of living) signal(pid, force ? 'SIGKILL' : 'SIGTERM');
    if (force || !groupAsked) signalGroup(server, force ? 'SIGKILL' : 'SIGTERM');
    groupAsked = true;
    // Looking through all processes is for the end; until then it is enough to watch these. So each is asked once.
    const settled = () => !living.some(({ pid, start }) => isAlive(pid, start));
    do await wait(pollMs);
    while (!settled() && passed() < (force ? graceMs + giveUpMs : graceMs));
  }
}

/** Ends them without waiting, for a tool that exits immediately. */
export function killProcesses(server: Traces): void {
  signalGroup(server, 'SIGKILL');
  for (const { pid } of livingOf(server)) signal(pid, 'SIGKILL');
}

/** The server's process tree, the processes in its cgroups, and those that carry its mark. */
export const livingOf = (server: Traces): ProcessStat[] => lookFor(server).living;

interface Look {
  readonly living: ProcessStat[];
  /** Of some process it could not be seen whether it carries the mark. */
  readonly isUnsure: boolean;
}

function lookFor(server: Traces): Look {
  const processes = everyProcess();
  const sure = isSameServer(server, processes);
  const family = sure && server.serverPid !== null ? familyOf(server.serverPid, processes) : [];
  const inside = new Set([...family, ...server.cgroups.flatMap(processesIn)]);
  const running = processes.filter(({ pid, ended }) => !ended && pid !== process.pid);
  const { marked, isUnsure } = marksIn(
    running.filter(({ pid }) => !inside.has(pid)),
    server.id,
  );
  return { living: running.filter(({ pid }) => inside.has(pid) || marked.includes(pid)), isUnsure };
}

/** The process id may belong to another process by now. */
function isSameServer({ serverPid, serverStart }: Traces, processes: readonly ProcessStat[]): boolean {
  const leader = processes.find(({ pid }) => pid === serverPid);
  return leader !== undefined && (serverStart === null || leader.start === serverStart);
}

/** While a process becomes another program its environment is empty, mostly for less than this. */
const becomingMs = 2;
/** So often is looked again where that lasted longer. Some processes have no environment ever. */
const MOST_UNSURE = 2;

/** The threads of the kernel descend from this one, where they can be seen; they have no environment. */
const kthreadd = 2;
const seesKernel = () => readKernelFile(`/proc/${kthreadd}/comm`)?.trim() === 'kthreadd';

/** Those that carry the mark in their environment. */
function marksIn(
  processes: readonly ProcessStat[],
  id: string,
): { readonly marked: readonly number[]; readonly isUnsure: boolean } {
  const ofKernel = seesKernel() ? [kthreadd] : [];
  const mark = `\0${serverMark}=${id}\0`;
  const read = (pid: number) => ({ pid, environment: readKernelFile(`/proc/${pid}/environ`) });
  let seen = processes
    .filter(({ pid, parent }) => !ofKernel.includes(pid) && !ofKernel.includes(parent))
    .map(({ pid }) => read(pid));
  const marked: number[] = [];
  for (const end = performance.now() + becomingMs; ; ) {
    marked.push(...seen.filter(({ environment }) => `\0${environment}`.includes(mark)).map(({ pid }) => pid));
    seen = seen.filter(({ environment }) => environment === '');
    if (seen.length === 0 || performance.now() >= end) return { marked, isUnsure: seen.length > 0 };
    seen = seen.map(({ pid }) => read(pid));
  }
}

/** Where processes cannot be listed, the process group is all there is to go by. */
function groupIsAlive({ serverPid }: Traces): boolean {
  return !canList() && serverPid !== null && signal(-serverPid, 0);
}

function signalGroup({ serverPid }: Traces, name: NodeJS.Signals): void {
  if (!canList() && serverPid !== null) signal(-serverPid, name);
}

const canList = (): boolean => statOf(process.pid) !== null;
