import { setTimeout as wait } from 'node:timers/promises';
import { completeRequest } from '../../model/complete-request.ts';
import type { Target } from '../../model/target.ts';
import type { SocketAddress } from '../load/request-bytes.ts';
import type { JudgePage } from '../seams.ts';
import { type Asked, askUntilRight } from './ask-until-right.ts';
import { type ListeningSocket, listeningSockets, listeningUnixSockets } from './listening-sockets.ts';
import type { Question } from './reading.ts';

/** How the waiting ended. The server's own end and an abort are for the caller to see. */
export type Readiness =
  | {
      readonly kind: 'ready';
      readonly place: SocketAddress;
      /** Of the waiting, what only served to see whether a server that listens elsewhere opens another port still. */
      readonly settlingMs: number;
    }
  | Extract<Asked, { readonly kind: 'never' | 'late' }>
  /** Nobody listens where the server was told to, though it listens elsewhere, or nowhere. */
  | { readonly kind: 'elsewhere'; readonly sockets: readonly ListeningSocket[] }
  /** Nobody listens anywhere but on sockets of the system's own. */
  | { readonly kind: 'unix'; readonly names: readonly string[] };

export interface Awaited extends SocketAddress {
  readonly target: Pick<Target, 'ready' | 'request' | 'port'>;
  readonly judge: JudgePage;
  /** So long it may be that nobody listens, where the server runs already; until its time is up unless given. */
  readonly silenceMs?: number;
  /** The processes of the server, for finding out where they listen. */
  pids(): readonly number[];
}

const knockMs = 10;
const lookAroundMs = 250;
/** A server may open several ports one after another: what it listens on has to stay the same for so long. */
const settledMs = 2_000;
/** A question that is asked just before the deadline must not fail for that alone. */
const leastPatienceMs = 500;
/** So long a socket may take for its first answer where another one has answered rightly. */
const latePatienceMs = 5_000;

/**
 * Waits until something listens where the server was told to, and then until the measured request is answered rightly;
 * before that, where target.json names a `ready.path`, until that is answered with 2xx. A server that listens elsewhere
 * is ready there, if only one of its sockets answers rightly and target.json does not name the port.
 * @throws the signal's reason when it is aborted
 */
export async function awaitReady(server: Awaited, signal: AbortSignal): Promise<Readiness> {
  const { ready, request } = server.target;
  const deadline = performance.now() + Math.max(leastPatienceMs, ready.timeoutMs);
  const measured: Question = { wanted: request, judge: server.judge };
  if (ready.path === null) return awaitAnswer(server, measured, deadline, signal);
  const first: Question = {
    wanted: completeRequest({ method: 'GET', path: ready.path, headers: request.headers, body: null }),
    judge: () => null,
  };
  const up = await awaitAnswer(server, first, deadline, signal);
  if (up.kind !== 'ready') return up;
  const outcome = await awaitAnswer({ ...server, ...up.place }, measured, deadline, signal);
  return outcome.kind === 'ready' ? { ...outcome, settlingMs: up.settlingMs + outcome.settlingMs } : outcome;
}

async function awaitAnswer(
  server: Awaited,
  question: Question,
  deadline: number,
  signal: AbortSignal,
): Promise<Readiness> {
  const place = { address: server.address, port: server.port };
  const silentUntil = Math.min(deadline, performance.now() + (server.silenceMs ?? Number.POSITIVE_INFINITY));
  let around = { sockets: '', since: 0, lookedAt: 0 };
  while (true) {
    const asked = await askUntilRight(place, question, deadline, signal);
    if (asked.kind === 'right') return { kind: 'ready', place, settlingMs: 0 };
    if (asked.kind !== 'silent') return asked;
    const now = performance.now();
    if (now >= silentUntil) return silentEnd(server);
    if (now - around.lookedAt > lookAroundMs) {
      const others = otherSockets(server);
      const sockets = others.map(({ inode }) => inode).join();
      const since = sockets === around.sockets ? around.since : now;
      around = { sockets, since, lookedAt: now };
      if (sockets !== '' && now - since >= settledMs) {
        const { right, settlingMs } = await rightPlaces(server, others, question, deadline, signal);
        if (right.length === 1 && server.target.port === null)
          return { kind: 'ready', place: right[0] ?? place, settlingMs: now - since + settlingMs };
        if (right.length > 0) return { kind: 'elsewhere', sockets: others };
        around = { ...around, since: now };
      }
    }
    await wait(knockMs, undefined, { signal });
  }
}

