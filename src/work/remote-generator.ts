/** The machines from which a host is loaded, where that is not this one. */
import type { SocketAddress } from '../measure/load/request-bytes.ts';
import type { Questions } from '../measure/remote/questions.ts';
import { remoteGeneratorEnd } from '../measure/remote/remote-generator-end.ts';
import { watchThere } from '../measure/remote/remote-server-end.ts';
import { vegetaThere } from '../measure/remote/remote-vegeta.ts';
import { generatorsOf, type Plan, type Ssh } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import type { Caller } from './caller.ts';
import { type ReachedMachine, reach, sshRequest } from './reach.ts';
import type { Sending } from './sides.ts';

export interface RemoteGenerator extends ReachedMachine {
  /** In messages. */
  readonly name: string;
  /** The version of the vegeta on its PATH; null: there is none. */
  readonly vegeta: string | null;
  /**
   * Puts its limits in force there.
   * @param run names the folder of the logs
   * @param note is told of what was left there
   * @throws HostProblem
   */
  open(
    plan: Plan,
    targets: readonly Target[],
    run: string,
    note: (sentence: string) => void,
  ): Promise<Sending>;
  /** @throws HostProblem where it cannot connect to a server */
  proveReachable(server: SocketAddress, signal: AbortSignal): Promise<void>;
  /** All that a doctor looks at there, a trial of the generator included. */
  examine(
    plan: Pick<Plan, 'host' | 'placement'>,
    signal: AbortSignal,
    say: (what: string) => void,
  ): Promise<Questions['examineGenerator']['answer']>;
}

/**
 * Connects to the generators' machines of a host; none where it is this machine that sends.
 * @param reached takes each of them, so that none stays connected where another one cannot be reached
 * @throws HostProblem in words, with what to do; the signal's reason when it is aborted
 */
export async function reachGenerators(
  host: Plan['host'],
  caller: Pick<Caller, 'env' | 'signal' | 'beforeLeaving'>,
  reached: AsyncDisposableStack,
): Promise<readonly RemoteGenerator[]> {
  const generators: RemoteGenerator[] = [];
  for (const via of generatorsOf(host)) generators.push(reached.use(await reachGenerator(via, caller)));
  return generators;
}

async function reachGenerator(
  via: Ssh,
  caller: Pick<Caller, 'env' | 'signal' | 'beforeLeaving'>,
): Promise<RemoteGenerator> {
  const name = via.ssh;
  const { ssh: _, there, ...reached } = await reach(sshRequest(name, via, caller));
  return {
    ...reached,
    name,
    vegeta: await there.ask('findVegeta', null),
    open: async (plan, targets, run, note) => {
      const opened = await there.ask('openGenerator', { plan, targets, run }, { tell: note });
      const { setting, engine } = opened;
      return {
        setting,
        generatorEnd: remoteGeneratorEnd(there, engine),
        vegetas: [vegetaThere(there)],
        watchMachine: watchThere(there),
      };
    },
    proveReachable: async ({ address, port }, signal) => {
      await there.ask('proveReachable', { address, port }, { signal });
    },
    examine: ({ host, placement }, signal, say) =>
      there.ask('examineGenerator', { host, placement }, { signal, tell: say }),
  };
}
