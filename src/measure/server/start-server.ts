import { setTimeout as wait } from 'node:timers/promises';
import type { LeftoverMemory } from '../host/leftovers.ts';
import type { PreparedHost } from '../host/prepare-host.ts';
import type { SocketAddress } from '../load/request-bytes.ts';
import type { JudgePage, StartRequest, StartResult } from '../seams.ts';
import { awaitReady, type Readiness } from './await-ready.ts';
import { choosePort, isFree } from './choose-port.ts';
import { failure } from './explain-failure.ts';
import { type Explained, explainOutcome, type Outcome, whoTook } from './explain-outcome.ts';
import { whyNotStartable } from './explain-program.ts';
import { listenBacklog } from './listen-backlog.ts';
import { serverCommand } from './server-environment.ts';
import { ServerLife, type ServerLog } from './server-life.ts';

const loopback = '127.0.0.1';

/**
 * So long the kernel keeps a port for connections that a server has closed, from one that did not set SO_REUSEADDR (Linux:
 * 60 s in TIME_WAIT, which nothing changes).
 */
const LINGERING = { mostMs: 65_000, pauseMs: 2_000 } as const;

/** A server as this machine starts it. */
export interface ServerRequest extends Omit<StartRequest, 'readyWith'> {
  /** Absolute path of the database, or null where it is given none. */
  readonly databasePath: string | null;
  readonly judge: JudgePage;
}

type StartOnHost = (request: ServerRequest) => Promise<StartResult>;

type Logged = Omit<ServerRequest, 'log'> & { readonly log: ServerLog };

export interface ServerStarterOptions extends LeftoverMemory {
  readonly host: Pick<PreparedHost, 'confineServer' | 'serverCpus'>;
  /** Where servers listen: an IP address of this machine; loopback unless given. */
  readonly address?: string;
  /** Opens the log of this name for one more server. */
  openLog(name: string): ServerLog;
  /** Where the next server shall listen; a free port unless given. */
  readonly choosePort?: () => Promise<number>;
  /** How long a server may take over ending before it is forced to; 3 s unless given. */
  readonly graceMs?: number;
}

export interface ServerStarter {
  /** Rejects with the signal's reason when it is aborted, leaving no process; every other end is a result. */
  readonly startServer: StartOnHost;
  /** Ends all servers at once, without waiting: when the tool exits immediately. */
  readonly killNow: () => void;
}

/** Makes what starts targets as servers, each inside the limits of a prepared host. */
export function serverStarter(options: ServerStarterOptions): ServerStarter {
  const { address = loopback } = options;
  const lives = new Set<ServerLife>();
  /** Where each target has listened last, by label. */
  const places = new Map<string, SocketAddress>();
  return {
    startServer: async (asked) => {
      asked.signal.throwIfAborted();
      const request: Logged = { ...asked, log: options.openLog(asked.log) };
      const { label } = request.target;
      const until = performance.now() + LINGERING.mostMs;
      for (;;) {
        const result = await startOnce(request);
        if (result.server !== null) places.set(label, result.server);
        const last = places.get(label);
        const mayLinger = result.failure?.reason === 'port-in-use' && last !== undefined;
        if (!mayLinger || performance.now() >= until || !(await isFree(last.address, last.port)))
          return result;
        // Nobody listens where it did: only its own closed connections still hold the port.
        await wait(LINGERING.pauseMs, undefined, { signal: request.signal });
      }
    },
    killNow: () => {
      for (const life of lives) life.kill();
    },
  };

  async function startOnce(request: Logged): Promise<StartResult> {
    const port = request.target.port ?? (await (options.choosePort?.() ?? choosePort(address)));
    if (!(await isFree(address, port))) {
      const sentence = `cannot be given port ${port}: ${whoTook(port)}. End it, or name another port.`;
      return failed(request, { reason: 'port-in-use', sentence }, null);
    }
    const memory: LeftoverMemory = {
      remember: (trace) => options.remember(trace),
      forget: (trace) => {
        lives.delete(life);
        return options.forget(trace);
      },
    };
    const life: ServerLife = new ServerLife(options.host.confineServer(), memory, options.graceMs ?? 3_000);
    lives.add(life);
    try {
      const result = await startOn({ address, port }, life, request, options.host.serverCpus.length);
      if (result.server === null) await life.end();
      return result;
    } catch (error) {
      await life.end();
      throw error;
    }
  }
}

async function startOn(
  { address, port }: SocketAddress,
  life: ServerLife,
  request: Logged,
  cpus: number,
): Promise<StartResult> {
  const { target, databasePath, log, judge, signal } = request;
  const how = serverCommand(target, { address, port, databasePath, cpus, id: life.id }, process.env);
  const why = whyNotStartable(target.path, how);
  if (why !== null)
    return failed(request, { reason: 'not-found', sentence: `cannot be started: ${why}` }, null);

  const startedAt = performance.now();
  const begun = await life.begin(how, target.path, log.descriptor);
  if (typeof begun === 'string')
    return failed(request, { reason: 'not-found', sentence: `cannot be started: ${begun}.` }, null);
  const outcome = await readyOrExited(
    life,
    (ended) =>
      awaitReady({ target, address, port, judge, pids: () => life.pids() }, AbortSignal.any([signal, ended])),
    signal,
  );
  if (outcome.kind !== 'ready') {
    const left = outcome.kind === 'exited' ? life.left() : [];
    const tail = log.tail();
    return failed(
      request,
      explainOutcome(outcome, { target, address, port, how, log: tail, left, life }),
      tail,
    );
  }
  const { place, settlingMs } = outcome;
  const startMs = performance.now() - startedAt - settlingMs;
  const facts = { ...place, givenPort: port, startMs, listenBacklog: await listenBacklog(place.port) };
  return { server: life.asRunning(facts, log), failure: null };
}

/** Whichever comes first; when the server ends, its port is no longer asked. */
async function readyOrExited(
  life: ServerLife,
  knock: (ended: AbortSignal) => Promise<Readiness>,
  signal: AbortSignal,
): Promise<Outcome> {
  const ended = new AbortController();
  void life.exited.then(() => ended.abort());
  try {
    return await knock(ended.signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!ended.signal.aborted) throw error;
    return { kind: 'exited', exit: await life.exited };
  }
}

/** @param logTail read before the server is stopped, so that it ends with its own words; null where none was started */
function failed(
  { target }: Logged,
  { reason, sentence }: Explained,
  logTail: readonly string[] | null,
): StartResult {
  return { server: null, failure: failure(reason, `${target.label} ${sentence}`, logTail) };
}
