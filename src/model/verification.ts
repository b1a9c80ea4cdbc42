/** What `bench verify` found out, as `--json` prints it. */
import { count, type Immutable, nullable, record, type Static, Type } from './schema.ts';

const difference = record({
  where: Type.String({ description: 'what was asked for, and by whom' }),
  says: Type.String({ description: 'a sentence' }),
  path: nullable(Type.String({ description: 'of the element; null: about the whole answer' })),
  wanted: nullable(Type.String({ description: 'the element or text that is right' })),
  found: nullable(Type.String({ description: 'what is there instead' })),
});

/** The nine checks, in the order in which they are reported. */
export const checkNames = [
  'wire',
  'text',
  'structure',
  'style',
  'alive',
  'apart',
  'economy',
  'still',
  'interactive',
] as const;

const check = record({
  check: Type.Enum([...checkNames]),
  outcome: Type.Enum(['passed', 'failed', 'skipped', 'not-applicable'], {
    description: 'skipped: nothing could be looked at; not-applicable: there is nothing to look at',
  }),
  reason: nullable(Type.String({ description: 'why it was skipped or does not apply' })),
  compared: count('answers that were looked at'),
  differences: Type.Array(difference),
});

const browserFile = record({
  url: Type.String({ description: 'path on the server' }),
  kind: Type.Enum(['html', 'css', 'js', 'wasm', 'other']),
  bytes: count('of the body, uncompressed'),
  brotliBytes: count('of the body, compressed with brotli at its best'),
});

const page = record({
  bytes: count('of the body'),
  headerBytes: count(),
  headers: Type.Record(Type.String(), Type.String()),
  scriptDataBytes: count('text of scripts that stand in the page itself'),
  titleOccurrences: count('of the title that occurs most often'),
  excerptOccurrences: count('of the excerpt that occurs most often'),
  browser: record({
    bytes: count('of all files'),
    brotliBytes: count('of all files'),
    files: Type.Array(browserFile, { description: 'the page and what it makes a browser fetch' }),
  }),
});

const target = record({
  label: Type.String(),
  name: Type.String(),
  variant: nullable(Type.String()),
  title: Type.String(),
  outcome: Type.Enum(['same', 'different', 'unchecked', 'outside'], {
    description: 'unchecked: it could not be built or started; outside: it is under no contract',
  }),
  failure: nullable(record({ reason: Type.String({ description: 'a code' }), detail: Type.String() })),
  deviations: Type.Array(Type.String(), { description: 'declared, and overlooked in the structure' }),
  checks: Type.Array(check),
  page: nullable(page),
});

/** The JSON Schema of the document. */
export const verificationSchema = record({
  schema: Type.Literal(2),
  tool: record({ name: Type.Literal('framebench'), version: Type.String() }),
  targets: Type.Array(target),
});

export type VerificationDocument = Immutable<Static<typeof verificationSchema>>;
export type VerifiedTarget = VerificationDocument['targets'][number];
export type Check = VerifiedTarget['checks'][number];
export type CheckName = Check['check'];
/** Something in which an answer differs from what it should be. */
export type FoundDifference = Check['differences'][number];
export type PageCost = NonNullable<VerifiedTarget['page']>;
export type BrowserFile = PageCost['browser']['files'][number];
