/** A service level over everything that was scheduled, a failure counting as infinitely late: `p99<250ms, success>=99.9%`. */
import { parseDurationUs } from './duration.ts';
import { amount, type Immutable, nullable, record, type Static, Type } from './schema.ts';

const termSchema = record({
  percent: nullable(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 100,
      description:
        'of everything scheduled, answered rightly within the bound; null: the mean is to be below it',
    }),
  ),
  withinUs: nullable(amount('the bound; null: however late')),
});

export const objectiveSchema = record({
  text: Type.String({ description: 'as asked for, without spaces, e.g. p99<500ms' }),
  terms: Type.Array(termSchema, { minItems: 1, description: 'all of them have to hold' }),
});

export type Objective = Immutable<Static<typeof objectiveSchema>>;
export type Term = Objective['terms'][number];

/**
 * Reads terms that are joined by commas: a percentile (`p99<500ms`, `max<2s`), the mean (`mean<20ms`), or a share
 * (`success>=99.9%`).
 * @returns the objective, or a sentence that says what is wrong with the text
 */
export function parseObjective(text: string): Objective | { readonly problem: string } {
  const compact = text.replaceAll(/\s+/g, '');
  const terms: Term[] = [];
  for (const part of compact.split(',')) {
    const term = part === '' ? 'a term is missing' : parseTerm(part);
    if (typeof term === 'string') return { problem: term };
    terms.push(term);
  }
  return { text: compact, terms };
}

/** Each once, by its text. */
export const distinctObjectives = (objectives: readonly Objective[]): readonly Objective[] => [
  ...new Map(objectives.map((objective) => [objective.text, objective])).values(),
];

/** The term, or what is wrong with it. */
function parseTerm(text: string): Term | string {
  const [, figure = '', comparison = '', bound = ''] = /^([a-z0-9.]+)(<=|>=|<|>|=)(.*)$/i.exec(text) ?? [];
  if (comparison === '') return `"${text}" has no bound`;
  if (figure === 'success') {
    if (comparison !== '>=') return 'success is compared by >=';
    const percent = /^\d+(\.\d+)?%$/.test(bound) ? Number(bound.slice(0, -1)) : Number.NaN;
    return percent > 0 && percent <= 100
      ? { percent, withinUs: null }
      : `"${bound}" is no share above 0 % and up to 100 %, like 99.9%`;
  }
  // The longest answer is the one that all of them are within.
  const percent = figure === 'mean' ? null : figure === 'max' ? 100 : percentileOf(figure);
  if (Number.isNaN(percent)) return `"${figure}" is no figure that an objective can be about`;
  if (comparison !== '<') return `${figure} is compared by <`;
  const withinUs = parseDurationUs(bound);
  if (withinUs === null) return `"${bound}" is no length of time with a unit of us, ms, s, m or h`;
  return withinUs > 0 ? { percent, withinUs } : 'no answer is within a bound of 0';
}

/** NaN where it names none. */
function percentileOf(figure: string): number {
  const percent = /^p\d{1,2}(\.\d+)?$/.test(figure) ? Number(figure.slice(1)) : 0;
  return percent > 0 ? percent : Number.NaN;
}

/** Requests from which a percentile says something. */
const LEAST_SAMPLES = 600;

/**
 * How many requests decide an objective: 600 for a p99, and 3,000 for a p99.9 or 99.9 % of success, for without any
 * failure n requests show no more than 1 − 3/n.
 */
export const samplesNeeded = ({ terms }: Objective): number =>
  Math.max(
    LEAST_SAMPLES,
    ...terms.map(({ percent }) =>
      percent === null || percent === 100 ? LEAST_SAMPLES : Math.ceil(300 / (100 - percent) - 1e-6),
    ),
  );

/** The share that may be late or fail, 0 … 1, with every term still holding; null where one is about the mean. */
export const allowedLate = ({ terms }: Objective): number | null =>
  terms.reduce<number | null>(
    (least, { percent }) =>
      least === null || percent === null ? null : Math.min(least, (100 - percent) / 100),
    1,
  );
