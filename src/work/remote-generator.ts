/** The machine from which a host is loaded, where it is not this one. */
import type { Questions } from '../measure/remote/questions.ts';
import { remoteGeneratorEnd } from '../measure/remote/remote-generator-end.ts';
import { watchThere } from '../measure/remote/remote-server-end.ts';
import type { Plan } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import type { Caller } from './caller.ts';
import { type ReachedMachine, reach, sshRequest } from './reach.ts';
import type { Sending } from './sides.ts';

export interface RemoteGenerator extends ReachedMachine {
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
  /** All that a doctor looks at there, a trial of the generator included. */
  examine(
    plan: Pick<Plan, 'host' | 'placement'>,
    signal: AbortSignal,
    say: (what: string) => void,
  ): Promise<Questions['examineGenerator']['answer']>;
}

/**
 * Connects to the generator's machine of a host; null where it is this machine.
 * @throws HostProblem in words, with what to do; the signal's reason when it is aborted
 */
export async function reachGenerator(
  { generator }: Plan['host'],
  caller: Pick<Caller, 'env' | 'signal' | 'beforeLeaving'>,
): Promise<RemoteGenerator | null> {
  if (generator === undefined) return null;
  const { ssh: _, there, ...reached } = await reach(sshRequest(generator.via.ssh, generator.via, caller));
  return {
    ...reached,
    open: async (plan, targets, run, note) => {
      const opened = await there.ask('openGenerator', { plan, targets, run }, { tell: note });
      const { setting, engine } = opened;
      return {
        setting,
        generatorEnd: remoteGeneratorEnd(there, engine),
        watchMachine: watchThere(there),
      };
    },
    examine: ({ host, placement }, signal, say) =>
      there.ask('examineGenerator', { host, placement }, { signal, tell: say }),
  };
}
