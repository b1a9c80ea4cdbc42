import type { StartResult } from '../measure/seams.ts';
import { failure } from '../measure/server/explain-failure.ts';

/**
 * A server that is loaded from another machine has to listen at its host's address; one that does not is stopped.
 * @param address of the host
 * @param label of the target
 */
export async function onlyAt(address: string, label: string, started: StartResult): Promise<StartResult> {
  const { server } = started;
  if (server === null || server.address === address) return started;
  await server.stop();
  const where = `${label} listens on ${server.address}, which cannot be reached from elsewhere`;
  return { server: null, failure: failure('never-ready', `${where}. Let it listen on HOST.`, null) };
}
