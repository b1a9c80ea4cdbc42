/** A machine, and what of a host's size is in force on it. */
import { amount, count, nullable, record, Type } from './schema.ts';

/** The machine that servers and generator run on. */
export const machineSchema = record({
  cpuModel: nullable(Type.String()),
  cpus: count('that this process may use; 0: not known, of an imported run'),
  siblings: Type.Array(Type.Array(count()), { description: 'CPU numbers that share a core' }),
  memoryBytes: count('0: likewise'),
  kernel: Type.String(),
  os: Type.String(),
  node: Type.String(),
  somaxconn: nullable(count()),
  localPorts: nullable(count('size of the range')),
});

const limitSchema = record({
  enforced: Type.Boolean(),
  by: Type.String({
    description: 'cpuset, affinity, cgroup-v1, cgroup-v2, systemd, rlimit, none, or why it is not enforced',
  }),
  effective: nullable(amount('what the server really has')),
});

/** What of a host's size is in force. */
export const limitsSchema = record({
  cpu: limitSchema,
  memory: limitSchema,
  bandwidth: limitSchema,
  openFiles: limitSchema,
});

/** Which part of a host's size each limit is about. */
export const sizeOfLimit = {
  cpu: 'cpus',
  memory: 'memoryBytes',
  bandwidth: 'bandwidthBitsPerSecond',
  openFiles: 'openFiles',
} as const;
