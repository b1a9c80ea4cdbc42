import { unsampled } from '../../model/unsampled.ts';
import { authority, type SocketAddress } from '../load/request-bytes.ts';
import type { RunningServer, ServerExit, StartResult } from '../seams.ts';
import { awaitReady } from './await-ready.ts';
import { failure, ledBySpace, type StartFailure } from './explain-failure.ts';
import { whoListens } from './listening-sockets.ts';
import { unknownSample } from './sample-server.ts';
import type { ServerRequest } from './start-server.ts';

/** What runs already listens, unless it is being started anew just now. */
const silenceMs = 2_000;

/** On which other address of this machine somebody listens on the port; empty where nobody does. */
function elsewhere(port: number): string {
  const listener = whoListens(port);
  if (listener === null) return '';
  const { program, pid } = listener;
  return `, but ${program} (process ${pid}) does on ${authority(listener)}: give that address`;
}

/**
 * Takes a server that runs already: it is asked until it answers rightly, and neither started, limited, sampled nor
 * stopped.
 * @throws the signal's reason when it is aborted
 */
export async function attachServer(
  place: SocketAddress,
  { target, judge, signal }: ServerRequest,
): Promise<StartResult> {
  const readiness = await awaitReady({ target, ...place, judge, pids: () => [], silenceMs }, signal);
  if (readiness.kind === 'ready') return { server: running(place), failure: null };
  const failed = (reason: StartFailure, sentence: string): StartResult => ({
    server: null,
    failure: failure(reason, `${target.label} ${sentence}`, null),
  });
  if (readiness.kind === 'never') return failed(readiness.reason, readiness.sentence);
  return failed(
    'never-ready',
    readiness.kind === 'late'
      ? `was not ready: ${readiness.lastAnswers.join('; ')}.${ledBySpace(readiness.hint)} Start bench once it answers.`
      : `is not there: nothing listens on ${authority(place)}${elsewhere(place.port)}.`,
  );
}

function running(place: SocketAddress): RunningServer {
  const left: ServerExit = { code: null, signal: null };
  return {
    ...place,
    pid: 0,
    startMs: 0,
    listenBacklog: null,
    exited: new Promise(() => {}),
    // Nothing can be known of a process that may be anywhere.
    sample: async () => unknownSample,
    watch: async () => async () => unsampled.server,
    left: async () => 0,
    logTail: async () => [],
    stop: async () => left,
  };
}