/**
 * Where the server gives the right answer, of the sockets that it listens on though it was not told to. What answers
 * late is given more time, for it may be the page, and what is quick another service of the same server.
 * @returns with what was only waited for the others
 */
async function rightPlaces(
  server: Awaited,
  sockets: readonly ListeningSocket[],
  question: Question,
  deadline: number,
  signal: AbortSignal,
): Promise<{ readonly right: readonly SocketAddress[]; readonly settlingMs: number }> {
  const right = new Map<number, SocketAddress>();
  const late: SocketAddress[] = [];
  for (const { address, port } of sockets) {
    for (const place of placesOf(address, server.address).map((reached) => ({ address: reached, port }))) {
      if (right.has(port)) continue;
      const asked = await askUntilRight(place, question, performance.now() + leastPatienceMs, signal);
      if (asked.kind === 'right') right.set(port, place);
      if (asked.kind === 'late') late.push(place);
    }
  }
  const wasThere = right.size > 0;
  const begun = performance.now();
  const until = Math.max(begun + leastPatienceMs, Math.min(deadline, begun + latePatienceMs));
  for (const place of await rightOf(server, late, question, until, signal)) right.set(place.port, place);
  return { right: [...right.values()], settlingMs: wasThere ? performance.now() - begun : 0 };
}

/** Which of these answer rightly in time; none once the server listens where it was told to, for that comes first. */
async function rightOf(
  server: Awaited,
  places: readonly SocketAddress[],
  question: Question,
  until: number,
  signal: AbortSignal,
): Promise<readonly SocketAddress[]> {
  const right: SocketAddress[] = [];
  const enough = new AbortController();
  const either = AbortSignal.any([signal, enough.signal]);
  const asking = { isOver: places.length === 0 };
  const all = Promise.all(
    places.map(async (place) => {
      const asked = await askUntilRight(place, question, until, either);
      if (asked.kind === 'right') right.push(place);
    }),
  )
    .catch((error: unknown) => {
      if (!either.aborted) throw error;
    })
    .finally(() => {
      asking.isOver = true;
    });
  while (!asking.isOver) {
    if (listeningSockets(server.pids()).some((socket) => isWhereTold(server, socket))) enough.abort();
    await Promise.race([all, wait(lookAroundMs)]);
  }
  signal.throwIfAborted();
  return enough.signal.aborted ? [] : right;
}

/** How a socket is reached that listens on an address, which may stand for all addresses of the machine. */
function placesOf(address: string, given: string): readonly string[] {
  if (address === '::') return [given, '::1'];
  return [address === '0.0.0.0' ? given : address];
}

/** A server that has listened nowhere until its time was up. */
function silentEnd(server: Awaited): Readiness {
  const sockets = otherSockets(server);
  const names = sockets.length > 0 ? [] : listeningUnixSockets(server.pids());
  return names.length > 0 ? { kind: 'unix', names } : { kind: 'elsewhere', sockets };
}

function otherSockets(server: Awaited): ListeningSocket[] {
  return listeningSockets(server.pids()).filter((socket) => !isWhereTold(server, socket));
}

const isWhereTold = (server: SocketAddress, { address, port }: ListeningSocket): boolean =>
  port === server.port && (address === server.address || address === '0.0.0.0');
