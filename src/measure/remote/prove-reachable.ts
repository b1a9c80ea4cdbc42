import { once } from 'node:events';
import { connect } from 'node:net';
import { authority, type SocketAddress } from '../load/request-bytes.ts';
import { HostProblem } from './host-problem.ts';

const patienceMs = 5_000;

/**
 * A server that its own machine finds ready may be behind a firewall for this one.
 * @throws HostProblem where nothing answers; the signal's reason when it is aborted
 */
export async function proveReachable(server: SocketAddress, signal: AbortSignal): Promise<void> {
  const socket = connect({ host: server.address, port: server.port });
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
  } catch (error) {
    signal.throwIfAborted();
    const isSilent = error instanceof Error && error.name === 'AbortError';
    const why = isSilent ? 'no answer for 5 s' : error instanceof Error ? error.message : String(error);
    throw new HostProblem(
      `it does not reach the server at ${authority(server)} (${why}); see to a route, and to firewalls`,
    );
  } finally {
    socket.destroy();
  }
}
