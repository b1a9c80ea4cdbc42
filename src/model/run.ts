/**
 * A run: the record of a sweep. Observations only; whatever can be derived is derived anew by the analysis.
 * Every sampled figure is a number or null, null meaning "not available here".
 */
import { doctorLineSchema } from './examination.ts';
import { importedSchema } from './imported.ts';
import { limitsSchema, machineSchema } from './machine.ts';
import { partSchema } from './part.ts';
import { hostSizeSchema, placementSchema, plannedRateSchema, planSchema, viaSchema } from './plan.ts';
import { amount, count, counts, type Immutable, nullable, record, type Static, Type } from './schema.ts';
import { serverSchema } from './server.ts';
import { targetClass } from './target.ts';

const histogram = Type.String({ description: 'HdrHistogram V2 compressed, base64; microseconds' });
/** Null: the load engine does not say. A lag that it does not say leaves the step unattested. */
const said = nullable(histogram);
const time = Type.String({ description: 'ISO 8601, UTC' });
const sampled = (description: string) => nullable(amount(description));

const sliceSchema = record({
  scheduled: count(),
  sent: count(),
  succeeded: count(),
  failed: count(),
  shed: count(),
  inFlight: count('at the end of the slice'),
  p50Us: sampled('of the successes whose intended start lies in the slice'),
  p99Us: sampled('likewise'),
  maxUs: sampled('likewise'),
});

export const stepSchema = record({
  ratePerSecond: Type.Number({ exclusiveMinimum: 0 }),
  durationMs: amount('the window; scheduled / ratePerSecond where it was not ended early'),
  // Older runs lack these.
  purpose: Type.Optional(
    Type.Enum(['grid', 'again', 'trial', 'confirm', 'fixed'], {
      description: 'a rate of the plan; a doubtful one once more; of a search; at the run’s fixed rates',
    }),
  ),
  objective: Type.Optional(count('whose capacity was searched: which of the plan’s objectives, from 0')),
  endedEarly: Type.Optional(
    record(
      { planned: count('arrivals of the whole step') },
      'it could only fail: what is counted is what was scheduled until then',
    ),
  ),
  startedAt: time,
  elapsedMs: amount('window and drain'),
  serverIndex: count('which of the round’s servers answered'),
  seed: count(),
  restMs: amount('waited before the step until the server was at rest'),
  restedBy: Type.Enum(['none', 'settled', 'restart']),
  requests: record({
    scheduled: count(),
    sent: count('written into a socket at least once'),
    succeeded: count(),
    failed: count(),
    shed: count('given up at once because every connection was in use'),
  }),
  completedInWindow: count('successes whose last byte came within the window'),
  inFlightAtEnd: count('taken up and undecided when the window ended'),
  drainMs: amount('from the window’s end until nothing was in flight'),
  failures: counts('by kind; sums to failed'),
  statuses: counts('answers by status code'),
  bytes: nullable(count('received; null: the load engine does not say')),
  connections: record({
    opened: nullable(count('null: the load engine does not say; likewise below')),
    reused: nullable(count('requests sent on a connection that had served before')),
    stale: nullable(count('reused connections that ended before the first byte; the request was sent again')),
    closedByServer: nullable(count()),
    closedByUs: Type.Optional(count('timed out, idle too long, or asked to by the request')),
    maxInFlight: count(),
  }),
  latency: histogram,
  failureLatency: histogram,
  serviceTime: said,
  dispatchLag: said,
  connectTime: said,
  loopLag: said,
  pacerLag: said,
  slices: Type.Array(sliceSchema, {
    description: '20 equal parts of the planned window; those that were not reached are left out',
  }),
  stalls: Type.Array(
    record({
      atMs: amount('from the start of the step'),
      lengthMs: amount(),
      due: Type.Enum(['loop', 'pacer'], { description: 'loop: our event loop; pacer: the machine' }),
    }),
  ),
  generator: record({
    cpuMs: sampled('all threads'),
    loopCpuMs: sampled('the event loop’s thread'),
    waitForCpuMs: sampled('ready to run, but not running'),
    utilization: sampled('of the event loop, 0 … 1'),
  }),
  server: record({
    cpuMs: sampled('whole process tree'),
    waitForCpuMs: sampled('likewise'),
    maxRssBytes: sampled('likewise, the largest sum seen'),
    maxOpenFiles: sampled('likewise'),
    threads: sampled('likewise'),
    oomKills: sampled('processes killed for want of memory'),
  }),
  machine: record({
    busyMs: sampled('CPU time used by all tasks on the CPUs in use'),
    stealMs: sampled('CPU time taken by the hypervisor'),
    throttledMs: sampled('by a quota outside of ours'),
    listenOverflows: sampled('connections that found an accept queue full'),
    listenDrops: sampled('SYNs dropped'),
    synRetransmits: sampled('SYNs sent again'),
    timeWaitAtStart: sampled('sockets in TIME_WAIT when the step began'),
  }),
});

