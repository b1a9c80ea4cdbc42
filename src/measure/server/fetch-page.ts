import { addAbortListener } from 'node:events';
import type { Answer } from '../../contract/answer.ts';
import { completeRequest } from '../../model/complete-request.ts';
import { Caller, type Wanted } from '../load/caller.ts';
import { type EndCode, MOST_KEPT } from '../load/connection.ts';
import type { SocketAddress } from '../load/request-bytes.ts';

/**
 * Sends one request, as the load would and with the headers that every request has, and takes the whole answer. In the
 * answer, a header that came twice is joined.
 * @param caller whose connection is used and stays open; unless given, the request has a connection of its own
 * @returns the answer; one that ended early says so
 * @throws the system's error code, or an Error that says how the answer was not one
 */
export async function fetchPage(
  place: SocketAddress,
  wanted: Wanted,
  signal: AbortSignal,
  caller?: Caller,
): Promise<Answer> {
  signal.throwIfAborted();
  const asking = caller ?? new Caller(place);
  const aborted = Promise.withResolvers<never>();
  using _abort = addAbortListener(signal, () => aborted.reject(signal.reason));
  try {
    const ending = await Promise.race([asking.ask(completeRequest(wanted)), aborted.promise]);
    if (ending.kind === 'unreachable') throw new Error(ending.code);
    if (ending.kind === 'broken') {
      const why = inWords(ending.code);
      if (ending.answer === null) throw new Error(why);
      return { ...ending.answer, brokenOff: why };
    }
    if (ending.bodyBytes > MOST_KEPT.body) throw new Error(`it is longer than ${MOST_KEPT.body} bytes`);
    return ending.answer;
  } finally {
    if (caller === undefined || signal.aborted) asking.hangUp();
  }
}

/** How a connection came to its end. */
function inWords(code: EndCode): string {
  if (code === 'end') return 'the connection was closed';
  return code === 'malformed' ? 'it is not HTTP/1.1' : code;
}
