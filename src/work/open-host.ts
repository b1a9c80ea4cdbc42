/** The host of a plan, ready for servers. Whatever ends the work, nothing of it stays on the machine. */
import { openLeftovers } from '../files/leftovers.ts';
import { type PreparedHost, prepareHost } from '../measure/host/prepare-host.ts';
import { leaveAtOnce } from '../measure/server/leave-at-once.ts';
import { cleanLeftovers, type LeftoverMemory } from '../measure/server/leftovers.ts';
import { type ServerStarter, serverStarter } from '../measure/server/start-server.ts';
import type { Plan } from '../model/plan.ts';
import type { Caller } from './caller.ts';

export interface OpenHost extends AsyncDisposable {
  readonly host: PreparedHost;
  /** Where everything is remembered that is put on the machine. */
  readonly memory: LeftoverMemory;
  readonly startServer: ServerStarter['startServer'];
}

/**
 * Ends what an earlier program left, and puts the host's limits in force. Disposing of it takes them back.
 * @param note is told of something that was left
 */
export async function openHost(
  plan: Pick<Plan, 'host' | 'placement'>,
  { env, beforeLeaving }: Pick<Caller, 'env' | 'beforeLeaving'>,
  note: (sentence: string) => void = () => undefined,
): Promise<OpenHost> {
  const leftovers = openLeftovers(env);
  const cleaned = await cleanLeftovers(leftovers.all());
  for (const leftover of cleaned) leftovers.forget(leftover);
  // One sweep leaves several traces, and is told of once.
  if (cleaned.length > 0) {
    note('An earlier sweep was killed and had left a server or a cgroup behind; that is cleaned up now.');
  }

  const memory: LeftoverMemory = leftovers;
  const host = await prepareHost(plan, memory);
  const starter = serverStarter({ host, ...memory });
  const withdraw = beforeLeaving(() => {
    starter.killNow();
    const own = leftovers.all().filter(({ toolPid }) => toolPid === process.pid);
    for (const gone of leaveAtOnce(own)) leftovers.forget(gone);
  });
  return {
    host,
    memory,
    startServer: starter.startServer,
    async [Symbol.asyncDispose]() {
      withdraw();
      await host.release();
    },
  };
}
