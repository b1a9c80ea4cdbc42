/** The host of a plan, ready for servers. Whatever ends the work, nothing of it stays on the machine. */
import { basename } from 'node:path';
import { openLeftovers } from '../files/leftovers.ts';
import { type Logs, openLogs } from '../files/logs.ts';
import { leaveAtOnce } from '../measure/host/leave-at-once.ts';
import { cleanLeftovers, type LeftoverMemory } from '../measure/host/leftovers.ts';
import { limitBandwidth } from '../measure/host/limit-bandwidth.ts';
import { type PreparedHost, prepareHost } from '../measure/host/prepare-host.ts';
import { isFree } from '../measure/server/choose-port.ts';
import { type ServerStarter, serverStarter } from '../measure/server/start-server.ts';
import type { Plan } from '../model/plan.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Caller } from './caller.ts';

export interface OpenHost extends AsyncDisposable {
  readonly host: PreparedHost;
  /** Where everything is remembered that is put on the machine. */
  readonly memory: LeftoverMemory;
  readonly startServer: ServerStarter['startServer'];
}

/**
 * Ends what an earlier program left, and puts the host's limits in force. Disposing of it takes them back.
 * @param logFolder for what servers print; made with the first log
 * @param note receives what was left, and which logs are cut
 * @param address where servers listen
 * @throws UsageError where this machine has no such address
 */
export async function openHost(
  plan: Pick<Plan, 'host' | 'placement'>,
  logFolder: string,
  { env, beforeLeaving }: Pick<Caller, 'env' | 'beforeLeaving'>,
  note: (sentence: string) => void = () => undefined,
  address = '127.0.0.1',
): Promise<OpenHost> {
  if (!(await isFree(address, 0))) {
    throw new UsageError(`${address} is not an address of this machine`, 'Set "address" to one that is.');
  }
  const leftovers = openLeftovers(env);
  const cleaned = await cleanLeftovers(leftovers.all());
  for (const leftover of cleaned) leftovers.forget(leftover);
  // One sweep leaves several traces, and is reported once.
  if (cleaned.length > 0) {
    note(
      'An earlier sweep was killed and had left a server, a cgroup or a limit behind; that is cleaned up now.',
    );
  }

  const memory: LeftoverMemory = leftovers;
  const bandwidth = await limitBandwidth(plan.host, { address, env, memory });
  const prepared = await prepareHost(plan, memory);
  const limits = { ...prepared.limits, ...(bandwidth === null ? {} : { bandwidth: bandwidth.limit }) };
  const host: PreparedHost = { ...prepared, limits };
  const logs = openTrimmedLogs(logFolder, note);
  const starter = serverStarter({ host, address, openLog: logs.open, ...memory });
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
      logs[Symbol.dispose]();
      await host.release();
      await bandwidth?.release();
    },
  };
}

const logsEveryMs = 1_000;

/** Logs that are kept from filling the disk for as long as they are open. */
function openTrimmedLogs(folder: string, note: (sentence: string) => void): Logs & Disposable {
  const logs = openLogs(folder);
  const trimming = setInterval(() => {
    for (const path of logs.trim()) {
      note(
        `${basename(path)} grows so fast that only its end is kept; writing it is measured with the rest.`,
      );
    }
  }, logsEveryMs);
  return {
    ...logs,
    [Symbol.dispose]() {
      clearInterval(trimming);
      logs.close();
    },
  };
}
