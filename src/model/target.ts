/** A target: one implementation in its own folder, declared by its own `target.json`. */
import type { PlannedTarget } from './plan.ts';
import { type Immutable, record, type Static, Type } from './schema.ts';

/** The system takes no text with a zero in it, as an argument or in the environment. */
const words = Type.String({ pattern: '^[^\\u0000]*$', description: 'text without the character U+0000' });

const name = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,99}$',
  description: 'made of lower case letters, digits, and . _ - behind the first, 100 at most',
});

/** As it goes over the wire: whatever else a path is to hold is percent-encoded. */
const path = Type.String({
  pattern: '^/[\\x21\\x22\\x24-\\x7e]*$',
  description:
    'a path that begins with / and holds printable ASCII without spaces, and without #, which no server is told',
});

/** A character of a name of HTTP's: https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const token = "[A-Za-z0-9!#$%&'*+.^_`|~-]";

/** Headers that frame a message are the generator's to set; JSON Schema's patterns know no flag for the case. */
const inAnyCase = (name: string) =>
  `${name.replaceAll(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)}$`;

const headers = Type.Record(
  Type.String(),
  Type.String({
    pattern: '^[\\x20-\\x7e\\t]*$',
    description: 'printable ASCII, as a header has to be',
  }),
  {
    propertyNames: Type.String({
      pattern: `^(?!${['content-length', 'transfer-encoding'].map(inAnyCase).join('|')})${token}+$`,
      description:
        'a header’s name, and neither Content-Length nor Transfer-Encoding: bench sets these itself, by the body',
    }),
  },
);

/** Whether a text can stand for a target: 1 to 60 visible characters. */
export const isLabel = (text: string): boolean => /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,60}$/u.test(text);

const command = Type.Array(words, {
  minItems: 1,
  description: 'a program and its arguments, like ["node", "server.js"], and no shell between',
});

const requirement = Type.Union([
  record({ tool: Type.String(), range: Type.Optional(Type.String()), hint: Type.Optional(Type.String()) }),
  record({
    probe: command,
    what: Type.Optional(Type.String({ description: 'what the command looks for, in words' })),
    hint: Type.Optional(Type.String()),
  }),
]);

const environment = Type.Record(Type.String({ pattern: '^[^=\\u0000]+$' }), words, {
  additionalProperties: false,
});

const buildStep = Type.Union([
  command,
  record({ run: command, cwd: Type.Optional(Type.String()), env: Type.Optional(environment) }),
]);

const deviation = record({
  note: Type.String({ minLength: 1, description: 'printed in the report as a numbered note' }),
  ignoreAttributes: Type.Optional(Type.Array(Type.String())),
  unwrap: Type.Optional(Type.Array(Type.String())),
  remove: Type.Optional(Type.Array(Type.String())),
});

/** Who owns the socket of a target. */
export const targetClass = Type.Union([Type.Literal('stock'), Type.Literal('mounted')], {
  description: 'who owns the socket: the framework’s own server, or a server that its handler is mounted in',
});

const variable = {
  title: Type.Optional(Type.String()),
  class: Type.Optional(targetClass),
  requires: Type.Optional(Type.Array(requirement)),
  build: Type.Optional(Type.Array(buildStep)),
  env: Type.Optional(environment),
  deviations: Type.Optional(Type.Array(deviation)),
};

const measure = record({
  path: Type.Optional(path),
  method: Type.Optional(
    Type.String({
      pattern: `^${token}+$`,
      description: 'a method, like GET: letters, digits, and - . _ among others',
    }),
  ),
  headers: Type.Optional(headers),
  body: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  expect: Type.Optional(Type.String({ description: 'text that the page must hold' })),
});

/** The JSON Schema of `target.json`. */
export const targetSchema = record({
  $schema: Type.Optional(Type.String()),
  name,
  ...variable,
  language: Type.Optional(Type.String()),
  contract: Type.Optional(Type.Literal('blog')),
  inputs: Type.Optional(Type.Array(Type.String())),
  outputs: Type.Optional(
    Type.Array(Type.String(), {
      description:
        'what the build or the server makes in the folder, caches included: paths or globs that are never inputs',
    }),
  ),
  buildEnv: Type.Optional(
    Type.Array(Type.String(), {
      description: 'names of variables that are built into what is made; * stands for any ending',
    }),
  ),
  root: Type.Optional(Type.String()),
  start: command,
  port: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65_535,
      description: 'where it listens, if it cannot be told where to',
    }),
  ),
  ready: Type.Optional(record({ path: Type.Optional(path), timeout: Type.Optional(Type.String()) })),
  measure: Type.Optional(measure),
  variants: Type.Optional(
    Type.Record(
      name,
      record({
        ...variable,
        start: Type.Optional(command),
        contract: Type.Optional(
          Type.Null({
            description: 'the variant is outside of the target’s contract, and keeps its database',
          }),
        ),
        measure: Type.Optional(measure),
      }),
      {
        additionalProperties: false,
      },
    ),
  ),
});

/** `target.json` as it stands on the disk. */
export type TargetManifest = Immutable<Static<typeof targetSchema>>;

/** Who owns the socket: the framework's own server, or a server that the framework's documented handler is mounted in. */
export type TargetClass = Static<typeof targetClass>;

/** What a target needs on the machine before it can be built: a tool in a version range, or a command that must succeed. */
export type Requirement = NonNullable<TargetManifest['requires']>[number];

/** A declared difference from the contract. */
export type Deviation = NonNullable<TargetManifest['deviations']>[number];

/** A target with one variant applied and every default filled in: all that is needed to build, start and measure it. */
export interface Target {
  readonly name: string;
  /** Name of the variant, or null for the target as it stands. */
  readonly variant: string | null;
  /** Unique within a sweep; `name`, or `name:variant`, or what the user said. */
  readonly label: string;
  readonly title: string;
  readonly language: string | null;
  /** Null where it does not say. */
  readonly class: TargetClass | null;
  /** Absolute path of the folder. */
  readonly path: string;
  readonly contract: 'blog' | null;
  /** Whose database it is given, and whose page is measured: also where a variant is outside of the contract. */
  readonly serves: 'blog' | null;
  readonly requires: readonly Requirement[];
  /** Empty: nothing is built. */
  readonly build: readonly BuildCommand[];
  /** Globs relative to `root`, or null for the files that git tracks in the folder. */
  readonly inputs: readonly string[] | null;
  /** What its build or its server makes: paths or globs relative to the folder. */
  readonly outputs: readonly string[];
  /** Names of the caller's variables that are built into what is made; `*` stands for any ending. */
  readonly buildEnv: readonly string[];
  /** Absolute path of the folder that `inputs` are relative to. */
  readonly root: string;
  readonly start: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it runs already; null: it is started. */
  readonly running: { readonly address: string; readonly port: number } | null;
  /** Where it listens whatever it is told; null: where it is told to. */
  readonly port: number | null;
  /** What has to be answered before the measured request is sent; null: nothing. */
  readonly ready: { readonly path: string | null; readonly timeoutMs: number };
  readonly request: MeasuredRequest;
  readonly deviations: readonly Deviation[];
}

/** A command of a build. `{cache}` in arguments and variables is still to be filled in. */
export interface BuildCommand {
  readonly run: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Variables beside the tool's own; none where it is absent. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The request of a step, the same for every arrival. */
export type MeasuredRequest = PlannedTarget['request'];
