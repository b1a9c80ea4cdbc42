/** A plan: everything about a sweep that is decided before anything starts, complete enough to repeat it. */
import { objectiveSchema } from './objective.ts';
import { amount, count, type Immutable, nullable, record, type Static, Type } from './schema.ts';

const request = record({
  method: Type.String(),
  path: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
  body: nullable(Type.String()),
  expect: nullable(Type.String({ description: 'text that the page must hold' })),
});

/** The size that a host gives its servers; null: not limited. */
export const hostSizeSchema = record({
  cpus: amount('0: not known, of an imported run'),
  memoryBytes: nullable(count()),
  bandwidthBitsPerSecond: nullable(count()),
  openFiles: nullable(count()),
});

/** Which CPUs servers and generator use. */
export const placementSchema = record({
  asked: Type.Enum(['auto', 'shared', 'split']),
  resolved: Type.Enum(['shared', 'split', 'remote'], { description: 'remote: on two machines' }),
  serverCpus: Type.Array(count(), { description: 'numbers of the CPUs that servers may use' }),
  generatorCpus: Type.Array(count()),
  reducedTo: nullable(amount('CPUs left for the server where split placement took some of the host’s size')),
});

/** A host that is reached over ssh. */
export const sshSchema = record({
  ssh: Type.String({
    pattern: '^[^-\\s]\\S*$',
    description: 'a destination as ssh takes it: user@address, or a name of ~/.ssh/config',
  }),
  directory: Type.String({
    minLength: 1,
    description: 'takes everything that bench puts there; relative to the home folder, or absolute',
  }),
});

/** How a host is reached. */
export const viaSchema = Type.Union([Type.Literal('local'), sshSchema]);

/** From where a host is loaded, where that is not the machine on which bench runs. */
export const generatorSchema = record({
  via: Type.Union([
    sshSchema,
    Type.Array(sshSchema, {
      minItems: 1,
      description: 'several machines, each of which sends a share of every step with `--engine vegeta`',
    }),
  ]),
});

/** Where requests go, where the name in `via` does not say it. */
export const hostAddressSchema = Type.String({
  pattern: '^[0-9A-Za-z.:-]+$',
  description:
    'an address of the host itself, at which its servers listen and are loaded: a name or an IP address',
});

/** A network interface, as Linux names it. */
export const interfaceSchema = Type.String({
  pattern: '^[0-9A-Za-z_][0-9A-Za-z_.@-]{0,14}$',
  description: 'a network interface of the host that carries the load alone: what it sends is limited',
});

/** A rate with the size of its steps. */
export const plannedRateSchema = record({
  ratePerSecond: Type.Number({ exclusiveMinimum: 0 }),
  scheduled: Type.Integer({ minimum: 1, description: 'arrivals in a step at this rate' }),
  windowMs: Type.Number({ exclusiveMinimum: 0, description: 'scheduled / ratePerSecond' }),
});

/** Steps at the same rates for all targets, far below where any of them gives way. */
const fixedSchema = record(
  {
    lowPerSecond: amount('the lower rate; left out where a capacity lies below it'),
    shareOfLowest: Type.Number({ description: 'the other rate, of the lowest capacity in the first round' }),
    durationMs: amount('shortest step'),
  },
  'each round measures every target at these rates too',
);

/** A search for the capacity of each start. */
const searchSchema = record(
  {
    precision: Type.Number({ exclusiveMinimum: 0, description: 'width of the bracket aimed at, a share' }),
    perDecade: Type.Integer({ minimum: 1, description: 'of the lattice on which all targets are searched' }),
    lowestPerSecond: amount(),
    highestPerSecond: amount(),
    climbMs: amount('steps of the climb'),
    trialMs: amount('steps near the capacity'),
    confirmMs: amount('the last steps, at the answer and at the next rate'),
    restMs: amount('expected between two steps'),
    budgetMs: amount('of one search, rests included, a server’s start and warm-up not'),
    // Older runs lack it.
    fixed: Type.Optional(fixedSchema),
  },
  'instead of a grid of rates: which are visited depends on what is found',
);

