import type { TargetFailure } from '../../model/run.ts';
import { authority } from '../load/request-bytes.ts';
import type { ServerExit } from '../seams.ts';
import type { ListeningSocket } from './listening-sockets.ts';

/** Codes of the reasons for which a target could not be started. */
export type StartFailure =
  | 'not-found'
  | 'exited'
  | 'port-in-use'
  | 'never-ready'
  | 'listens-elsewhere'
  | 'wrong-page'
  /** What it speaks, or how it ends its answers, is not HTTP/1.1. */
  | 'not-http'
  | 'wrong-length'
  | 'endless'
  /** Its start command ended while processes of it live. */
  | 'in-background';

/**
 * A failure with its sentence and the last lines of the server's log.
 * @param logTail null where it was not started, or its log is not at hand
 */
export function failure(
  reason: StartFailure,
  sentence: string,
  logTail: readonly string[] | null,
): TargetFailure {
  if (logTail === null) return { reason, detail: sentence };
  const log =
    logTail.length === 0
      ? 'It printed nothing.'
      : `The last lines of its log:\n${logTail.map((line) => `  ${shortened(line)}`).join('\n')}`;
  return { reason, detail: `${sentence}\n${log}` };
}

/** What was written without a line's end, or is no text, would bury the rest. */
const shortened = (line: string) => (line.length > 500 ? `${line.slice(0, 500)}…` : line);

/** How a process ended, to be read behind "it": `ended with code 1`. */
export function describeExit({ code, signal }: ServerExit): string {
  return signal === null ? `ended with code ${code ?? 'unknown'}` : `was ended by ${signal}`;
}

/** What to say of a start command that ended while this many processes of the server live on. */
export function describeBackground(exit: ServerExit, left: number): string {
  const lives = left === 1 ? 'one of its processes lives' : `${left} of its processes live`;
  return `went into the background: its start command ${describeExit(exit)} while ${lives}. Start it in the foreground, without & or a flag like --daemon.`;
}

/** A hint, to stand behind a sentence; empty where there is none. */
export const ledBySpace = (hint: string | null): string => (hint === null ? '' : ` ${hint}`);

/** Whether a log speaks of a port that is taken; every platform's runtime words it in one of these ways. */
export function tellsPortInUse(logTail: readonly string[]): boolean {
  return logTail.some((line) => /EADDRINUSE|address (is )?already in use|address in use/i.test(line));
}

/** What to say of a server that listens, but not where it was told to. */
export function describeElsewhere(
  port: number,
  address: string,
  sockets: readonly ListeningSocket[],
): string {
  const there = sockets.map(authority).join(', ');
  return sockets.some((socket) => socket.port === port)
    ? `does not listen on the address it was given, ${address}, but on ${there}; use {host} in start, or HOST from the environment.`
    : `does not listen on the port it was given; use {port} in start, or PORT from the environment, or name the right one in "port". It was given ${port} and listens on ${there}.`;
}
