/**
 * The analysis as a document, and its published schema. It holds what is derived and leaves the observations of each
 * step in the run. JSON knows no infinity: a latency that is infinite, because the rank falls among the failures, is
 * the string `"Infinity"`, which `Number()` in JavaScript and `float()` in Python read back.
 */
import type { Analysis, Column, Percentile, StepAnalysis } from '../model/analysis.ts';
import { runSchema, stepSchema } from '../model/run.ts';
import { amount, count, type Immutable, nullable, record, type Static, Type } from '../model/schema.ts';
import { comparisonDocument, comparisonSchema } from './comparison-document.ts';

const ratio = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const maybe = (description: string) => nullable(amount(description));

const percentile = record({
  percentile: Type.Number({ minimum: 0, maximum: 100 }),
  us: Type.Union([amount(), Type.Literal('Infinity'), Type.Null()], {
    description: 'microseconds; "Infinity": the rank falls among the failures; null: nothing was recorded',
  }),
  samples: count('requests that it ranks over'),
  enoughSamples: Type.Boolean({ description: 'at least 5 samples lie beyond it' }),
  trusted: Type.Boolean({ description: 'our own lag does not reach it' }),
});

const measured = {
  ratePerSecond: amount('asked for'),
  scheduled: count(),
  offeredPerSecond: amount('really sent'),
  achievedPerSecond: amount('successes completed within the window, per second of it'),
  successRatio: ratio('succeeded / scheduled'),
  goodputRatio: ratio('completed within the window / scheduled'),
  stable: Type.Boolean(),
  backlogGrowth: Type.Number({ description: 'requests, over the second half of the window' }),
  trend: Type.Enum(['steady', 'growing', 'recovered']),
  validity: Type.Enum(['valid', 'generator-limited', 'host-limited']),
  doubts: Type.Array(Type.String(), { description: 'why it is not valid' }),
  serverLimited: Type.Boolean({ description: 'valid, and failed or unstable' }),
  beyondLink: Type.Boolean({ description: 'more bytes than the bandwidth of the host' }),
  thin: Type.Boolean({ description: 'fewer requests than the plan wants' }),
  overScheduled: Type.Array(percentile, { description: 'a failure counts as infinite: these decide' }),
  overSuccesses: Type.Array(percentile, { description: 'these never decide' }),
  verdicts: Type.Array(
    record({ objective: Type.String(), verdict: Type.Enum(['pass', 'fail', 'undecided']) }),
  ),
  cells: Type.Array(
    record({ fromUs: amount(), toUs: amount(), count: count(), share: ratio('of scheduled') }),
  ),
  timeSpent: nullable(
    record({
      meanUs: amount('mean latency of the successes; the next three add up to it'),
      loopUs: amount('until our loop took the arrival up'),
      connectingUs: amount('until there was a connection to write it to'),
      serverUs: amount('from written to the last byte'),
      opened: count('connections'),
      synRetransmits: maybe('on the whole machine'),
      listenOverflows: maybe('connections that found an accept queue full, on the whole machine'),
    }),
  ),
  failures: Type.Array(record({ kind: Type.String(), count: count(), share: ratio('of scheduled') })),
  serverCpus: maybe('CPUs in use on average'),
  generatorCpus: maybe('likewise'),
  serverCpuPerRequestUs: maybe('per successful request'),
  maxRssBytes: maybe('the largest seen'),
};

const { slices } = stepSchema.properties;
const { startedAt, finishedAt, interrupted, tool, engine, host, plan } = runSchema.properties;

/** What is told of a run, the first one and any other. */
const facts = {
  runId: Type.String(),
  startedAt,
  finishedAt,
  interrupted,
  tool,
  engine,
  host,
  plan,
  command: Type.Array(Type.String()),
};

const capacity = {
  objective: Type.String(),
  kind: Type.Enum(['none', 'value', 'at-least']),
  ratePerSecond: maybe('the highest rate that passes with no fail below it'),
  failedAtPerSecond: maybe('the lowest rate above it that fails; null: not reached'),
};

