import type { SocketAddress } from '../load/request-bytes.ts';
import type { RunningServer, ServerExit, ServerSample, StartResult } from '../seams.ts';
import { awaitReady } from './await-ready.ts';
import { failure } from './explain-failure.ts';
import type { ServerRequest } from './start-server.ts';

/** Nothing can be known of a process that may be anywhere. */
const unknown: ServerSample = {
  cpuMs: null,
  waitForCpuMs: null,
  rssBytes: null,
  openFiles: null,
  threads: null,
  oomKills: null,
};

/**
 * Takes a server that runs already: it is asked until it answers rightly, and neither started, limited, sampled nor
 * stopped.
 * @throws the signal's reason when it is aborted
 */
export async function attachServer(
  place: SocketAddress,
  { target, judge, signal }: ServerRequest,
): Promise<StartResult> {
  const readiness = await awaitReady({ target, ...place, judge, pids: () => [] }, signal);
  if (readiness.kind === 'ready') return { server: running(place), failure: null };
  const where = `${place.address}:${place.port}`;
  const sentence = {
    unix: () => '',
    elsewhere: () => `is not there: nothing listens on ${where}.`,
    late: () => `was not ready: ${readiness.kind === 'late' ? readiness.lastAnswers.join('; ') : ''}.`,
    never: () => (readiness.kind === 'never' ? readiness.sentence : ''),
  }[readiness.kind]();
  const reason = readiness.kind === 'never' ? readiness.reason : 'never-ready';
  return { server: null, failure: failure(reason, `${target.label} ${sentence}`, []) };
}

function running(place: SocketAddress): RunningServer {
  const left: ServerExit = { code: null, signal: null };
  return {
    ...place,
    pid: 0,
    startMs: 0,
    listenBacklog: null,
    exited: new Promise(() => {}),
    sample: async () => unknown,
    watch: async () => async () => ({
      cpuMs: null,
      waitForCpuMs: null,
      maxRssBytes: null,
      maxOpenFiles: null,
      threads: null,
      oomKills: null,
    }),
    logTail: async () => [],
    stop: async () => left,
  };
}
