/**
 * An examination of a host and of the generator on it: what was looked at and measured, without a verdict. Every
 * figure is a number or null, null meaning "not available here".
 */

import { limitsSchema, machineSchema } from './machine.ts';
import { hostSizeSchema, placementSchema } from './plan.ts';
import { amount, count, type Immutable, nullable, record, type Static, Type } from './schema.ts';

const ratio = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

/** The machine, the host, and what was arranged for servers and generator. */
export const settingSchema = record({
  machine: machineSchema,
  host: record({ name: Type.String(), size: hostSizeSchema }),
  placement: placementSchema,
  limits: limitsSchema,
  generator: record({
    pinnedBy: nullable(Type.String({ description: 'what keeps it on its CPUs' })),
    priorityBy: nullable(Type.String({ description: 'what lets it go before servers on shared CPUs' })),
    machines: Type.Optional(
      Type.Integer({ minimum: 2, description: 'that share the load, where they are several' }),
    ),
  }),
  openFiles: nullable(count('that the generator may have, at most')),
  governors: Type.Array(Type.String(), { description: 'of the CPUs in use; empty where they show none' }),
});

const loadSchema = record({
  ms: amount('for how long was looked'),
  othersShare: nullable(ratio('of the CPUs in use, by other processes')),
  stealShare: nullable(ratio('of the CPUs in use, by the hypervisor')),
});

/** What the generator reported of a step, beside what the server knows. */
export const checkedStepSchema = record({
  kind: Type.Enum(['even', 'spread', 'held'], {
    description:
      'even: answers after 1 ms; spread: after 1 to 60 ms; held: after 1 ms, but held for 1 s of every 5 s',
  }),
  ratePerSecond: amount('asked for'),
  requests: count(),
  succeeded: count(),
  seenRatePerSecond: nullable(amount('at which the server saw requests come')),
  arrivalLate: record({
    p50Us: nullable(Type.Number({ description: 'from the intended time until the server read the request' })),
    p99Us: nullable(Type.Number()),
  }),
  sleepLate: record({
    p50Us: nullable(amount('how much too late the pacer’s sleeps ended')),
    p99Us: nullable(amount()),
  }),
  serverLagP99Us: nullable(
    Type.Number({ description: 'how late the server itself was: the floor of the error' }),
  ),
  percentiles: Type.Array(
    record({
      percentile: Type.Number(),
      truthUs: Type.Number({ description: 'by the server’s record' }),
      reportedUs: amount(),
      errorUs: Type.Number({ description: 'reported − truth' }),
    }),
  ),
});

/** One rate on the way to the highest that can be trusted. */
export const rungSchema = record({
  ratePerSecond: amount(),
  seenRatePerSecond: nullable(amount()),
  failed: count('requests that failed or were shed'),
  lateP99Us: nullable(amount('from the intended time until the generator took the request up')),
  cpuUsPerRequest: nullable(amount('that the generator used')),
});

/** One thing that was looked at, and whether it lets figures be trusted. */
export const doctorLineSchema = record({
  code: Type.String(),
  verdict: Type.Enum(['good', 'doubtful', 'bad']),
  value: Type.String(),
  why: Type.String(),
  advice: nullable(Type.String()),
});

const toolsSchema = record({
  target: Type.String(),
  missing: Type.Array(
    record({ what: Type.String(), problem: nullable(Type.String()), hint: nullable(Type.String()) }),
  ),
});

/** The JSON Schema of what `bench doctor --json` prints. */
export const doctorSchema = record({
  schema: Type.Literal(1),
  tool: record({ name: Type.Literal('framebench'), version: Type.String() }),
  startedAt: Type.String({ description: 'ISO 8601, UTC' }),
  verdict: Type.Enum(['good', 'doubtful', 'bad'], { description: 'the worst of the lines' }),
  trustedUpToPerSecond: nullable(amount('the highest rate at which requests left on time; null: none tried')),
  lines: Type.Array(doctorLineSchema),
  examination: record({
    setting: settingSchema,
    load: loadSchema,
    steps: Type.Array(checkedStepSchema, { description: 'against a server with known answers' }),
    rungs: Type.Array(rungSchema, { description: 'ascending rates, against a server that answers at once' }),
    tools: Type.Array(toolsSchema, { description: 'of the built-in targets' }),
  }),
});

export type DoctorDocument = Immutable<Static<typeof doctorSchema>>;
export type DoctorLine = DoctorDocument['lines'][number];
export type Examination = DoctorDocument['examination'];
export type Setting = Examination['setting'];
export type MachineLoad = Examination['load'];
export type CheckedStep = Examination['steps'][number];
/** What a short trial of the generator showed. */
export type Trial = Pick<Examination, 'steps' | 'rungs'>;
export type Rung = Examination['rungs'][number];
export type ToolsOfTarget = Examination['tools'][number];
