import { existsSync } from 'node:fs';
import type { Target } from '../../model/target.ts';
import { findProgram } from '../host/find-program.ts';
import type { LeftoverMemory } from '../host/leftovers.ts';
import type { PreparedHost } from '../host/prepare-host.ts';
import type { StartRequest as Request, ServerExit, StartResult, StartServer } from '../seams.ts';
import { awaitReady, type Readiness } from './await-ready.ts';
import { choosePort, isFree } from './choose-port.ts';
import {
  describeElsewhere,
  describeExit,
  failure,
  type StartFailure,
  tellsPortInUse,
} from './explain-failure.ts';
import { listenBacklog } from './listen-backlog.ts';
import { type ServerCommand, serverCommand } from './server-environment.ts';
import { ServerLife, type ServerLog } from './server-life.ts';

const address = '127.0.0.1';

type StartRequest = Omit<Request, 'log'> & { readonly log: ServerLog };

export interface ServerStarterOptions extends LeftoverMemory {
  readonly host: Pick<PreparedHost, 'confineServer' | 'serverCpus'>;
  /** Opens the log of this name for one more server. */
  openLog(name: string): ServerLog;
  /** Where the next server shall listen; a free port unless given. */
  readonly choosePort?: () => Promise<number>;
  /** How long a server may take over ending before it is forced to; 3 s unless given. */
  readonly graceMs?: number;
}

export interface ServerStarter {
  /** Rejects with the signal's reason when it is aborted, leaving no process; every other end is a result. */
  readonly startServer: StartServer;
  /** Ends all servers at once, without waiting: when the tool exits immediately. */
  readonly killNow: () => void;
}

/** Makes what starts targets as servers, each inside the limits of a prepared host. */
export function serverStarter(options: ServerStarterOptions): ServerStarter {
  const lives = new Set<ServerLife>();
  return {
    startServer: async (asked) => {
      asked.signal.throwIfAborted();
      const request: StartRequest = { ...asked, log: options.openLog(asked.log) };
      const port = await (options.choosePort?.() ?? choosePort(address));
      if (!(await isFree(address, port))) {
        const sentence = `cannot be given port ${port}: somebody else listens on it.`;
        return failed(request, 'port-in-use', sentence);
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
        const result = await startOn(port, life, request, options.host.serverCpus.length);
        if (result.server === null) await life.end();
        return result;
      } catch (error) {
        await life.end();
        throw error;
      }
    },
    killNow: () => {
      for (const life of lives) life.kill();
    },
  };
}

async function startOn(
  port: number,
  life: ServerLife,
  request: StartRequest,
  cpus: number,
): Promise<StartResult> {
  const { target, databasePath, log, judge, signal } = request;
  const how = serverCommand(target, { address, port, databasePath, cpus, id: life.id }, process.env);
  const missing = whatIsMissing(target, how);
  if (missing !== null) return failed(request, 'not-found', missing);

  const startedAt = performance.now();
  const begun = await life.begin(how, target.path, log.descriptor);
  if (typeof begun === 'string') return failed(request, 'not-found', `cannot be started: ${begun}.`);
  const outcome = await readyOrExited(
    life,
    (ended) =>
      awaitReady({ target, address, port, judge, pids: () => life.pids() }, AbortSignal.any([signal, ended])),
    signal,
  );
  if (outcome.kind !== 'ready') return await explain(outcome, port, life, request);
  const startMs = performance.now() - startedAt;
  const facts = { address, port, startMs, listenBacklog: await listenBacklog(port) };
  return { server: life.asRunning(facts, log), failure: null };
}

type Outcome = Readiness | { readonly kind: 'exited'; readonly exit: ServerExit };

/** Whichever comes first; when the server ends, nobody knocks at its port any longer. */
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

function whatIsMissing(target: Target, { command: [program = ''], env }: ServerCommand): string | null {
  if (!existsSync(target.path)) return `cannot be started: its folder ${target.path} does not exist.`;
  if (findProgram(program, env['PATH'] ?? '', target.path) !== null) return null;
  return program.includes('/')
    ? `cannot be started: there is no program ${program} in ${target.path}; build it first, or correct "start" in target.json.`
    : `cannot be started: there is no program ${program} on the PATH; install it, or correct "start" in target.json.`;
}

async function explain(
  outcome: Exclude<Outcome, { kind: 'ready' }>,
  port: number,
  life: ServerLife,
  request: StartRequest,
): Promise<StartResult> {
  const { target, log } = request;
  switch (outcome.kind) {
    case 'exited': {
      if (tellsPortInUse(log.tail())) {
        const sentence = `finds a port in use; it was given ${port}. Does it listen on {port}, or PORT from the environment?`;
        return failed(request, 'port-in-use', sentence);
      }
      const oom = life.oomKills() > 0 ? ', killed for want of memory' : '';
      return failed(request, 'exited', `${describeExit(outcome.exit)} before it was ready${oom}.`);
    }
    case 'wrong-page': {
      const { method, path } = target.request;
      return failed(request, 'wrong-page', `answers ${method} ${path} with the wrong page: ${outcome.why}.`);
    }
    case 'redirects': {
      const to = outcome.location === null ? 'to another page' : `to ${outcome.location}`;
      const sentence = `is not ready: GET ${target.ready.path} leads ${to} (status ${outcome.status}). Name the page itself in "measure" and "ready" of target.json.`;
      return failed(request, 'never-ready', sentence);
    }
    case 'elsewhere':
      return failed(request, 'listens-elsewhere', describeElsewhere(port, address, outcome.sockets));
    case 'late': {
      const seconds = target.ready.timeoutMs / 1_000;
      return failed(request, 'never-ready', `was not ready after ${seconds} s: ${outcome.lastSeen}.`);
    }
  }
}

/** Read before the server is stopped, so that its log ends with its own words. */
function failed({ target, log }: StartRequest, reason: StartFailure, sentence: string): StartResult {
  return { server: null, failure: failure(reason, `${target.label} ${sentence}`, log.tail()) };
}
