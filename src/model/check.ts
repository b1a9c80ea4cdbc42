/** What `bench check` found out, as `--json` prints it. */
import { amount, count, type Immutable, nullable, record, type Static, Type } from './schema.ts';

const verdict = Type.Enum(['pass', 'fail', 'cannot-tell']);

const interval = record({
  low: nullable(amount('null: nothing bounds it')),
  high: nullable(amount('likewise')),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  assumes: nullable(Type.Enum(['symmetric', 'log-normal'])),
});

const gateResult = record({
  gate: Type.String({ description: 'as it was typed; of a baseline, what was compared' }),
  label: Type.String({ description: 'the target that was judged' }),
  against: nullable(
    Type.String({ description: 'the baseline’s label, or "stored runs"; null: a bound of its own' }),
  ),
  verdict,
  why: Type.Enum(
    [
      'beyond-margin',
      'within-margin',
      'too-few-rounds',
      'not-bounded',
      'too-noisy',
      'to-be-confirmed',
      'not-confirmed',
      'not-measured',
      'generator-limited',
      'host-limited',
      'host-not-as-configured',
      'other-request',
    ],
    { description: 'a code' },
  ),
  text: Type.String({ description: 'what was found, in a sentence or two' }),
  advice: nullable(Type.String({ description: 'what would help where it cannot be told' })),
  unit: Type.String({ description: 'of value, base and bound' }),
  value: nullable(amount('median over the rounds; null: not measured, or infinitely late')),
  base: nullable(amount('of the baseline or the stored runs; null: there is none')),
  bound: nullable(amount('of a gate of its own; null: of a baseline')),
  maxDrop: nullable(Type.Number({ description: 'of a baseline, 0 … 1; null: a bound of its own' })),
  interval: nullable(interval),
  intervalOf: Type.Enum(['value', 'value ÷ base']),
  again: nullable(interval),
  rounds: count('that were used; of stored runs, how many those are'),
  againRounds: nullable(count('of the fresh set; null: there was none')),
  smallestFound: nullable(
    amount(
      'a figure, or value ÷ base, that is so bad would have been found four times in five; null: not known',
    ),
  ),
});

const storedRun = record({
  runId: Type.String(),
  startedAt: Type.String(),
  label: Type.String(),
  objective: Type.String(),
  value: nullable(amount('median over the rounds; requests per second')),
  differs: Type.Array(Type.String(), { description: 'in what, so that it is shown and never judged' }),
});

/** The JSON Schema of what `bench check --json` prints. */
export const checkSchema = record({
  schema: Type.Literal(1),
  tool: record({ name: Type.Literal('framebench'), version: Type.String() }),
  runId: Type.String(),
  confirmedBy: nullable(Type.String({ description: 'the run of the fresh rounds; null: there are none' })),
  verdict,
  gates: Type.Array(gateResult),
  stored: Type.Array(storedRun, { description: 'the runs of --against, oldest first' }),
});

export type Check = Immutable<Static<typeof checkSchema>>;
export type CheckVerdict = Check['verdict'];
export type GateResult = Check['gates'][number];
export type StoredFigure = Check['stored'][number];
