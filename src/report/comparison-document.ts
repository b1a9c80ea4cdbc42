/** The comparison of targets as a part of the published analysis. */
import { type ComparedFigure, type Comparison, type FigureName, figureNames } from '../model/comparison.ts';
import { amount, type Immutable, nullable, record, type Static, Type } from '../model/schema.ts';

const bound = Type.Enum(['exact', 'at-least', 'at-most']);
const interval = Type.Array(nullable(amount()), {
  minItems: 2,
  maxItems: 2,
  description: 'lowest and highest; null: no upper end',
});

const ratio = nullable(
  record({
    value: amount(),
    bound,
    interval: nullable(interval),
    clear: Type.Boolean({ description: 'the interval does not hold 1' }),
    unevenCpus: Type.Boolean({
      description:
        'rests on a step in which generator and servers kept their common CPUs over 90 % busy, one target using about one CPU and the other several',
    }),
    doubtful: Type.Boolean({ description: 'rests on a column that is not to be trusted' }),
  }),
);

const figure = record({
  value: Type.Union([amount(), Type.Literal('Infinity'), Type.Null()]),
  bound,
  interval: nullable(interval),
  doubtful: Type.Boolean({ description: 'rests on a column that is not to be trusted' }),
  isBest: Type.Boolean(),
  toBest: ratio,
});

const descriptions: Readonly<Record<FigureName, string>> = {
  p50AtLowRateUs: 'at lowRatePerSecond',
  p99AtSharedRateUs: 'at sharedRatePerSecond',
  cpuPerRequestUs: 'of the server, per successful request, at sharedRatePerSecond',
  startMs: 'start to ready',
  idleRssBytes: 'after the warm-up',
  rssAtCapacityBytes: 'the largest seen at the capacity for the first objective',
  pageBytes: 'of the body',
  browserBytes: 'the page and every file that it makes a browser fetch',
  buildMs: 'of the original build, timed once; no factor where parts came from an earlier one',
  costOfMillion: 'requests, at the capacity for the first objective and the host’s pricePerHour',
};

/** One description for all of them: a schema of its own for each would be a thousand lines. */
const figures = Type.Record(Type.String(), figure, {
  description: figureNames.map((name) => `${name}: ${descriptions[name]}`).join('; '),
});

/** The schema of `comparison`; null where fewer than two targets were measured. */
export const comparisonSchema = nullable(
  record({
    lowRatePerSecond: nullable(amount()),
    sharedRatePerSecond: nullable(amount('the highest at which all meet the first objective')),
    targets: Type.Array(
      record({
        label: Type.String(),
        rounds: amount('in which anything was measured'),
        capacities: Type.Array(figure, {
          description: 'one for each objective; requests per second, 0: no rate met it',
        }),
        figures,
        mostCpus: nullable(amount('in use on average in the step that used most')),
      }),
    ),
    differences: Type.Array(
      record({
        label: Type.String(),
        toLabel: Type.String(),
        capacities: Type.Array(ratio),
        rates: Type.Array(
          record({
            ratePerSecond: amount(),
            p50: ratio,
            p99: ratio,
            goodput: ratio,
          }),
        ),
      }),
      { description: 'the first one’s figures divided by the second one’s' },
    ),
  }),
);

type Document = Immutable<Static<typeof comparisonSchema>>;

/** The comparison, every number finite. */
export function comparisonDocument(comparison: Comparison | null): Document {
  if (comparison === null) return null;
  return {
    ...comparison,
    targets: comparison.targets.map((target) => ({
      ...target,
      capacities: target.capacities.map(finite),
      figures: Object.fromEntries(figureNames.map((name) => [name, finite(target.figures[name])])) as Record<
        FigureName,
        ReturnType<typeof finite>
      >,
    })),
  };
}

function finite(one: ComparedFigure) {
  return { ...one, value: one.value === Number.POSITIVE_INFINITY ? ('Infinity' as const) : one.value };
}
