/** Requests to a server that is under no load. */
import type { Answer } from '../../contract/answer.ts';
import { Caller, type Wanted } from '../load/caller.ts';
import type { SocketAddress } from '../load/request-bytes.ts';
import { fetchPage } from '../server/fetch-page.ts';

export type { SocketAddress };

/** No answer takes longer than this on a server that is under no load. */
const patienceMs = 10_000;

/**
 * Asks, and gives the answer, or why there was none as the end of a sentence.
 * @throws the signal's reason when it is aborted
 */
export async function ask(
  server: SocketAddress,
  wanted: Wanted,
  signal: AbortSignal,
  caller?: Caller,
): Promise<Answer | string> {
  signal.throwIfAborted();
  const patience = AbortSignal.timeout(patienceMs);
  try {
    return await fetchPage(server, wanted, AbortSignal.any([signal, patience]), caller);
  } catch (error) {
    signal.throwIfAborted();
    if (patience.aborted) return `there was no answer within ${patienceMs / 1_000} s`;
    return `there was no answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Works through a list over several connections at once, each used again and again; what has begun is finished before the
 * first error is thrown.
 */
export async function eachOf<T>(
  items: readonly T[],
  server: SocketAddress,
  connections: number,
  work: (item: T, caller: Caller) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async () => {
    const caller = new Caller(server);
    try {
      for (const item of left) await work(item, caller);
    } finally {
      caller.hangUp();
    }
  };
  const results = await Promise.allSettled(Array.from({ length: connections }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
