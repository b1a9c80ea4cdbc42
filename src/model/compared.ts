/** What `bench compare` found between two targets, each of its own run or both of one. */
import { comparedFigureSchema, ratioSchema } from './comparison.ts';
import { unitNames } from './figure.ts';
import { amount, count, type Immutable, nullable, record, type Static, Type } from './schema.ts';
import { targetClass } from './target.ts';

const sideSchema = record({
  runId: Type.String(),
  startedAt: Type.String({ description: 'of the run' }),
  label: Type.String({ description: 'in that run' }),
  title: Type.String(),
  class: nullable(targetClass),
  rounds: count('in which anything was measured'),
});

const comparedFigure = record({
  key: Type.String(),
  title: Type.String(),
  note: nullable(
    Type.String({ description: 'what the title leaves out: the objective, or where it is read' }),
  ),
  unit: Type.Enum([...unitNames]),
  ratePerSecond: nullable(amount('the common rate at which it is read; null: none')),
  primary: Type.Boolean({ description: 'it may be called better or worse' }),
  a: comparedFigureSchema,
  b: comparedFigureSchema,
  ratio: nullable(ratioSchema),
});

const share = () => Type.Number({ minimum: 0, maximum: 1 });

export const comparedPairSchema = record({
  a: sideSchema,
  b: sideSchema,
  paired: Type.Boolean({ description: 'measured in the same rounds of one run' }),
  differs: Type.Array(record({ what: Type.String(), a: Type.String(), b: Type.String() }), {
    description: 'in plan, host, machine and versions, and of the targets themselves',
  }),
  lowRatePerSecond: nullable(amount()),
  sharedRatePerSecond: nullable(amount()),
  figures: Type.Array(comparedFigure),
  columns: Type.Array(
    record({
      ratePerSecond: amount(),
      a: record({ failed: share() }),
      b: record({ failed: share() }),
      cells: Type.Array(record({ fromUs: amount(), toUs: amount(), a: share(), b: share() }), {
        description: 'latencies, as shares of everything scheduled',
      }),
    }),
    { description: 'at each common rate, ascending' },
  ),
  warnings: Type.Array(
    record({
      code: Type.String(),
      severity: Type.Enum(['note', 'doubt', 'bad']),
      text: Type.String(),
      advice: nullable(Type.String()),
    }),
  ),
});

/** The JSON Schema of what `bench compare --json` prints. Every ratio is b ÷ a. */
export const comparedSchema = record({
  schema: Type.Literal(1),
  tool: record({ name: Type.Literal('framebench'), version: Type.String() }),
  pairs: Type.Array(comparedPairSchema),
});

export type Compared = Immutable<Static<typeof comparedSchema>>;
export type ComparedPair = Compared['pairs'][number];
export type ComparedPairFigure = ComparedPair['figures'][number];
export type ComparedSide = ComparedPair['a'];
export type ComparedColumn = ComparedPair['columns'][number];
