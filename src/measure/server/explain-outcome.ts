/** Why a server that was started is not ready, in one sentence with what to do. */
import type { Target } from '../../model/target.ts';
import type { ServerExit } from '../seams.ts';
import type { Readiness } from './await-ready.ts';
import {
  describeBackground,
  describeElsewhere,
  describeExit,
  ledBySpace,
  type StartFailure,
  tellsPortInUse,
} from './explain-failure.ts';
import { whatShellChokedOn } from './explain-program.ts';
import { whoListens } from './listening-sockets.ts';
import type { ServerCommand } from './server-environment.ts';

export type Outcome = Readiness | { readonly kind: 'exited'; readonly exit: ServerExit };

/** A sentence that follows the name of the server. */
export interface Explained {
  readonly reason: StartFailure;
  readonly sentence: string;
}

/** What is known of a start. */
export interface Started {
  readonly target: Target;
  readonly address: string;
  readonly port: number;
  readonly how: ServerCommand;
  readonly log: readonly string[];
  /** Processes that live though the start command has ended. */
  readonly left: readonly number[];
  readonly life: { oomKills(): number };
}

export function explainOutcome(outcome: Exclude<Outcome, { kind: 'ready' }>, started: Started): Explained {
  const { target, address, port, log } = started;
  const waited = `was not ready after ${target.ready.timeoutMs / 1_000} s`;
  switch (outcome.kind) {
    case 'exited':
      return explainExit(outcome.exit, started);
    case 'never':
      return outcome;
    case 'elsewhere':
      if (outcome.sockets.length > 0)
        return { reason: 'listens-elsewhere', sentence: describeElsewhere(port, address, outcome.sockets) };
      // What watches a server outlives it.
      return (
        explainTaken(started) ?? {
          reason: 'never-ready',
          sentence: `${waited}: nothing listens there. ${asksIn(log) ?? moreTime(target)}`,
        }
      );
    case 'unix':
      return {
        reason: 'listens-elsewhere',
        sentence: `listens on ${outcome.names.join(', ')} only, a Unix socket, and bench measures TCP: let it listen on {port}, or PORT from the environment.`,
      };
    case 'late':
      return {
        reason: 'never-ready',
        sentence: `${waited}: ${outcome.lastAnswers.join('; then ')}.${ledBySpace(outcome.hint)} ${moreTime(target)}`,
      };
  }
}

/** Null: its log does not speak of a port that is taken. */
function explainTaken({ port, log }: Started): Explained | null {
  if (!tellsPortInUse(log)) return null;
  const taken = portIn(log);
  const isFree = taken !== null && taken !== port && whoListens(taken) === null;
  const who =
    taken === null
      ? ''
      : isFree
        ? ` Port ${taken}: nobody is seen to listen on it; connections of an earlier server hold it for up to a minute where a server does not set SO_REUSEADDR.`
        : ` Port ${taken}: ${whoTook(taken)}.`;
  return {
    reason: 'port-in-use',
    sentence: `finds a port in use; it was given ${port}.${who} Does it listen on {port}, or PORT from the environment?`,
  };
}

function explainExit(exit: ServerExit, started: Started): Explained {
  const taken = explainTaken(started);
  if (taken !== null) return taken;
  const { target, how, left, life } = started;
  const ended = describeExit(exit);
  if (left.length > 0) return { reason: 'in-background', sentence: describeBackground(exit, left.length) };
  const oom = life.oomKills() > 0 ? ', killed for want of memory' : '';
  const hint =
    exit.code === 0
      ? 'Does it go into the background, or need to be told to stay?'
      : whatShellChokedOn(target.path, how);
  return {
    reason: 'exited',
    sentence: `${ended} before it was ready${oom}.${ledBySpace(hint)}`,
  };
}

/** A hint where the last words of a log are a question; else null. */
function asksIn(log: readonly string[]): string | null {
  const asks = /\?\s*$|[[(]y(es)?\/no?[\])]\W*$/i.test(log.at(-1) ?? '');
  return asks
    ? 'Its last words are a question, and nobody answers: answer it by a flag or a variable.'
    : null;
}

/** How a server is given more time to start; no flag does so, and a command behind `--` has no target.json yet. */
function moreTime({ ready }: Target): string {
  const longer = (ready.timeoutMs * 3) / 1_000;
  return `If it only takes longer to start, say "ready": {"timeout": "${longer}s"} in its target.json; "bench init" writes one for a command.`;
}

/** The port that a log speaks of as taken, where it says which. */
function portIn(log: readonly string[]): number | null {
  const line = log.find((text) => tellsPortInUse([text]));
  const port = /(?::|port:? ?)(\d{2,5})\b/i.exec(line ?? '')?.[1];
  return port === undefined ? null : Number(port);
}

/** Whose a port is, to be read behind a colon. */
export function whoTook(port: number): string {
  const listener = whoListens(port);
  return listener === null
    ? 'another program listens on it'
    : `${listener.program} (process ${listener.pid}) listens on it`;
}
