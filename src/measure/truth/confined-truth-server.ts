/** The truth server where a target would stand: on the servers' CPUs and within the host's limits. */

import { describeLeftover, type LeftoverMemory } from '../host/leftovers.ts';
import type { PreparedHost } from '../host/prepare-host.ts';
import { startTruthServer, type TruthServer } from './truth-server.ts';

/**
 * @param memory where its cgroups are remembered until they are removed
 * @throws TruthServerBroken where its process cannot be started
 */
export async function startConfinedTruthServer(
  host: Pick<PreparedHost, 'confineServer'>,
  memory: LeftoverMemory,
): Promise<TruthServer> {
  const room = host.confineServer();
  const trace = describeLeftover(room.group?.dirs ?? []);
  await memory.remember(trace);
  const leave = async () => {
    await room.group?.remove();
    await memory.forget(trace);
  };
  try {
    const server = await startTruthServer((command) => room.wrap(command));
    return {
      ...server,
      stop: async () => {
        await server.stop();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
