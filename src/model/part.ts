/** A part of a run: what was measured in one sitting. A resumed run has several. */
import { checkedStepSchema, rungSchema, settingSchema } from './examination.ts';
import { machineSchema } from './machine.ts';
import { amount, type Immutable, nullable, record, type Static, Type } from './schema.ts';

const databaseSchema = record(
  {
    sha256Before: Type.String({ description: 'before any server was started' }),
    sha256After: nullable(Type.String({ description: 'after the last one ended; null: not looked at' })),
  },
  'the file that servers under a contract are given; absent where none is',
);

/** What lies between two machines. No figure compares their clocks; logs do not tell what is earlier without this. */
const linkSchema = record(
  {
    address: Type.String({ description: 'to which requests went' }),
    roundTripMs: nullable(
      amount(
        'of a word and its answer over ssh, the shortest of several; null: bench ran on a third machine',
      ),
    ),
    clockOffsetMs: Type.Number({
      description: 'how much the clock of the servers’ machine is ahead of the generator’s',
    }),
    clockUncertaintyMs: amount('half of each round trip: the offset may be wrong by so much'),
    generator: machineSchema,
    // Most runs have one generator.
    others: Type.Optional(
      Type.Array(machineSchema, { description: 'the other machines that sent a share of each step' }),
    ),
  },
  'between generator and servers, where they run on two machines',
);

export const partSchema = record({
  startedAt: Type.String({ description: 'ISO 8601, UTC' }),
  machine: machineSchema,
  link: Type.Optional(linkSchema),
  examination: nullable(
    record(
      {
        setting: settingSchema,
        steps: Type.Array(checkedStepSchema, { description: 'against a server with known answers' }),
        rungs: Type.Array(rungSchema, {
          description: 'the highest rate, against a server that answers at once',
        }),
      },
      'what was looked at before the first step; null: nothing, or only the judgement was kept',
    ),
  ),
  // Older runs lack it.
  database: Type.Optional(databaseSchema),
});

export type Link = Immutable<Static<typeof linkSchema>>;
export type Part = Immutable<Static<typeof partSchema>>;
