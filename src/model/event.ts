/** Everything that can happen in a sweep, from the first build to the last step. The record, the terminal and the log each fold this stream. */
import type { Setting, Trial } from './examination.ts';
import type { Link } from './part.ts';
import type { Block, Plan, PlannedRate } from './plan.ts';
import type {
  Limits,
  Machine,
  NotTried,
  ServerRecord,
  Step,
  TargetFailure,
  TargetRecord,
  Verification,
} from './run.ts';

/** A target's own facts, known once it is built. A failure: it could not be built. */
export type TargetFacts = Omit<TargetRecord, 'verify' | 'rounds' | 'page' | 'measurements'>;

/** Builds come first. What they print is shown and written to their log, and is no part of a run. */
export type BuildEvent =
  | { readonly kind: 'build-started'; readonly label: string; readonly logPath: string }
  /** Another process builds in this folder, and this one waits for it. */
  | { readonly kind: 'build-waiting'; readonly label: string; readonly folder: string }
  /** Output of a build, untrusted. */
  | { readonly kind: 'build-line'; readonly label: string; readonly line: string }
  /** `build` is null where there was nothing to build. */
  | { readonly kind: 'build-finished'; readonly label: string; readonly build: TargetRecord['build'] }
  | { readonly kind: 'target-failed'; readonly label: string; readonly failure: TargetFailure };

/** In which round of which target something happens. */
export interface InRound {
  readonly label: string;
  readonly round: number;
}

export type Event =
  | BuildEvent
  | {
      readonly kind: 'sweep-started';
      readonly at: string;
      readonly plan: Plan;
      readonly machine: Machine;
      readonly limits: Limits;
      /** Where servers run on another machine. */
      readonly link?: Link;
      readonly engine: { readonly name: string; readonly version: string };
      readonly targets: readonly TargetFacts[];
    }
  | { readonly kind: 'host-examined'; readonly setting: Setting }
  | { readonly kind: 'generator-tried'; readonly trial: Trial }
  | { readonly kind: 'database-hashed'; readonly moment: 'before' | 'after'; readonly sha256: string }
  | { readonly kind: 'target-verified'; readonly label: string; readonly verification: Verification }
  | { readonly kind: 'page-seen'; readonly label: string; readonly page: NonNullable<TargetRecord['page']> }
  | { readonly kind: 'block-started'; readonly block: Block }
  | (InRound & { readonly kind: 'server-starting' })
  | (InRound & { readonly kind: 'server-started'; readonly server: ServerRecord })
  | (InRound & { readonly kind: 'server-warmed' } & Pick<ServerRecord, 'warmup' | 'idleRssBytes'>)
  | { readonly kind: 'resting'; readonly label: string; readonly ratePerSecond: number }
  | (InRound & { readonly kind: 'step-started'; readonly ratePerSecond: number; readonly windowMs: number })
  | (InRound & { readonly kind: 'step-finished'; readonly step: Step })
  | (InRound & { readonly kind: 'step-skipped'; readonly step: NotTried })
  | (InRound & {
      readonly kind: 'server-died';
      readonly exit: NonNullable<ServerRecord['exit']>;
      readonly logTail: readonly string[];
    })
  | (InRound & { readonly kind: 'server-stopped' })
  | { readonly kind: 'block-finished'; readonly block: Block }
  /** The first round has shown how much all targets bear. */
  | { readonly kind: 'fixed-rates-chosen'; readonly rates: readonly PlannedRate[] }
  | { readonly kind: 'interrupted'; readonly reason: string; readonly atStep: string | null }
  | { readonly kind: 'sweep-finished'; readonly at: string };
