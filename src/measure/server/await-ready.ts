import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../../contract/answer.ts';
import type { Target } from '../../model/target.ts';
import type { JudgePage } from '../seams.ts';
import { fetchPage } from './fetch-page.ts';
import { type ListeningSocket, listeningSockets } from './listening-sockets.ts';

/** How the waiting ended. The server's own end and an abort are for the caller to see. */
export type Readiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'wrong-page'; readonly why: string }
  /** The ready path leads elsewhere, which no wait will change. */
  | { readonly kind: 'redirects'; readonly status: number; readonly location: string | null }
  | { readonly kind: 'elsewhere'; readonly sockets: readonly ListeningSocket[] }
  | { readonly kind: 'late'; readonly lastSeen: string };

export interface Awaited {
  readonly target: Pick<Target, 'ready' | 'request'>;
  readonly address: string;
  readonly port: number;
  readonly judge: JudgePage;
  /** The processes of the server, for finding out where they listen. */
  pids(): readonly number[];
}

const pollMs = 10;
const lookAroundMs = 500;
/** A request that is sent just before the deadline must not fail for that alone. */
const leastPatienceMs = 500;

/**
 * Waits until a server answers the ready path with 200 and the measured request with the right page.
 * @throws the signal's reason when it is aborted
 */
export async function awaitReady(server: Awaited, signal: AbortSignal): Promise<Readiness> {
  const deadline = performance.now() + server.target.ready.timeoutMs;
  let seen: Knock = { kind: 'silent', says: 'nothing listens there' };
  let lookedAround = performance.now();
  let elsewhereBefore = false;
  while (performance.now() < deadline) {
    seen = await knock(server, server.port, deadline, signal);
    if (seen.kind === 'right') return { kind: 'ready' };
    if (seen.kind === 'redirects') return seen;
    // What a server says while it is not ready may change, but a page that is served is what it serves.
    if (seen.kind === 'wrong' && seen.status < 500) return { kind: 'wrong-page', why: seen.says };
    if (seen.kind === 'silent' && performance.now() - lookedAround > lookAroundMs) {
      // Twice, because a server may open several ports one after another.
      const elsewhere = await servesElsewhere(server, deadline, signal);
      if (elsewhere !== null && elsewhereBefore) return { kind: 'elsewhere', sockets: [elsewhere] };
      elsewhereBefore = elsewhere !== null;
      lookedAround = performance.now();
    }
    await wait(pollMs, undefined, { signal });
  }
  if (seen.kind === 'wrong') return { kind: 'wrong-page', why: seen.says };
  const sockets = seen.kind === 'silent' ? otherSockets(server) : [];
  return sockets.length > 0 ? { kind: 'elsewhere', sockets } : { kind: 'late', lastSeen: seen.says };
}

type Knock =
  | { readonly kind: 'right' }
  | Extract<Readiness, { readonly kind: 'redirects' }>
  | { readonly kind: 'wrong'; readonly status: number; readonly says: string }
  | { readonly kind: 'busy'; readonly says: string }
  /** Nobody answers at all. */
  | { readonly kind: 'silent'; readonly says: string };

async function knock(server: Awaited, port: number, deadline: number, signal: AbortSignal): Promise<Knock> {
  const { ready, request } = server.target;
  const where = { address: server.address, port };
  const left = AbortSignal.timeout(Math.max(leastPatienceMs, Math.ceil(deadline - performance.now())));
  const either = AbortSignal.any([signal, left]);
  let answer: Answer;
  try {
    const first = await fetchPage(
      where,
      { method: 'GET', path: ready.path, headers: {}, body: null },
      either,
    );
    if (first.status >= 300 && first.status < 400) {
      return { kind: 'redirects', status: first.status, location: first.headers['location'] ?? null };
    }
    if (first.status !== 200) {
      return { kind: 'busy', says: `GET ${ready.path} was answered with status ${first.status}` };
    }
    answer = await fetchPage(where, request, either);
  } catch (error) {
    signal.throwIfAborted();
    if (left.aborted) return { kind: 'busy', says: 'a request was taken but not answered in time' };
    const text = error instanceof Error ? error.message : String(error);
    return /ECONNREFUSED/.test(text)
      ? { kind: 'silent', says: 'nothing listens there' }
      : { kind: 'busy', says: `a request ended with: ${text}` };
  }
  const why = server.judge(answer);
  return why === null ? { kind: 'right' } : { kind: 'wrong', status: answer.status, says: why };
}

/** A socket of the server's on which the right page is served, though it is not the one it was given. */
async function servesElsewhere(
  server: Awaited,
  deadline: number,
  signal: AbortSignal,
): Promise<ListeningSocket | null> {
  for (const socket of otherSockets(server)) {
    const address = isReachable(socket.address) ? server.address : socket.address;
    const seen = await knock({ ...server, address }, socket.port, deadline, signal);
    if (seen.kind === 'right') return socket;
  }
  return null;
}

function otherSockets(server: Awaited): ListeningSocket[] {
  return listeningSockets(server.pids()).filter(
    ({ address, port }) => port !== server.port || (address !== server.address && !isReachable(address)),
  );
}

/** An address that stands for all addresses of the machine. */
function isReachable(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
