/** Where an imported run comes from. */
import { amount, count, type Immutable, record, type Static, Type } from './schema.ts';

export const importedSchema = record(
  {
    files: Type.Array(
      record({
        name: Type.String(),
        ratePerSecond: amount('of all files at this rate together'),
        records: count(),
        missing: count('sequence numbers without a record'),
        startedAt: Type.String({ description: 'ISO 8601, UTC' }),
      }),
      { description: 'one for each host and rate' },
    ),
  },
  'folded from records of a load that was sent elsewhere: host, machine and limits are not known, and say nothing',
);

/** One file: what one host sent at one rate. */
export type RecordFile = Immutable<Static<typeof importedSchema>>['files'][number];
