/** What there is to doubt in a run: the closed list of findings, with their figures and without words. */
import type { Column, TargetAnalysis, Validity } from '../model/analysis.ts';
import type { Limits, Run, Step } from '../model/run.ts';
import type { JudgedStep } from './judged-steps.ts';
import type { Doubt } from './validity.ts';

/** Rates, ascending, per second. */
export type Rates = readonly number[];

/** A limit of the host that is not in force. */
export interface NotEnforced {
  readonly name: keyof Limits;
  readonly by: string;
  /** The servers had less than the host would give them; otherwise they may have had more. */
  readonly isLess: boolean;
}

/** How many rates of a target could not be decided, by the first reason that holds. */
export interface Undecided {
  readonly thin: number;
  /** The generator or the machine was the limit. */
  readonly disturbed: number;
  /** Enough requests, but too close to the bound. */
  readonly close: number;
}

/** Something in which runs that are told together differ: what it is of each, in their order. */
export interface RunDifference {
  readonly what: 'machine' | 'host' | 'limits' | 'placement' | 'visitor' | 'load' | 'tool' | 'engine';
  readonly values: readonly string[];
}

/** A finding about the whole run, or about all runs together. */
export type RunFinding =
  | { readonly code: 'interrupted'; readonly reason: string; readonly atStep: string | null }
  | { readonly code: 'resumed'; readonly parts: number }
  | {
      readonly code: 'quick-settings';
      readonly rounds: number;
      readonly targets: number;
      readonly thin: Rates;
      readonly minSamples: number;
    }
  | { readonly code: 'one-round'; readonly targets: number }
  | { readonly code: 'thin'; readonly rates: Rates; readonly minSamples: number }
  | { readonly code: 'unverified' }
  | { readonly code: 'database-changed' }
  | { readonly code: 'shared-placement'; readonly cpus: number }
  | { readonly code: 'reduced-host'; readonly cpus: number; readonly of: number }
  | {
      readonly code: 'limits-not-enforced';
      readonly limits: readonly NotEnforced[];
    }
  | { readonly code: 'not-sampled' }
  | { readonly code: 'runs-apart'; readonly runs: number; readonly differences: readonly RunDifference[] }
  | { readonly code: 'no-ratio'; readonly labels: readonly string[] }
  | { readonly code: 'uneven-cpus'; readonly one: readonly string[]; readonly several: readonly string[] };

/** A finding about one target. */
export type TargetFinding =
  | { readonly code: 'target-failed'; readonly reason: string; readonly detail: string }
  | { readonly code: 'not-the-same-page'; readonly differences: readonly string[] }
  | {
      readonly code: 'server-died';
      readonly rates: Rates;
      readonly exit: string;
      readonly deaths: number;
      readonly lastLine: string | null;
    }
  | { readonly code: 'out-of-memory'; readonly kills: number; readonly rates: Rates }
  | { readonly code: 'record-contradicts-itself'; readonly rates: Rates; readonly example: string }
  | { readonly code: 'wrong-page'; readonly rates: Rates; readonly count: number }
  | { readonly code: 'no-port' | 'no-descriptor'; readonly rates: Rates; readonly count: number }
  | {
      readonly code: Exclude<Validity, 'valid'>;
      readonly rates: Rates;
      /** Every rate that was tried. */
      readonly everywhere: boolean;
      /** Of each kind the gravest, most telling first. */
      readonly doubts: readonly Doubt[];
    }
  | { readonly code: 'lag-at-percentile'; readonly rates: Rates; readonly percentiles: readonly number[] }
  | { readonly code: 'beyond-link'; readonly rates: Rates; readonly bitsPerSecond: number }
  | { readonly code: 'time-wait'; readonly rates: Rates; readonly most: number; readonly ports: number }
  | {
      readonly code: 'listen-overflow';
      readonly rates: Rates;
      readonly count: number;
      readonly backlog: number | null;
    }
  | { readonly code: 'warm-up-unsettled'; readonly servers: number; readonly of: number }
  | { readonly code: 'restarted-to-rest'; readonly rates: Rates }
  | {
      readonly code: 'rounds-disagree';
      readonly objective: string;
      readonly lowest: number;
      readonly highest: number;
    }
  | { readonly code: 'connections-used-up'; readonly rates: Rates; readonly connections: number }
  | {
      readonly code: 'stalls';
      /** How many were the event loop's own, and how many the machine's. */
      readonly ofLoop: number;
      readonly ofMachine: number;
      readonly longestMs: number;
      readonly rates: Rates;
    }
  | {
      readonly code: 'capacity-not-reached';
      readonly objectives: readonly string[];
      readonly highestTried: number;
    }
  | {
      readonly code: 'capacity-open';
      readonly objectives: readonly string[];
      readonly ratePerSecond: number;
      readonly highestTried: number;
      readonly undecided: Undecided;
    }
  | {
      readonly code: 'capacity-unknown';
      readonly objectives: readonly string[];
      readonly tried: number;
      readonly undecided: Undecided;
    }
  | { readonly code: 'not-tried'; readonly rates: Rates; readonly reason: string }
  | {
      readonly code: 'slow-when-idle';
      readonly lowRate: number;
      readonly lowUs: number;
      readonly rate: number;
      readonly us: number;
    };

export type Finding =
  | {
      readonly label: null;
      readonly finding: RunFinding;
      /** Numbers of the runs that it is about, from 1, where it is not about all of them. */
      readonly runs: readonly number[] | null;
    }
  | { readonly label: string; readonly finding: TargetFinding };

/** What a target's findings are looked for in. */
export interface Evidence {
  readonly run: Run;
  readonly analysis: TargetAnalysis;
  readonly record: Run['targets'][number];
  readonly steps: readonly JudgedStep[];
}

/** The rates of the steps of which something holds, ascending and each once. */
export function ratesWhere(steps: readonly Step[], holds: (step: Step) => boolean): Rates {
  const rates = steps.filter(holds).map(({ ratePerSecond }) => ratePerSecond);
  return [...new Set(rates)].toSorted((a, b) => a - b);
}

/** The rates of the columns of which something holds. */
export function columnsWhere(columns: readonly Column[], holds: (column: Column) => boolean): Rates {
  return columns.filter((column) => column.rounds > 0 && holds(column)).map((column) => column.ratePerSecond);
}
