/** What a network interface of this machine sends, and how much of it, by the programs of iproute2. */
import { execaSync } from 'execa';

/** Marks the queue that is ours, so that a later start knows what a killed one has left. */
const ourHandle = 'be4c:';

/** Of a queue that nobody but the kernel has put there. */
const kernelsHandle = '0:';

interface Queue {
  readonly kind: string;
  readonly handle: string;
  /** Of a token bucket: bytes per second. */
  readonly options?: { readonly rate?: number };
}

/**
 * The interface over which this machine reaches an address.
 * @throws Error with what the system says
 */
export function deviceTowards(address: string): string | null {
  const [route] = ask<{ readonly dev?: string }>('ip', 'route', 'get', address);
  return route?.dev ?? null;
}

/**
 * What somebody has put at the root of what an interface sends, in words; null: nobody has.
 * @throws Error with what the system says
 */
export function queueOf(device: string): string | null {
  const root = rootOf(device);
  return root === undefined || root.handle === kernelsHandle ? null : `${root.kind} ${root.handle}`;
}

/**
 * Limits what an interface sends, by a token bucket: https://man7.org/linux/man-pages/man8/tc-tbf.8.html
 * @returns the rate that the kernel says is in force, in bits per second
 * @throws Error with what the system says where there is none
 */
export function limitSending(device: string, bitsPerSecond: number): number {
  // A bucket for 4 ms, and for one segment at least.
  const burst = Math.max(65_536, Math.ceil(bitsPerSecond / 8 / 250));
  const bucket = ['tbf', 'rate', `${bitsPerSecond}bit`, 'burst', `${burst}`, 'latency', '50ms'];
  run('tc', 'qdisc', 'add', ...rootAt(device), ...bucket);
  const { handle, options } = rootOf(device) ?? {};
  if (handle === ourHandle && options?.rate !== undefined) return options.rate * 8;
  freeSending(device);
  throw new Error('the kernel shows no limit');
}

/** Lets an interface send as before `limitSending`. Does nothing where something else is there now; never throws. */
export function freeSending(device: string): void {
  try {
    if (rootOf(device)?.handle === ourHandle) run('tc', 'qdisc', 'delete', ...rootAt(device));
  } catch {
    // The interface itself is gone, or is another namespace's.
  }
}

const rootAt = (device: string): string[] => ['dev', device, 'root', 'handle', ourHandle];

const rootOf = (device: string): Queue | undefined =>
  ask<Queue>('tc', 'qdisc', 'show', 'dev', device, 'root')[0];

const ask = <Row>(program: 'ip' | 'tc', ...args: string[]): readonly Row[] =>
  JSON.parse(run(program, '-j', ...args)) as readonly Row[];

function run(program: 'ip' | 'tc', ...args: string[]): string {
  // Over ssh, not everybody's PATH leads to where they are.
  const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  const { failed, stdout, stderr, code, shortMessage } = execaSync(program, args, { env, reject: false });
  if (code === 'ENOENT') throw new Error(`no ${program} here (iproute2)`);
  if (failed) throw new Error(stderr || shortMessage);
  return stdout;
}
