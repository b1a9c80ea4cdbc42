/** What targets come to beside each other: their figures, each with its ratio to the best, and the differences of any two. */
import { amount, count, type Immutable, nullable, pair, record, type Static, Type } from './schema.ts';
import { targetClass } from './target.ts';
import { type ComparedKey, comparedFigures, type TargetFigure } from './target-figures.ts';

/** How a number stands to the truth: it is it, or the truth is at least or at most this much. */
const boundSchema = Type.Enum(['exact', 'at-least', 'at-most']);

const intervalSchema = pair(amount(), nullable(amount()), 'lowest and highest; null: no upper end');

/**
 * One figure divided by another: the median over the rounds that both have. There is none where either is missing, zero
 * or infinite, where both are known only as "at least", and where one of them was measured once only: how far a
 * repetition would differ is not known then.
 */
export const ratioSchema = record({
  value: amount(),
  bound: boundSchema,
  interval: nullable(intervalSchema),
  confidence: nullable(
    Type.Number({ minimum: 0, maximum: 1, description: 'with which such an interval holds the ratio' }),
  ),
  assumes: nullable(
    Type.Enum(['symmetric', 'log-normal'], { description: 'what the interval rests on beside the rounds' }),
  ),
  rounds: count('that were divided; 0: it is the same in every round'),
  paired: Type.Boolean({ description: 'by the same rounds of one run; else of two runs' }),
  word: nullable(
    Type.Enum(['better', 'worse', 'undecided'], {
      description:
        'of the primary figures of one run only, by an exact test that is corrected for how many there are',
    }),
  ),
  roundsForWord: nullable(
    record(
      { least: count(), most: nullable(count('null: no number may do')) },
      'of an undecided word: how many rounds are likely to decide it',
    ),
  ),
  unevenCpus: Type.Boolean({
    description:
      'rests on a step in which generator and servers kept their common CPUs over 90 % busy, one target using about one CPU and the other several: the other paid for sending the load',
  }),
  doubtful: Type.Boolean({ description: 'rests on a column that is not to be trusted' }),
});

/** Why a number is not finite: what it would count lies beyond everything that was measured. */
export const beyondSchema = nullable(
  Type.Literal('failures', { description: 'the rank falls among the failures: later than any limit' }),
);

/** Why JSON has null for this value; null where it has the value, or there is none. */
export const beyondOf = (value: number | null) =>
  value === Number.POSITIVE_INFINITY ? ('failures' as const) : null;

/** A figure of a target, over its rounds. */
export const comparedFigureSchema = record({
  value: nullable(amount('null: not known, or beyond. A capacity of 0 is one that no rate met')),
  beyond: beyondSchema,
  bound: boundSchema,
  interval: nullable(intervalSchema),
  confidence: nullable(
    Type.Number({ minimum: 0, maximum: 1, description: 'with which such an interval holds the median' }),
  ),
  doubtful: Type.Boolean({ description: 'rests on a column that is not to be trusted' }),
  isBest: Type.Boolean({ description: 'of the targets of its class' }),
  toBest: nullable(ratioSchema),
  remark: nullable(Type.String()),
});

const comparedTargetSchema = record({
  label: Type.String(),
  class: nullable(targetClass),
  rounds: count('in which anything was measured'),
  capacities: Type.Array(comparedFigureSchema, {
    description: 'one for each objective, in their order; requests per second',
  }),
  // One description for all of them: a schema of its own for each would be a thousand lines.
  figures: Type.Unsafe<Record<ComparedKey, Static<typeof comparedFigureSchema>>>(
    Type.Record(Type.String(), comparedFigureSchema, {
      description: comparedFigures
        .map(({ key, description, unit }) => `${key}: ${description}; ${unit}`)
        .join('. '),
    }),
  ),
  mostCpus: nullable(amount('in use on average in the step that used most')),
});

const differenceSchema = record({
  label: Type.String(),
  toLabel: Type.String(),
  capacities: Type.Array(nullable(ratioSchema), { description: 'one for each objective, in their order' }),
  figures: Type.Unsafe<Record<ComparedKey, Static<typeof ratioSchema> | null>>(
    Type.Record(Type.String(), nullable(ratioSchema), {
      description: 'by the keys of the figures of targets',
    }),
  ),
  rates: Type.Array(
    record({
      ratePerSecond: amount(),
      p50: nullable(ratioSchema),
      p99: nullable(ratioSchema),
      goodput: nullable(ratioSchema),
    }),
    { description: 'those that both were asked for' },
  ),
});

export const comparisonSchema = record({
  lowRatePerSecond: nullable(amount('100/s, or what is nearest to it and low enough for all')),
  sharedRatePerSecond: nullable(amount('the highest that was measured up to half the lowest capacity')),
  targets: Type.Array(comparedTargetSchema, {
    description: 'those that were measured, in the order of the plan',
  }),
  differences: Type.Array(differenceSchema, {
    description:
      'the first one’s figures divided by the second one’s; one for each two, the earlier one first',
  }),
});

export type Comparison = Immutable<Static<typeof comparisonSchema>>;
export type ComparedTarget = Comparison['targets'][number];
export type ComparedFigure = ComparedTarget['capacities'][number];
export type Ratio = NonNullable<ComparedFigure['toBest']>;
export type Bound = Ratio['bound'];
export type Interval = NonNullable<Ratio['interval']>;
export type Difference = Comparison['differences'][number];
export type RateDifference = Difference['rates'][number];

/** The same with the sides exchanged. */
export const turnedWord = { better: 'worse', worse: 'better', undecided: 'undecided' } as const;
export const turnedBound = { exact: 'exact', 'at-least': 'at-most', 'at-most': 'at-least' } as const;

/** Whether a figure is read at one of the two rates at which all targets are laid side by side. */
export const isAtFixedRate = (figure: TargetFigure): boolean => 'at' in figure && figure.at !== 'capacity';

/** That rate; null where there is none, or the figure is not read at one. */
export function fixedRateOf(
  figure: TargetFigure,
  { lowRatePerSecond, sharedRatePerSecond }: Pick<Comparison, 'lowRatePerSecond' | 'sharedRatePerSecond'>,
): number | null {
  if (!('at' in figure) || figure.at === 'capacity') return null;
  return figure.at === 'low' ? lowRatePerSecond : sharedRatePerSecond;
}

/** A figure of which nothing is known. */
export const unknownFigure: ComparedFigure = {
  value: null,
  beyond: null,
  bound: 'exact',
  interval: null,
  confidence: null,
  doubtful: false,
  isBest: false,
  toBest: null,
  remark: null,
};

/** Whether it may be that there is no difference. */
export const holdsOne = ({ interval }: Pick<Ratio, 'interval'>): boolean =>
  interval !== null && interval[0] <= 1 && (interval[1] === null || interval[1] >= 1);