export const planSchema = record({
  seed: count('32 bits; orders, arrivals and seeds of steps derive from it'),
  quick: Type.Boolean({ description: 'the fixed settings of --quick' }),
  visitor: Type.Enum(['reader', 'anonymous']),
  targets: Type.Array(
    record({
      label: Type.String(),
      name: Type.String(),
      variant: nullable(Type.String()),
      contract: nullable(Type.Literal('blog')),
      attached: Type.Optional(
        Type.Boolean({ description: 'it runs already: it is neither started, limited, sampled nor stopped' }),
      ),
      request,
    }),
  ),
  host: record({
    name: Type.String(),
    size: hostSizeSchema,
    via: viaSchema,
    address: Type.Optional(hostAddressSchema),
    generator: Type.Optional(generatorSchema),
    interface: Type.Optional(interfaceSchema),
    pricePerHour: nullable(amount()),
  }),
  placement: placementSchema,
  rates: Type.Array(plannedRateSchema, { description: 'ascending; none of a capacity search' }),
  perDecade: nullable(Type.Integer({ minimum: 1 })),
  durationMs: amount('shortest step'),
  durationCapMs: amount('longest step'),
  minSamples: count('arrivals that a step lasts for, unless the cap comes first'),
  search: Type.Optional(searchSchema),
  rounds: Type.Integer({ minimum: 1, description: 'at most, where there is a time' }),
  time: Type.Optional(
    record(
      {
        ms: amount(),
        leastRounds: Type.Integer({ minimum: 1 }),
        mostMadeUp: Type.Optional(
          count('rounds beyond the least, even past the time, until so many tell on a disturbed machine'),
        ),
      },
      'as many rounds as fit, these at least',
    ),
  ),
  order: Type.Enum(['up', 'down', 'shuffled']),
  arrivals: Type.Enum(['constant', 'poisson']),
  engine: Type.Optional(
    Type.Literal('vegeta', { description: 'which sends the load; absent: our own generator' }),
  ),
  warmup: record({
    mode: Type.Enum(['auto', 'none', 'time']),
    minRequests: count(),
    minMs: amount(),
    capMs: amount('for mode time: exactly this long'),
    firstRateMs: amount('after it, this long at the first rate'),
  }),
  rest: record({ capMs: amount(), idleMs: amount(), probes: count() }),
  timeoutMs: amount('from the intended start'),
  maxConnections: Type.Integer({ minimum: 1 }),
  objectives: Type.Array(objectiveSchema),
  earlyStop: Type.Boolean(),
  verify: Type.Boolean(),
  blocks: Type.Array(
    record({
      round: count('from 1'),
      orderIndex: count('place within its round, from 0'),
      label: Type.String(),
      order: Type.Array(count(), { description: 'indices into rates, in the order of measuring' }),
    }),
  ),
});

export type Plan = Immutable<Static<typeof planSchema>>;
export type PlannedRate = Plan['rates'][number];
export type Block = Plan['blocks'][number];
export type PlannedTarget = Plan['targets'][number];
export type Via = Plan['host']['via'];
export type Ssh = Exclude<Via, 'local'>;
export type Search = NonNullable<Plan['search']>;
export type Visitor = Plan['visitor'];

/** The rates of a block, in the order of measuring. */
export function ratesOf({ rates }: Plan, { order }: Block): readonly PlannedRate[] {
  return order.flatMap((index) => rates[index] ?? []);
}

/** The machines from which a host is loaded; none: the one on which bench runs. */
export const generatorsOf = ({ generator }: Pick<Plan['host'], 'generator'>): readonly Ssh[] =>
  generator === undefined ? [] : 'ssh' in generator.via ? [generator.via] : generator.via;

/** The highest rate that may be asked for, per second. */
export const highestRate = ({ rates, search }: Pick<Plan, 'rates' | 'search'>): number =>
  search?.highestPerSecond ?? Math.max(...rates.map(({ ratePerSecond }) => ratePerSecond));
