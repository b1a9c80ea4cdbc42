/** The machines of a host: where servers run, and from where they are loaded. */
import { describeMachine, openFilesLimit } from '../measure/host/describe-machine.ts';
import { ipAddressOf } from '../measure/remote/ssh.ts';
import type { Link } from '../model/part.ts';
import type { Plan } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import type { MachineFacts } from '../plan/place.ts';
import type { Caller } from './caller.ts';
import { linkBetween } from './link-between.ts';
import { type RemoteGenerator, reachGenerator } from './remote-generator.ts';
import { type RemoteHost, reachHost } from './remote-host.ts';

export interface Machines extends AsyncDisposable {
  /** On which servers run. */
  readonly machine: Machine;
  /** Null: this machine. */
  readonly servers: RemoteHost | null;
  /** Null: this machine. */
  readonly generator: RemoteGenerator | null;
  /** What lies between the two; null: servers and generator are both on this machine. */
  readonly link: Link | null;
}

/**
 * Connects to those that are not this one.
 * @throws HostProblem in words, with what to do; the signal's reason when it is aborted
 */
export async function reachMachines(
  host: Plan['host'],
  caller: Pick<Caller, 'env' | 'signal' | 'beforeLeaving'>,
): Promise<Machines> {
  await using reached = new AsyncDisposableStack();
  const servers = reached.use(await reachHost(host, caller));
  const generator = reached.use(await reachGenerator(host, caller));
  const isHere = servers === null && generator === null;
  const address = servers?.address ?? (isHere ? '' : await ipAddressOf(host.address ?? '', host.name));
  const here = describeMachine();
  const machine = servers?.machine ?? here;
  const link = isHere ? null : linkBetween(address, servers, generator, here);
  const kept = reached.move();
  return { machine, servers, generator, link, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** What a plan has to know of them. */
export function factsOf({ machine: servers, generator, link }: Machines): MachineFacts {
  const { machine, openFiles } = generator ?? { machine: describeMachine(), openFiles: openFilesLimit() };
  return { ...machine, openFiles, ...(link === null ? {} : { servers }) };
}
