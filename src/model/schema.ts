/**
 * The few words in which stored documents are described: each is a JSON Schema and a static type at once.
 * The only file that knows the schema library, together with the nouns that are built from it.
 */
import Type, { type Static, type TProperties, type TSchema } from 'typebox';
import { Errors } from 'typebox/value';

export { type Static, type TSchema, Type };

/** An object with these properties and no others. */
export const record = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(properties, {
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  });

/** The value or null: "not available" is said, never left out. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A whole number that counts something. */
export const count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description === undefined ? {} : { description }) });

/** A finite number, zero or more. */
export const amount = (description?: string) =>
  Type.Number({ minimum: 0, ...(description === undefined ? {} : { description }) });

/** Counts by kind, e.g. `{"refused": 3}`. */
export const counts = (description?: string) =>
  Type.Record(Type.String(), count(), description === undefined ? {} : { description });

/** The type of a document as everybody but its maker sees it. */
export type Immutable<T> = T extends readonly (infer E)[]
  ? readonly Immutable<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Immutable<T[K]> }
    : T;

/** One thing that is wrong with a document: where, as `a.b[2].c` (empty for the whole), and what. */
export interface Problem {
  readonly where: string;
  readonly what: string;
}

/**
 * Compares a value with a schema.
 * @returns what is wrong, the deepest and most telling first; empty when the value fits
 */
export function problemsOf(schema: TSchema, value: unknown): Problem[] {
  const errors = Errors(schema, value).map((error) => ({
    where: readablePath(error.instancePath),
    what: describeError(error.keyword, error.params, error.message),
    depth: error.instancePath.split('/').length,
    branch: error.keyword === 'anyOf',
  }));
  return errors
    .filter((error) => !error.branch || errors.length === 1)
    .toSorted((a, b) => b.depth - a.depth)
    .map(({ where, what }) => ({ where, what }));
}

function describeError(keyword: string, params: unknown, message: string): string {
  const details = params as Record<string, unknown>;
  if (keyword === 'additionalProperties') {
    return `has an unknown field ${quoteAll(details['additionalProperties'])}`;
  }
  if (keyword === 'required') return `lacks the field ${quoteAll(details['requiredProperties'])}`;
  if (keyword === 'enum') return `must be one of ${quoteAll(details['allowedValues'])}`;
  return message;
}

function quoteAll(names: unknown): string {
  return (Array.isArray(names) ? names : [names]).map((name) => JSON.stringify(name)).join(', ');
}

function readablePath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
      '',
    );
}
