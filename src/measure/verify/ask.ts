/** Questions to a server that nobody else asks. */
import type { Agent } from 'node:http';
import type { Answer } from '../../contract/answer.ts';
import type { MeasuredRequest } from '../../model/target.ts';
import type { RunningServer } from '../seams.ts';
import { fetchPage } from '../server/fetch-page.ts';

/** Where a server is. */
export type Place = Pick<RunningServer, 'address' | 'port'>;

/** No answer takes longer than this on a server that nobody else asks. */
const patienceMs = 10_000;

/**
 * Asks, and gives the answer, or why there was none as the end of a sentence.
 * @throws the signal's reason when it is aborted
 */
export async function ask(
  server: Place,
  wanted: Pick<MeasuredRequest, 'method' | 'path' | 'headers' | 'body'>,
  signal: AbortSignal,
  agent: Agent | false = false,
): Promise<Answer | string> {
  signal.throwIfAborted();
  const patience = AbortSignal.timeout(patienceMs);
  try {
    return await fetchPage(server, wanted, AbortSignal.any([signal, patience]), agent);
  } catch (error) {
    signal.throwIfAborted();
    if (patience.aborted) return `there was no answer within ${patienceMs / 1_000} s`;
    return `there was no answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Works through a list, several at a time; what has begun is finished before the first error is thrown. */
export async function eachOf<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  const results = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
