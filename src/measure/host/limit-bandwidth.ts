/** The bandwidth of a host whose servers are loaded over an interface that carries nothing else. */
import { networkInterfaces } from 'node:os';
import type { Plan } from '../../model/plan.ts';
import type { Limit } from '../../model/run.ts';
import { UsageError } from '../../model/usage-error.ts';
import { describeLeftover, type LeftoverMemory } from './leftovers.ts';
import { deviceTowards, freeSending, limitSending, queueOf } from './network-device.ts';

export interface LimitedBandwidth {
  /** What is in force, or why nothing is. */
  readonly limit: Limit;
  release(): Promise<void>;
}

interface Surrounding {
  /** Where servers listen. */
  readonly address: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly memory: LeftoverMemory;
}

/**
 * Holds what the host's interface sends to its bandwidth.
 * @returns null where the host names no interface, or no bandwidth
 * @throws UsageError where the limit would be on something else than the load alone
 */
export async function limitBandwidth(
  { interface: device, size: { bandwidthBitsPerSecond } }: Plan['host'],
  { address, env, memory }: Surrounding,
): Promise<LimitedBandwidth | null> {
  if (device === undefined || bandwidthBitsPerSecond === null) return null;
  const trace = { ...describeLeftover([]), device };
  try {
    refuse(device, address, env['SSH_CONNECTION']);
    await memory.remember(trace);
    const effective = limitSending(device, bandwidthBitsPerSecond);
    return {
      limit: { enforced: effective <= bandwidthBitsPerSecond, by: `tbf on ${device}`, effective },
      release: async () => {
        freeSending(device);
        await memory.forget(trace);
      },
    };
  } catch (error) {
    await memory.forget(trace);
    if (!(error instanceof Error) || 'hint' in error) throw error;
    const by = error.message.replaceAll(/\s+/g, ' ').trim();
    return { limit: { enforced: false, by, effective: null }, release: async () => undefined };
  }
}

/**
 * Nothing but the load may be slowed down, and what somebody else has arranged stays as it is.
 * @param connection as sshd says: addresses and ports of its client and of itself
 */
function refuse(device: string, address: string, connection: string | undefined): void {
  const otherwise = 'Name the interface that carries the load alone, or leave "interface" out.';
  const found = networkInterfaces()[device] ?? [];
  if (found.length === 0) {
    throw new UsageError(`there is no network interface ${device} with an address`, otherwise);
  }
  if (found.some(({ internal }) => internal))
    throw new UsageError(`${device} is loopback, which cannot be limited`, otherwise);
  const own = found.map((at) => at.address);
  if (!own.includes(address)) {
    throw new UsageError(
      `the load goes to ${address}, which is no address of ${device}`,
      `Set "address" to one of it: ${own.join(', ')}.`,
    );
  }
  const [client = ''] = connection?.split(' ') ?? [];
  if (client !== '' && deviceTowards(client) === device)
    throw new UsageError(`${device} carries the connection over ssh too`, otherwise);
  const queue = queueOf(device);
  if (queue !== null) {
    throw new UsageError(
      `${device} has a queue of somebody's own (${queue})`,
      `bench takes none away. If it is yours: tc qdisc delete dev ${device} root`,
    );
  }
}
