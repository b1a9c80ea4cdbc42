/** A part of a run: what was measured in one sitting. A run that was gone on with has several. */
import { count, nullable, record, Type } from './schema.ts';

/** The machine that it was measured on. */
export const machineSchema = record({
  cpuModel: nullable(Type.String()),
  cpus: count('that this process may use'),
  siblings: Type.Array(Type.Array(count()), { description: 'CPU numbers that share a core' }),
  memoryBytes: count(),
  kernel: Type.String(),
  os: Type.String(),
  node: Type.String(),
  somaxconn: nullable(count()),
  localPorts: nullable(count('size of the range')),
});

const databaseSchema = record(
  {
    sha256Before: Type.String({ description: 'before any server was started' }),
    sha256After: nullable(Type.String({ description: 'after the last one ended; null: nobody looked' })),
  },
  'the file that servers under a contract are given; absent where none is',
);

export const partSchema = record({
  startedAt: Type.String({ description: 'ISO 8601, UTC' }),
  machine: machineSchema,
  // Runs of before this was observed lack it.
  database: Type.Optional(databaseSchema),
});