/** The JSON Schema of the analysis. */
export const analysisSchema = record({
  schema: Type.Literal(1),
  ...facts,
  otherRuns: Type.Array(record({ ...facts, labels: Type.Array(Type.String()) }), {
    description: 'after the first, where several runs were analysed together',
  }),
  objectives: Type.Array(record({ text: Type.String(), percentile: Type.Number(), latencyUs: amount() })),
  rates: Type.Array(Type.Number(), { description: 'every rate of the plan, ascending' }),
  latencyEdgesUs: Type.Array(Type.Number(), { description: 'edges of the cells, ascending' }),
  targets: Type.Array(
    record({
      label: Type.String(),
      name: Type.String(),
      variant: nullable(Type.String()),
      title: Type.String(),
      language: nullable(Type.String()),
      versions: Type.Record(Type.String(), Type.String(), {
        description: 'of its tools and main dependencies',
      }),
      failure: nullable(record({ reason: Type.String(), detail: Type.String() })),
      columns: Type.Array(
        record({
          ...measured,
          rounds: count('merged in it'),
          notTried: nullable(Type.String()),
          slices: Type.Array(slices, { description: 'one list for each round' }),
        }),
        { description: 'all rounds at one rate, merged' },
      ),
      steps: Type.Array(record({ label: Type.String(), round: count('from 1'), ...measured, slices })),
      capacities: Type.Array(
        record({
          ...capacity,
          rounds: Type.Array(record(capacity)),
          interval: nullable(
            Type.Array(amount(), { description: 'lowest and highest of the rounds, 0 for none' }),
          ),
        }),
      ),
      startMs: maybe('start to ready, median'),
      idleRssBytes: maybe('after the warm-up, median'),
      pageBytes: maybe('of the body'),
      scriptDataBytes: maybe('text of scripts that stand in the page itself'),
      browserBytes: maybe('the page and every file that it makes a browser fetch'),
      browserBrotliBytes: maybe('the same, each file compressed with brotli'),
      buildMs: maybe('of the original build'),
      buildIncremental: nullable(
        Type.Boolean({ description: 'that build found something that an earlier one had left' }),
      ),
      listenBacklog: maybe('as the kernel reports it'),
      deaths: Type.Array(
        record({
          round: count(),
          ratePerSecond: maybe('null: between steps'),
          code: nullable(Type.Integer()),
          signal: nullable(Type.String()),
          logTail: Type.Array(Type.String()),
        }),
      ),
      deviations: Type.Array(Type.String()),
    }),
  ),
  comparison: comparisonSchema,
  warnings: Type.Array(
    record({
      code: Type.String(),
      label: nullable(Type.String({ description: 'null: about the whole run' })),
      severity: Type.Enum(['note', 'doubt', 'bad']),
      text: Type.String(),
      advice: nullable(Type.String()),
    }),
  ),
});

export type AnalysisDocument = Immutable<Static<typeof analysisSchema>>;
type DocumentPercentile = AnalysisDocument['targets'][number]['steps'][number]['overScheduled'][number];

/** The analysis without the observations of its steps, every number finite. */
export function analysisDocument(analysis: Analysis): AnalysisDocument {
  return {
    ...analysis,
    comparison: comparisonDocument(analysis.comparison),
    targets: analysis.targets.map((target) => ({
      ...target,
      columns: target.columns.map((column) => ({ ...column, ...percentiles(column) })),
      steps: target.steps.map(({ step: _observed, ...step }) => ({ ...step, ...percentiles(step) })),
    })),
  };
}

function percentiles(step: Pick<StepAnalysis | Column, 'overScheduled' | 'overSuccesses'>) {
  return {
    overScheduled: step.overScheduled.map(finite),
    overSuccesses: step.overSuccesses.map(finite),
  };
}

function finite(one: Percentile): DocumentPercentile {
  return { ...one, us: one.us === Number.POSITIVE_INFINITY ? 'Infinity' : one.us };
}
