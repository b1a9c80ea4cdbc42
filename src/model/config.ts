/** `bench.config.json`: hosts, what a sweep does where no flag says otherwise, and objectives. All of it is optional. */
import { generatorSchema, hostAddressSchema, interfaceSchema, viaSchema } from './plan.ts';
import { type Immutable, record, type Static, Type } from './schema.ts';

const hostSchema = record({
  cpus: Type.Integer({ minimum: 1, description: 'whole CPUs that servers may use' }),
  memory: Type.Optional(Type.String({ description: 'e.g. 4GiB; absent: not limited' })),
  bandwidth: Type.Optional(
    Type.String({ description: 'e.g. 2Gbit/s; columns beyond it are marked; absent: not limited' }),
  ),
  openFiles: Type.Optional(
    Type.Integer({ minimum: 64, description: 'limit for each server process; absent: not limited' }),
  ),
  pricePerHour: Type.Optional(
    Type.Number({
      minimum: 0,
      description: 'in any money; reports say what a million requests cost at capacity',
    }),
  ),
  via: Type.Optional(viaSchema),
  address: Type.Optional(hostAddressSchema),
  generator: Type.Optional(generatorSchema),
  interface: Type.Optional(interfaceSchema),
});

const sweepSchema = record({
  target: Type.Optional(Type.Array(Type.String(), { description: 'as --target' })),
  host: Type.Optional(Type.String()),
  visitor: Type.Optional(Type.Enum(['reader', 'anonymous'])),
  rates: Type.Optional(Type.String({ description: 'as --rates: 1..10000 or 100,200,400' })),
  perDecade: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  duration: Type.Optional(Type.String({ description: 'shortest step, e.g. 5s' })),
  rounds: Type.Optional(Type.Integer({ minimum: 1 })),
  order: Type.Optional(Type.Enum(['up', 'down', 'shuffled'])),
  arrivals: Type.Optional(Type.Enum(['constant', 'poisson'])),
  warmup: Type.Optional(Type.String({ description: 'auto, none, or a length of time' })),
  timeout: Type.Optional(Type.String({ description: 'of a request, from its intended start, e.g. 10s' })),
  maxConnections: Type.Optional(Type.Integer({ minimum: 1 })),
  placement: Type.Optional(Type.Enum(['auto', 'shared', 'split'])),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 })),
  earlyStop: Type.Optional(Type.Boolean()),
  verify: Type.Optional(Type.Boolean()),
});

/** The JSON Schema of `bench.config.json`. */
export const configSchema = record({
  $schema: Type.Optional(Type.String()),
  hosts: Type.Optional(
    Type.Record(Type.String({ pattern: '^[a-z0-9][a-z0-9._-]*$' }), hostSchema, {
      additionalProperties: false,
    }),
  ),
  sweep: Type.Optional(sweepSchema),
  objectives: Type.Optional(
    Type.Array(Type.String({ description: 'e.g. p99<500ms' }), { description: 'as --objective' }),
  ),
});

/** `bench.config.json` as it stands on the disk. */
export type ConfigFile = Immutable<Static<typeof configSchema>>;

/** What a configuration file says of sweeps, in the words of the flags. */
export type SweepDefaults = NonNullable<ConfigFile['sweep']>;
