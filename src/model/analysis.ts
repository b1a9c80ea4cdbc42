/**
 * An analysis: everything that is derived from one run, or several together. Reports are drawn from it, `--json` prints it.
 * In memory a latency whose rank falls among the failures is `Infinity`; in JSON it is null, and `beyond` says why.
 */
import { beyondSchema, comparisonSchema } from './comparison.ts';
import { byKey, figureSchema } from './figure.ts';
import { runSchema, stepSchema } from './run.ts';
import { amount, count, type Immutable, nullable, pair, record, type Static, Type } from './schema.ts';
import { countedFigures, sampledFigures, timeSpentFigures } from './step-figures.ts';
import { targetClass } from './target.ts';
import { ownFigures } from './target-figures.ts';

const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

const percentileSchema = record({
  percentile: Type.Number({ minimum: 0, maximum: 100 }),
  us: nullable(amount('microseconds; null: nothing was recorded, or beyond')),
  beyond: beyondSchema,
  samples: count('requests that it ranks over'),
  enoughSamples: Type.Boolean({ description: 'at least 5 samples lie beyond it' }),
  trusted: Type.Boolean({
    description:
      'dispatch lag and loop lag at this percentile are within max(0.25 ms, 5 % of it), or are the server’s doing: it shared its CPUs with the generator and held them',
  }),
});

/** Where the mean latency of the successes went. */
const timeSpentSchema = record({
  ...byKey(timeSpentFigures, figureSchema),
  opened: count('connections that were opened'),
  synRetransmits: nullable(amount('on the whole machine while it ran')),
  listenOverflows: nullable(amount('connections that found an accept queue full, on the whole machine')),
});

/** What a step has, and a column, which is all rounds of one target at one rate, merged. */
const measured = {
  ratePerSecond: amount('asked for'),
  ...byKey(countedFigures, figureSchema),
  stable: Type.Boolean(),
  backlogGrowth: Type.Number({
    description:
      'requests by which the backlog grew over the second half of the window, what was shed then included',
  }),
  trend: Type.Enum(['steady', 'growing', 'recovered']),
  validity: Type.Enum(['valid', 'generator-limited', 'host-limited', 'unattested'], {
    description:
      'can it be believed? Blames only the generator or the machine; unattested: the load engine does not say how late it was',
  }),
  doubts: Type.Array(Type.String(), { description: 'why it is not valid' }),
  serverLimited: Type.Boolean({ description: 'valid, and failed or unstable' }),
  beyondLink: Type.Boolean({
    description: 'offered bytes exceed the host’s bandwidth, which loopback cannot enforce',
  }),
  thin: Type.Boolean({ description: 'fewer requests than the plan’s minimum' }),
  overScheduled: Type.Array(percentileSchema, {
    description: 'over everything scheduled, a failure counting as infinitely late: these decide',
  }),
  overSuccesses: Type.Array(percentileSchema, { description: 'over successes only: these never decide' }),
  verdicts: Type.Array(
    record({
      objective: Type.String(),
      verdict: Type.Enum(['pass', 'fail', 'undecided'], { description: 'undecided: too few samples to say' }),
    }),
  ),
  cells: Type.Array(
    record({ fromUs: amount(), toUs: amount(), count: count(), share: share('of scheduled') }),
    { description: 'cells of the heatmap that hold something' },
  ),
  timeSpent: nullable(timeSpentSchema),
  failures: Type.Array(record({ kind: Type.String(), count: count(), share: share('of scheduled') }), {
    description: 'by kind, shed included; largest first',
  }),
  ...byKey(sampledFigures, (figure) => nullable(figureSchema(figure))),
};

const { slices, purpose } = stepSchema.properties;

const stepAnalysisSchema = record({
  label: Type.String(),
  round: count('from 1'),
  purpose: Type.Union([purpose, Type.Null()], { description: 'null: of an older run' }),
  endedEarly: Type.Boolean({
    description: 'it could only fail: the figures are of what was scheduled until then',
  }),
  ...measured,
  slices,
});

const columnSchema = record({
  ...measured,
  rounds: count('merged in it'),
  notTried: nullable(Type.String({ description: 'why, where it was in no round' })),
  slices: Type.Array(slices, {
    description:
      'one list for each step that counts: in a grid one of each round, of a search all at this rate',
  }),
});

/** What a capacity search showed of one start of a server, beside the capacity itself. */
const searchedSchema = record({
  passedPerSecond: nullable(amount('the highest rate up to there that passed, the bracket’s lower end')),
  interval: pair(
    nullable(amount('null: nothing bounds it')),
    nullable(amount('likewise')),
    'holds what this start bears with 95 %',
  ),
  steps: count('trials and confirmations'),
  ms: amount('rests included, a server’s start and warm-up not'),
  ended: nullable(Type.String({ description: 'why it ended before it knew enough' })),
});

