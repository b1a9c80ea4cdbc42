/** The servers' end on another machine, over a conversation with the program there. */
import type { Link } from '../../model/part.ts';
import type { Limits, Machine } from '../../model/run.ts';
import type { RunningServer, ServerEnd, ServerExit, StartResult } from '../seams.ts';
import type { Asker } from './conversation.ts';
import type { Questions, ToldServer, ToldStart } from './questions.ts';

export interface RemoteEnd {
  readonly there: Asker<Questions>;
  readonly machine: Machine;
  readonly limits: Limits;
  readonly build: ServerEnd['build'];
  /** Brings the logs here that have changed. */
  fetchLogs(): Promise<void>;
}

export function remoteServerEnd(end: RemoteEnd): ServerEnd {
  const { there, machine, limits } = end;
  return {
    machine,
    limits,
    build: end.build,
    start: async ({ target, signal, ...request }) =>
      startedThere(await there.ask('start', { label: target.label, ...request }, { signal }), end),
    watchMachine: watchThere(there),
    hashDatabase: () => there.ask('hashDatabase', null),
  };
}

/** Watches the machine there over a step. */
export const watchThere =
  (there: Asker<Questions>): ServerEnd['watchMachine'] =>
  async () => {
    await there.ask('watchMachine', null);
    return () => there.ask('machineWatched', null);
  };

/** What was told of a start, as a server that can be watched and stopped. */
export async function startedThere(
  told: ToldStart,
  end: Pick<RemoteEnd, 'there' | 'fetchLogs'>,
): Promise<StartResult> {
  if (told.server !== null) return { server: running(told.server, end), failure: null };
  await end.fetchLogs();
  return told;
}

function running(
  { handle, ...facts }: ToldServer,
  { there, fetchLogs }: Pick<RemoteEnd, 'there' | 'fetchLogs'>,
): RunningServer {
  const gone: ServerExit = { code: null, signal: null };
  return {
    ...facts,
    // A lost connection says nothing about the server.
    exited: there.ask('exited', handle).catch(() => new Promise<ServerExit>(() => {})),
    sample: () => there.ask('sample', handle),
    watch: async () => {
      await there.ask('watch', handle);
      return () => there.ask('watched', handle);
    },
    left: () => there.ask('left', handle),
    logTail: () => there.ask('logTail', handle),
    stop: async () => {
      try {
        const exit = await there.ask('stop', handle);
        await fetchLogs();
        return exit;
      } catch {
        // Without a connection, the program there stops it by itself.
        return gone;
      }
    },
  };
}

/** Of this machine and another one. */
export interface ComparedClocks extends Pick<Link, 'clockOffsetMs' | 'clockUncertaintyMs'> {
  readonly roundTripMs: number;
}

/** So many questions tell the shortest way. */
const rounds = 8;

/**
 * How the clock there differs from the one here: what it said, against the middle of the shortest round trip of several
 * (https://www.rfc-editor.org/rfc/rfc5905#section-8). All in milliseconds.
 */
export async function compareClocks(there: Pick<Asker<Questions>, 'ask'>): Promise<ComparedClocks> {
  let shortest = { roundTripMs: Number.POSITIVE_INFINITY, clockOffsetMs: 0 };
  for (let round = 0; round < rounds; round++) {
    const asked = performance.timeOrigin + performance.now();
    const said = await there.ask('clock', null);
    const roundTripMs = performance.timeOrigin + performance.now() - asked;
    if (roundTripMs < shortest.roundTripMs)
      shortest = { roundTripMs, clockOffsetMs: said - (asked + roundTripMs / 2) };
  }
  return { ...shortest, clockUncertaintyMs: shortest.roundTripMs / 2 };
}
