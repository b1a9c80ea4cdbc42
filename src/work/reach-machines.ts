/** The machines of a host: where servers run, and from where they are loaded. */
import { describeMachine, openFilesLimit } from '../measure/host/describe-machine.ts';
import { ipAddressOf } from '../measure/remote/ssh.ts';
import type { Link } from '../model/part.ts';
import type { Plan } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import type { MachineFacts } from '../plan/place.ts';
import type { Caller } from './caller.ts';
import { linkBetween } from './link-between.ts';
import { type RemoteGenerator, reachGenerators } from './remote-generator.ts';
import { type RemoteHost, reachHost } from './remote-host.ts';

export interface Machines extends AsyncDisposable {
  /** On which servers run. */
  readonly machine: Machine;
  /** Null: this machine. */
  readonly servers: RemoteHost | null;
  /** None: this machine. Of several, the first has the client that warms up and probes. */
  readonly generators: readonly RemoteGenerator[];
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
  const generators = await reachGenerators(host, caller, reached);
  const isHere = servers === null && generators.length === 0;
  const address = servers?.address ?? (isHere ? '' : await ipAddressOf(host.address ?? '', host.name));
  const here = describeMachine();
  const machine = servers?.machine ?? here;
  const link = isHere ? null : linkBetween(address, servers, generators, here);
  const kept = reached.move();
  return { machine, servers, generators, link, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** What a plan has to know of them. */
export function factsOf({ machine: servers, generators, link }: Machines): MachineFacts {
  const here = { machine: describeMachine(), openFiles: openFilesLimit() };
  const senders = generators.length === 0 ? [here] : generators;
  return {
    ...(generators[0] ?? here).machine,
    openFiles: least(senders.map(({ openFiles }) => openFiles)),
    localPorts: least(senders.map(({ machine }) => machine.localPorts)),
    ...(link === null ? {} : { servers }),
  };
}

/** Null: none of them is known. */
function least(limits: readonly (number | null)[]): number | null {
  const known = limits.filter((limit) => limit !== null);
  return known.length === 0 ? null : Math.min(...known);
}