/** The highest rate that meets an objective, with its bracket. */
const capacity = {
  objective: Type.String(),
  kind: Type.Enum(['none', 'below', 'value', 'at-least', 'cannot-tell'], {
    description: 'of a search: below: all it tried failed; cannot-tell: generator or machine were the limit',
  }),
  ratePerSecond: nullable(
    amount(
      'the highest that passes with no fail below it; of a search, the highest that is held more likely than not; null for none',
    ),
  ),
  failedAtPerSecond: nullable(amount('the lowest that fails above it; null: not reached')),
  searched: Type.Optional(searchedSchema),
};

const targetRecord = runSchema.properties.targets.items.properties;

const targetAnalysisSchema = record({
  identity: record(
    { run: count('place of its run, from 0'), label: targetRecord.label },
    'what tells it from every other target: its run, and its label there',
  ),
  label: Type.String({ description: 'unique in this analysis' }),
  name: targetRecord.name,
  variant: targetRecord.variant,
  title: targetRecord.title,
  language: targetRecord.language,
  class: nullable(targetClass),
  versions: targetRecord.versions,
  failure: targetRecord.failure,
  columns: Type.Array(columnSchema, {
    description: 'one for each rate of the run, ascending; none where nothing was measured',
  }),
  steps: Type.Array(stepAnalysisSchema, {
    description:
      'in the order of measuring; a rate measured twice in a round is there twice, and the later one counts in columns',
  }),
  capacities: Type.Array(
    record({
      ...capacity,
      rounds: Type.Array(record({ round: count('from 1'), ...capacity })),
      interval: nullable(
        pair(
          amount(),
          nullable(amount('null: nothing bounds it')),
          'around the median of the rounds, to the ends of their brackets; 0: no rate was met',
        ),
      ),
      confidence: nullable(share('with which such an interval holds the median of all starts')),
    }),
  ),
  ...byKey(ownFigures, (figure) => nullable(figureSchema(figure))),
  buildIncremental: nullable(
    Type.Boolean({
      description: 'the build found something that an earlier one had left; null: not known, or no build',
    }),
  ),
  deaths: Type.Array(
    record({
      round: count(),
      ratePerSecond: nullable(amount('null: between steps')),
      code: nullable(Type.Integer()),
      signal: nullable(Type.String()),
      logTail: Type.Array(Type.String()),
    }),
  ),
  deviations: targetRecord.deviations,
});

const warningSchema = record({
  code: Type.String(),
  label: nullable(Type.String({ description: 'null: about the whole run' })),
  severity: Type.Enum(['note', 'doubt', 'bad']),
  text: Type.String(),
  advice: nullable(Type.String({ description: 'what to do about it' })),
});

const { startedAt, finishedAt, interrupted, tool, engine, imported, host, plan, command } =
  runSchema.properties;

/** What a report says about a run. */
const facts = {
  runId: Type.String(),
  startedAt,
  finishedAt,
  interrupted,
  tool,
  engine,
  imported,
  host,
  plan,
  command,
};

export const analysisSchema = record({
  schema: Type.Literal(1),
  ...facts,
  otherRuns: Type.Array(record(facts), { description: 'the runs after the first' }),
  objectives: plan.properties.objectives,
  rates: Type.Array(Type.Number(), {
    description: 'every rate of the plans, or that searches visited; ascending',
  }),
  latencyEdgesUs: Type.Array(Type.Number(), {
    description: 'edges of the latency cells, ascending, shared by all targets',
  }),
  targets: Type.Array(targetAnalysisSchema),
  comparison: nullable(comparisonSchema),
  warnings: Type.Array(warningSchema),
});

/** The facts of the first run, or the only one, stand at the top. */
export type Analysis = Immutable<Static<typeof analysisSchema>>;
export type TargetAnalysis = Analysis['targets'][number];
/** All rounds of one target at one rate, merged: a column of the heatmap. */
export type Column = TargetAnalysis['columns'][number];
export type StepAnalysis = TargetAnalysis['steps'][number];
/** Can the step be believed? Blames only what is ours (the generator) or the machine's. */
export type Validity = StepAnalysis['validity'];
/** Did the step meet an objective? Undecided: too few samples to say. */
export type Verdict = StepAnalysis['verdicts'][number]['verdict'];
export type Percentile = StepAnalysis['overScheduled'][number];
export type Cell = StepAnalysis['cells'][number];
export type TimeSpent = NonNullable<StepAnalysis['timeSpent']>;
/** Capacity over the rounds of a target: their median. */
export type CapacityOverRounds = TargetAnalysis['capacities'][number];
export type RoundCapacity = CapacityOverRounds['rounds'][number];
/** The highest rate of one round that meets an objective, with its bracket. */
export type Capacity = Omit<RoundCapacity, 'round'>;
/** Something to doubt. What findings say is declared in `src/analysis/findings`. */
export type Warning = Analysis['warnings'][number];
export type RunFacts = Analysis['otherRuns'][number];

/** A percentile over everything scheduled. */
export const percentileOf = ({ overScheduled }: Pick<StepAnalysis, 'overScheduled'>, wanted: number) =>
  overScheduled.find(({ percentile }) => percentile === wanted);

/** The run in which a target was measured. */
export const runOfTarget = (analysis: Analysis, { identity }: Pick<TargetAnalysis, 'identity'>): RunFacts =>
  analysis.otherRuns[identity.run - 1] ?? analysis;