const notTriedSchema = record({
  ratePerSecond: Type.Number({ exclusiveMinimum: 0 }),
  notTried: Type.String(),
});

const measurementSchema = record(
  {
    kind: Type.String({ description: 'what was measured, e.g. page or build' }),
    startedAt: time,
    samples: Type.Array(Type.Record(Type.String(), sampled('with its unit in its name')), {
      description: 'one for each repetition, in the order of measuring',
    }),
  },
  'of a target beside its steps',
);

const targetRecordSchema = record({
  name: Type.String(),
  label: Type.String(),
  variant: nullable(Type.String()),
  title: Type.String(),
  language: nullable(Type.String()),
  // Older runs lack it.
  class: Type.Optional(nullable(targetClass)),
  path: Type.String(),
  contentHash: nullable(Type.String({ description: 'of what the build depends on; null: unknown' })),
  // Older runs lack it.
  development: Type.Optional(nullable(Type.String({ description: 'NAME=value that asks for this mode' }))),
  versions: Type.Record(Type.String(), Type.String(), { description: 'of tools and main dependencies' }),
  build: nullable(
    record({
      durationMs: amount('of the original build'),
      cached: Type.Boolean(),
      // Older runs lack it.
      incremental: Type.Optional(
        Type.Boolean({ description: 'the original build found something that an earlier one had left' }),
      ),
    }),
  ),
  page: nullable(
    record({
      bytes: count('of the body'),
      headerBytes: count(),
      headers: Type.Record(Type.String(), Type.String()),
      // Older runs lack these.
      scriptDataBytes: Type.Optional(sampled('text of scripts that stand in the page itself')),
      browserBytes: Type.Optional(
        sampled('bodies of the page and of every style sheet, script and module it makes a browser fetch'),
      ),
      browserBrotliBytes: Type.Optional(sampled('the same, each file compressed with brotli at its best')),
    }),
  ),
  deviations: Type.Array(Type.String()),
  verify: nullable(
    record({
      passed: Type.Boolean(),
      checks: Type.Array(
        record({ check: Type.String(), passed: Type.Boolean(), detail: nullable(Type.String()) }),
      ),
    }),
  ),
  failure: nullable(record({ reason: Type.String({ description: 'a code' }), detail: Type.String() })),
  measurements: Type.Array(measurementSchema),
  rounds: Type.Array(
    record({
      round: count('from 1'),
      orderIndex: count(),
      servers: Type.Array(serverSchema),
      steps: Type.Array(Type.Union([stepSchema, notTriedSchema]), {
        description: 'in the order of measuring',
      }),
    }),
  ),
});

/** The JSON Schema of `run.json`. */
export const runSchema = record({
  schema: Type.Literal(2),
  id: Type.String(),
  tool: record({ name: Type.Literal('framebench'), version: Type.String() }),
  command: Type.Array(Type.String(), { description: 'the arguments that repeat this sweep' }),
  startedAt: time,
  finishedAt: nullable(time),
  interrupted: nullable(record({ atStep: nullable(Type.String()), reason: Type.String() })),
  parts: Type.Array(partSchema),
  plan: planSchema,
  engine: record({ name: Type.String(), version: Type.String() }),
  imported: Type.Optional(importedSchema),
  host: record({
    name: Type.String(),
    size: hostSizeSchema,
    via: viaSchema,
    placement: placementSchema.properties.resolved,
    limits: limitsSchema,
    machine: machineSchema,
  }),
  doctorLines: Type.Optional(
    Type.Array(doctorLineSchema, {
      description: 'how the examination of a run of schema 1 was judged, its figures not being stored',
    }),
  ),
  // Absent until they are chosen, and in older runs.
  fixedRates: Type.Optional(
    Type.Array(plannedRateSchema, { description: 'of a search, ascending: all targets are measured there' }),
  ),
  targets: Type.Array(targetRecordSchema),
});

export type Run = Immutable<Static<typeof runSchema>>;
export type TargetRecord = Run['targets'][number];
export type RoundRecord = TargetRecord['rounds'][number];
export type ServerRecord = RoundRecord['servers'][number];
export type Step = Immutable<Static<typeof stepSchema>>;
export type NotTried = Immutable<Static<typeof notTriedSchema>>;
export type Slice = Step['slices'][number];
export type Machine = Run['parts'][number]['machine'];
export type Limits = Run['host']['limits'];
export type Limit = Limits['cpu'];
export type Verification = NonNullable<TargetRecord['verify']>;
/** What a target was found unable to do, so that it could not be measured. */
export type TargetFailure = NonNullable<TargetRecord['failure']>;

/** Whether the generator said how late it was. Where it did not, nobody attests that the step is good. */
export const isAttested = ({ dispatchLag, loopLag, pacerLag }: Step): boolean =>
  dispatchLag !== null && loopLag !== null && pacerLag !== null;

/** Whether a step was measured or left out. */
export function wasTried(step: Step | NotTried): step is Step {
  return !('notTried' in step);
}
