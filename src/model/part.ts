/** A part of a run: what was measured in one sitting. A resumed run has several. */
import { checkedStepSchema, rungSchema, settingSchema } from './examination.ts';
import { machineSchema } from './machine.ts';
import { type Immutable, nullable, record, type Static, Type } from './schema.ts';

const databaseSchema = record(
  {
    sha256Before: Type.String({ description: 'before any server was started' }),
    sha256After: nullable(Type.String({ description: 'after the last one ended; null: not looked at' })),
  },
  'the file that servers under a contract are given; absent where none is',
);

export const partSchema = record({
  startedAt: Type.String({ description: 'ISO 8601, UTC' }),
  machine: machineSchema,
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

export type Part = Immutable<Static<typeof partSchema>>;
