/** What the sweep loop is given: the plan, the targets, and the two ends. */
import type { TargetFacts } from '../model/event.ts';
import type { Setting, Trial } from '../model/examination.ts';
import type { Block, Plan } from '../model/plan.ts';
import type { RoundRecord, Run, TargetRecord, Verification } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import type { SocketAddress } from './load/request-bytes.ts';
import type { ExpectedPage, LoadGenerator, ServerEnd } from './seams.ts';

/** A target with what the loop needs of it. */
export interface SweepTarget {
  readonly facts: TargetFacts;
  readonly target: Target;
}

/** The measured page as a server gives it, and what every later answer is compared with. */
export interface SeenPage {
  /** Or why it was not seen, as the end of a sentence. */
  readonly page: NonNullable<TargetRecord['page']> | string;
  /** Of a page that was not seen, the bytes are not known. */
  readonly expected: ExpectedPage;
}

/** The end from which requests are sent. */
export interface GeneratorEnd {
  readonly engine: { readonly name: string; readonly version: string };
  /** Ready for its first step. Rejects with the signal's reason when that is aborted, leaving no process. */
  start(signal: AbortSignal): Promise<LoadGenerator>;
  /** What a short trial of the generator shows. Rejects only when aborted, or when the generator is broken. */
  tryOut(generator: LoadGenerator, signal: AbortSignal): Promise<Trial>;
  /** Compares what a server answers with the target's contract. Rejects only when aborted. */
  verify(
    server: SocketAddress,
    target: Pick<SweepTarget, 'target'>,
    signal: AbortSignal,
  ): Promise<Verification>;
  /** Looks at the measured page. A server that does not give it is data, not an exception. */
  seePage(server: SocketAddress, target: Pick<SweepTarget, 'target'>, signal: AbortSignal): Promise<SeenPage>;
}

/** The loop's own time. */
export interface Clock {
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
  /** What has already been measured, by an interrupted run or so far; it is not measured again. */
  readonly done: Run | null;
  /** What was found out about the machine before anything was started. */
  readonly setting: Setting;
  readonly serverEnd: ServerEnd;
  readonly generatorEnd: GeneratorEnd;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What an earlier part of the run holds of a block, or null. */
export function roundDone(done: Run | null, block: Block): RoundRecord | null {
  const target = done?.targets.find(({ label }) => label === block.label);
  return target?.rounds.find(({ round }) => round === block.round) ?? null;
}
