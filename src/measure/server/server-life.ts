import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import type { Room } from '../host/confine.ts';
import { describeLeftover, type Leftover, type LeftoverMemory } from '../host/leftovers.ts';
import { everyProcess, familyOf, statOf } from '../host/process-stat.ts';
import { killProcesses, livingOf, stopProcesses } from '../host/stop-processes.ts';
import type { RunningServer, ServerExit, ServerSample } from '../seams.ts';
import { listeningSockets } from './listening-sockets.ts';
import { serverSampler, unknownSample } from './sample-server.ts';
import type { ServerCommand } from './server-environment.ts';
import { watchServer } from './watch-server.ts';

/** Where a server's output goes: its descriptor for writing, and its last lines for telling what went wrong. */
export interface ServerLog {
  readonly descriptor: number;
  tail(): readonly string[];
}

/** Workers whose leader has ended may take so long to notice it, and to end too. */
const orphansEndMs = 1_000;
const lookMs = 100;

/** One server from before its start until nothing of it is left. */
export class ServerLife {
  readonly #room: Room;
  readonly #memory: LeftoverMemory;
  /** How long it may take over ending when it is asked to. */
  readonly #graceMs: number;
  readonly #exited = Promise.withResolvers<ServerExit>();
  #trace: Leftover;
  #sample: (() => ServerSample) | null = null;
  #lastSample: ServerSample | null = null;
  #ending: Promise<ServerExit> | null = null;

  constructor(room: Room, memory: LeftoverMemory, graceMs: number) {
    this.#room = room;
    this.#memory = memory;
    this.#graceMs = graceMs;
    this.#trace = describeLeftover(room.group?.dirs ?? []);
  }

  /** The mark of its processes. */
  get id(): string {
    return this.#trace.id;
  }

  /** Resolves when the process has ended; never rejects. */
  get exited(): Promise<ServerExit> {
    return this.#exited.promise;
  }

  /**
   * Starts the process inside its limits, in a process group of its own, with its output going into the descriptor.
   * @returns its id, or why the system would not start it
   */
  async begin(how: ServerCommand, folder: string, log: number): Promise<number | string> {
    const [file = '', ...args] = how.command;
    const inside = this.#room.wrap({ file, args });
    // The library declares descriptors of one digit only, but hands on any.
    const output = log as 9;
    await this.#memory.remember(this.#trace);
    const child = execa(inside.file, inside.args, {
      cwd: folder,
      env: how.env,
      extendEnv: false,
      // An empty pipe that stays open: some servers end when their standard input does.
      stdio: ['pipe', output, output],
      detached: true,
      cleanup: false,
      reject: false,
    });
    const ended = child.then(({ exitCode, signal, shortMessage }) => {
      this.#exited.resolve({ code: exitCode ?? null, signal: signal ?? null });
      return shortMessage ?? '';
    });
    const { pid } = child;
    if (pid === undefined) return await ended;
    this.#trace = { ...this.#trace, serverPid: pid, serverStart: statOf(pid)?.start ?? null };
    this.#sample = serverSampler(pid, this.#room.group);
    await this.#memory.remember(this.#trace);
    return pid;
  }

  /** Its processes: those in its cgroup, else its family. */
  pids(): readonly number[] {
    const leader = this.#trace.serverPid;
    if (leader === null) return [];
    const grouped = this.#room.group?.pids(leader) ?? [];
    return grouped.length > 0 ? grouped : familyOf(leader, everyProcess());
  }

  /** The processes that live on though the start command has ended, wherever they went. */
  left(): readonly number[] {
    return livingOf(this.#trace).map(({ pid }) => pid);
  }

  /** How many live on, of which one still listens on this port a moment later; what only lingers is no server. */
  async #leftListening(port: number): Promise<number> {
    const deadline = performance.now() + orphansEndMs;
    while (true) {
      const pids = this.left();
      if (!listeningSockets(pids).some((socket) => socket.port === port)) return 0;
      if (performance.now() >= deadline) return pids.length;
      await wait(lookMs);
    }
  }

  /** How many of its processes were killed for want of memory. */
  oomKills(): number {
    return this.#room.group?.oomKills() ?? 0;
  }

  /** What it uses; once it is being stopped, what it had used. */
  sample(): ServerSample {
    if (this.#ending === null || this.#lastSample === null) {
      this.#lastSample = this.#sample?.() ?? unknownSample;
    }
    return this.#lastSample;
  }

  /** Gently, then by force; removes its cgroups and forgets it. Never rejects. */
  end(): Promise<ServerExit> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  /** Ends it at once, without waiting. */
  kill(): void {
    killProcesses(this.#trace);
  }

  async #end(): Promise<ServerExit> {
    if (this.#trace.serverPid === null) this.#exited.resolve({ code: null, signal: null });
    await stopProcesses(this.#trace, this.#graceMs);
    const exit = await this.exited;
    await this.#room.group?.remove();
    await this.#memory.forget(this.#trace);
    return exit;
  }

  /** The server as the sweep sees it. */
  asRunning(
    facts: Pick<RunningServer, 'address' | 'port' | 'givenPort' | 'startMs' | 'listenBacklog'>,
    log: ServerLog,
  ): RunningServer {
    return {
      ...facts,
      pid: this.#trace.serverPid ?? 0,
      exited: this.exited,
      sample: async () => this.sample(),
      watch: async () => {
        const seen = watchServer(this);
        return async () => seen();
      },
      left: () => this.#leftListening(facts.port),
      logTail: async () => log.tail(),
      stop: () => this.end(),
    };
  }
}
