/** The part of this machine in a host: both ends, one of them, or none. */
import type { Plan } from '../model/plan.ts';
import type { Caller } from './caller.ts';
import { type OpenHost, openHost } from './open-host.ts';
import type { Machines } from './reach-machines.ts';
import { generatorsSide, serversSide } from './sides.ts';

export interface ThisMachine<P> extends AsyncDisposable {
  /** What is asked of this machine. */
  readonly plan: P;
  /** Puts its limits in force, once; they are taken back when this is disposed of. */
  open(): Promise<OpenHost>;
}

/**
 * @param logFolder for what servers print
 * @param note receives what was left here, and which logs are cut
 */
export function thisMachine<P extends Pick<Plan, 'host' | 'placement'>>(
  plan: P,
  { servers, generators, link }: Machines,
  logFolder: string,
  caller: Pick<Caller, 'env' | 'beforeLeaving'>,
  note: (sentence: string) => void = () => undefined,
): ThisMachine<P> {
  const own = generators.length > 0 ? serversSide(plan) : servers !== null ? generatorsSide(plan) : plan;
  const address = servers === null ? link?.address : undefined;
  let opened: OpenHost | null = null;
  return {
    plan: own,
    open: async () => {
      opened ??= await openHost(own, logFolder, caller, note, address);
      return opened;
    },
    async [Symbol.asyncDispose]() {
      await opened?.[Symbol.asyncDispose]();
    },
  };
}
