/** What the sweep loop is given: the plan, the targets, and everything with effects. */
import type { TargetFacts } from '../model/event.ts';
import type { Setting, Trial } from '../model/examination.ts';
import type { Block, Plan } from '../model/plan.ts';
import type {
  Limits,
  Machine,
  RoundRecord,
  Run,
  Step,
  TargetFailure,
  TargetRecord,
  Verification,
} from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type {
  ExpectedPage,
  JudgePage,
  LoadGenerator,
  RunningServer,
  ServerLog,
  StartServer,
  WatchMachine,
} from './seams.ts';

/** A target with what the loop needs of it. */
export interface SweepTarget {
  readonly facts: TargetFacts;
  readonly target: Target;
  readonly databasePath: string | null;
  /** Says whether an answer to the measured request is the right page. */
  readonly judge: JudgePage;
  /** A log for one more server; `about` becomes part of its name. */
  openLog(about: string): ServerLog;
}

/** The measured page as a server gives it, and what every later answer is compared with. */
export interface SeenPage {
  readonly page: NonNullable<TargetRecord['page']>;
  readonly expected: ExpectedPage;
}

/** Everything with effects that the loop uses. */
export interface SweepSurroundings {
  readonly machine: Machine;
  readonly limits: Limits;
  readonly engine: { readonly name: string; readonly version: string };
  /** What was found out about this machine before anything was started. */
  readonly setting: Setting;
  /** What a short trial of the generator shows. Rejects only when aborted, or when the generator is broken. */
  tryGenerator(generator: LoadGenerator, signal: AbortSignal): Promise<Trial>;
  /** Null where there is nothing to verify (no contract). Rejects only when aborted. */
  verify(target: SweepTarget, signal: AbortSignal): Promise<Verification | TargetFailure | null>;
  seePage(server: RunningServer, target: SweepTarget, signal: AbortSignal): Promise<SeenPage>;
  readonly startServer: StartServer;
  startGenerator(): Promise<LoadGenerator>;
  /** Begins to watch a server; the function returned ends it and gives what was seen. */
  watchServer(server: RunningServer): () => Step['server'];
  readonly watchMachine: WatchMachine;
  /** SHA-256 of the database that the servers are given, in hexadecimal; null where none is. */
  hashDatabase(): string | null;
  /** ISO 8601, UTC. */
  now(): string;
  /** Milliseconds of a monotonic clock. */
  elapsed(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Sweep {
  readonly plan: Plan;
  readonly targets: readonly SweepTarget[];
  /** What an interrupted run has already measured; it is not measured again. */
  readonly done: Run | null;
  readonly surroundings: SweepSurroundings;
  readonly signal: AbortSignal;
}

/** What an earlier part of the run holds of a block, or null. */
export function roundDone(done: Run | null, block: Block): RoundRecord | null {
  const target = done?.targets.find(({ label }) => label === block.label);
  return target?.rounds.find(({ round }) => round === block.round) ?? null;
}
