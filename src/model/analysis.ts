/** An analysis: everything that is derived from one run. Reports are drawn from it, and `--json` prints it. */
import type { Comparison } from './comparison.ts';
import type { Objective } from './objective.ts';
import type { Run, Slice, Step } from './run.ts';

/** Can the step be believed? Blames only what is ours (the generator) or the machine's. */
export type Validity = 'valid' | 'generator-limited' | 'host-limited';

/** Did the step meet an objective? Undecided: too few samples to say. */
export type Verdict = 'pass' | 'fail' | 'undecided';

/** A percentile with what it rests on. */
export interface Percentile {
  /** 0 … 100. */
  readonly percentile: number;
  /** In microseconds; Infinity where the rank falls among the failures; null where nothing was recorded. */
  readonly us: number | null;
  /** Requests that it ranks over. */
  readonly samples: number;
  /** Enough samples lie beyond it: at least 5. */
  readonly enoughSamples: boolean;
  /**
   * Dispatch lag and loop lag at this percentile are within max(0.25 ms, 5 % of it), or are the server's doing:
   * it shared its CPUs with the generator and held them.
   */
  readonly trusted: boolean;
}

/** A cell of the heatmap: explicit edges, and the share of *scheduled* requests that lies between them. */
export interface Cell {
  readonly fromUs: number;
  readonly toUs: number;
  readonly count: number;
  /** count / scheduled. */
  readonly share: number;
}

/** The mean latency of the successes, in microseconds, in its parts, which add up to it. */
export interface TimeSpent {
  readonly meanUs: number;
  /** Until our loop took the arrival up: ours. */
  readonly loopUs: number;
  /** Until there was a connection to write it to: the kernel's, and the server's, which has to accept. */
  readonly connectingUs: number;
  /** From written to the last byte of the answer. */
  readonly serverUs: number;
  /** Connections that were opened. */
  readonly opened: number;
  /** On the whole machine while it ran; null where not available. */
  readonly synRetransmits: number | null;
  /** Connections that found an accept queue full, likewise. */
  readonly listenOverflows: number | null;
}

export interface StepAnalysis {
  readonly label: string;
  readonly round: number;
  readonly ratePerSecond: number;
  readonly scheduled: number;
  /** Dispatched per second of the window: what was really offered. */
  readonly offeredPerSecond: number;
  /** Successes completed within the window, per second of it. */
  readonly achievedPerSecond: number;
  /** succeeded / scheduled, 0 … 1. */
  readonly successRatio: number;
  /** completedInWindow / scheduled, 0 … 1. */
  readonly goodputRatio: number;
  readonly stable: boolean;
  /** Requests by which the backlog grew over the second half of the window, what was shed then included. */
  readonly backlogGrowth: number;
  readonly trend: 'steady' | 'growing' | 'recovered';
  readonly validity: Validity;
  /** Why it is not valid; empty when it is. */
  readonly doubts: readonly string[];
  /** valid, and failed or unstable. */
  readonly serverLimited: boolean;
  /** Offered bytes exceed the host's bandwidth, which loopback cannot enforce. */
  readonly beyondLink: boolean;
  /** Fewer requests than the plan's minimum. */
  readonly thin: boolean;
  /** Over everything scheduled, a failure counting as infinite: these decide. */
  readonly overScheduled: readonly Percentile[];
  /** Over successes only: drawn and labelled, never deciding. */
  readonly overSuccesses: readonly Percentile[];
  readonly verdicts: readonly { readonly objective: string; readonly verdict: Verdict }[];
  readonly cells: readonly Cell[];
  /** Null where nothing succeeded. */
  readonly timeSpent: TimeSpent | null;
  /** Counts and shares of scheduled by kind, `shed` included; largest first. */
  readonly failures: readonly { readonly kind: string; readonly count: number; readonly share: number }[];
  /** CPUs in use on average over window and drain; null where not available. */
  readonly serverCpus: number | null;
  readonly generatorCpus: number | null;
  /** Server CPU per successful request, in microseconds. */
  readonly serverCpuPerRequestUs: number | null;
  readonly maxRssBytes: number | null;
  readonly slices: readonly Slice[];
  /** The observation itself. */
  readonly step: Step;
}

