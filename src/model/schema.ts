/**
 * The few words in which stored documents are described: each is a JSON Schema and a static type at once.
 * The only file that knows the schema library, together with the nouns that are built from it.
 */
import Type, { type Static, type TProperties, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
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

/** Exactly two values. */
export const pair = <A extends TSchema, B extends TSchema>(first: A, second: B, description: string) =>
  Type.Unsafe<[Static<A>, Static<B>]>({
    type: 'array',
    prefixItems: [first, second],
    items: false,
    minItems: 2,
    description,
  });

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
export type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

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
  if (fits(schema, value)) return [];
  const found = new Map<string, Set<string>>();
  for (const { keyword, instancePath, schemaPath, params, message } of Errors(schema, value)) {
    const what = describeError(keyword, params, message, descriptionAt(schema, schemaPath));
    const where = readablePath(instancePath);
    if (what !== null) found.set(where, (found.get(where) ?? new Set()).add(what));
  }
  const depth = (where: string) => where.split(/[.[]/).length + (where === '' ? 0 : 1);
  return [...found]
    .map(([where, whats]) => ({ where, what: inOneClause([...whats]) }))
    .toSorted((a, b) => depth(b.where) - depth(a.where));
}

const compiled = new WeakMap<TSchema, (value: unknown) => boolean>();

/** Compiled once, this looks through a run of megabytes fifty times faster than the search for what is wrong. */
function fits(schema: TSchema, value: unknown): boolean {
  const known = compiled.get(schema);
  if (known !== undefined) return known(value);
  const validator = Compile(schema);
  const check = (candidate: unknown) => validator.Check(candidate);
  compiled.set(schema, check);
  return check(value);
}

/** What a part of a schema is about in words, where it gives them. */
function descriptionAt(schema: TSchema, schemaPath: string): string | null {
  let at: unknown = schema;
  for (const key of pointerParts(schemaPath)) at = (at as Record<string, unknown> | undefined)?.[key];
  const { description } = (at ?? {}) as { readonly description?: unknown };
  return typeof description === 'string' ? description : null;
}

/** What one broken rule says; null where another rule of the same place says it better. */
function describeError(
  keyword: string,
  params: unknown,
  message: string,
  description: string | null,
): string | null {
  const details = params as Record<string, unknown>;
  switch (keyword) {
    case 'additionalProperties':
      return `has an unknown field ${quoteAll(details['additionalProperties'])}`;
    case 'required':
      return `lacks the field ${quoteAll(details['requiredProperties'])}`;
    case 'enum':
      return `must be one of ${quoteAll(details['allowedValues'])}`;
    case 'const':
      return `must be ${quoteAll(details['allowedValue'])}`;
    case 'pattern':
      return description === null ? `must match ${String(details['pattern'])}` : `must be ${description}`;
    case 'type':
      if (details['type'] !== 'array') return message;
      return `must be a list${description === null ? '' : ` (${description})`}`;
    case 'minItems':
      return 'must not be empty';
    // A field that is not allowed, which its owner reports by name; a union, whose branches report; names, each of which reports.
    case 'boolean':
    case 'anyOf':
    case 'propertyNames':
      return null;
    default:
      return message;
  }
}

/** Several rules for one place, as branches of a union have: "must be array or object". */
function inOneClause(whats: readonly string[]): string {
  const wanted = whats.filter((what) => what.startsWith('must be ')).map((what) => what.slice(8));
  const rest = whats.filter((what) => !what.startsWith('must be '));
  return [...(wanted.length > 0 ? [`must be ${wanted.join(' or ')}`] : []), ...rest].join(', ');
}

function quoteAll(names: unknown): string {
  return (Array.isArray(names) ? names : [names]).map((name) => JSON.stringify(name)).join(', ');
}

function readablePath(pointer: string): string {
  return pointerParts(pointer).reduce(
    (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
    '',
  );
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
function pointerParts(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