/** The highest rate that meets an objective, with its bracket. */
export interface Capacity {
  readonly objective: string;
  readonly kind: 'none' | 'value' | 'at-least';
  /** Highest passing rate with no fail below it; null for none. */
  readonly ratePerSecond: number | null;
  /** Lowest failing rate above it; null: not reached. */
  readonly failedAtPerSecond: number | null;
}

/** Capacity over the rounds of a target. */
export interface CapacityOverRounds extends Capacity {
  readonly rounds: readonly Capacity[];
  /** Lowest and highest of the rounds' capacities (0 for none); null with one round. */
  readonly interval: readonly [number, number] | null;
}

/** All rounds of one target at one rate, merged: a column of the heatmap. */
export interface Column extends Omit<StepAnalysis, 'round' | 'step' | 'slices' | 'label'> {
  /** How many rounds are in it. */
  readonly rounds: number;
  /** Why it was not tried, where it was in no round. */
  readonly notTried: string | null;
  readonly slices: readonly (readonly Slice[])[];
}

export interface TargetAnalysis {
  readonly label: string;
  readonly name: string;
  readonly variant: string | null;
  readonly title: string;
  readonly language: string | null;
  /** Of its tools and main dependencies. */
  readonly versions: Readonly<Record<string, string>>;
  readonly failure: { readonly reason: string; readonly detail: string } | null;
  /** One for each rate of the run, ascending; none where the target was not measured at all. */
  readonly columns: readonly Column[];
  /** In the order of measuring. A rate measured twice in a round is there twice; in columns the later one counts. */
  readonly steps: readonly StepAnalysis[];
  readonly capacities: readonly CapacityOverRounds[];
  /** Start to ready, median over its servers, in milliseconds. */
  readonly startMs: number | null;
  readonly idleRssBytes: number | null;
  readonly pageBytes: number | null;
  /** Text of scripts that stand in the page itself. */
  readonly scriptDataBytes: number | null;
  /** The page and every file that it makes a browser fetch, uncompressed. */
  readonly browserBytes: number | null;
  /** The same, each file compressed with brotli at its best. */
  readonly browserBrotliBytes: number | null;
  readonly buildMs: number | null;
  /** Whether that build found something that an earlier one had left; null: not known, or nothing was built. */
  readonly buildIncremental: boolean | null;
  readonly listenBacklog: number | null;
  readonly deaths: readonly {
    readonly round: number;
    readonly ratePerSecond: number | null;
    readonly code: number | null;
    readonly signal: string | null;
    readonly logTail: readonly string[];
  }[];
  /** Numbered notes: declared deviations. */
  readonly deviations: readonly string[];
}

/** Something to doubt. All wording of warnings lives in `src/analysis/wording`. */
export interface Warning {
  readonly code: string;
  /** Null: about the whole run. */
  readonly label: string | null;
  readonly severity: 'note' | 'doubt' | 'bad';
  readonly text: string;
  /** What to do about it, or null. */
  readonly advice: string | null;
}

/** A run as a report tells of it. */
export interface RunFacts {
  readonly runId: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly interrupted: Run['interrupted'];
  readonly tool: Run['tool'];
  readonly engine: Run['engine'];
  readonly host: Run['host'];
  readonly plan: Run['plan'];
  readonly command: readonly string[];
  /** Its targets. */
  readonly labels: readonly string[];
}

/** The facts of the first run, or the only one, stand at the top. */
export interface Analysis extends Omit<RunFacts, 'labels'> {
  readonly schema: 1;
  /** The runs after the first, where several were analysed together. */
  readonly otherRuns: readonly RunFacts[];
  readonly objectives: readonly Objective[];
  /** Every rate of the plans, ascending. */
  readonly rates: readonly number[];
  /** Ascending edges of the latency cells, shared by all targets, in microseconds. */
  readonly latencyEdgesUs: readonly number[];
  readonly targets: readonly TargetAnalysis[];
  /** The targets beside each other; null where fewer than two were measured. */
  readonly comparison: Comparison | null;
  readonly warnings: readonly Warning[];
}

/** The run in which a target was measured. */
export function runOfTarget(analysis: Analysis, label: string): Omit<RunFacts, 'labels'> {
  return analysis.otherRuns.find(({ labels }) => labels.includes(label)) ?? analysis;
}
