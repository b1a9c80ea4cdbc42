/** Everything that can happen while a sweep is measured. The record, the terminal and the log each fold this stream. */
import type { Block, Plan } from './plan.ts';
import type {
  DoctorLine,
  Limits,
  Machine,
  NotTried,
  ServerRecord,
  Step,
  TargetFailure,
  TargetRecord,
  Verification,
} from './run.ts';

/** A target's own facts, known before it is measured. */
export type TargetFacts = Omit<TargetRecord, 'verify' | 'failure' | 'rounds' | 'page' | 'build'>;

export type Event =
  | {
      readonly kind: 'sweep-started';
      readonly at: string;
      readonly plan: Plan;
      readonly machine: Machine;
      readonly limits: Limits;
      readonly engine: { readonly name: string; readonly version: string };
      readonly targets: readonly TargetFacts[];
    }
  | { readonly kind: 'doctor-line'; readonly line: DoctorLine }
  | { readonly kind: 'database-hashed'; readonly moment: 'before' | 'after'; readonly sha256: string }
  | {
      readonly kind: 'build-finished';
      readonly label: string;
      readonly build: NonNullable<TargetRecord['build']>;
    }
  | { readonly kind: 'target-verified'; readonly label: string; readonly verification: Verification }
  | { readonly kind: 'page-seen'; readonly label: string; readonly page: NonNullable<TargetRecord['page']> }
  | { readonly kind: 'target-failed'; readonly label: string; readonly failure: TargetFailure }
  | { readonly kind: 'block-started'; readonly block: Block }
  | { readonly kind: 'server-starting'; readonly label: string; readonly round: number }
  | {
      readonly kind: 'server-started';
      readonly label: string;
      readonly round: number;
      readonly server: ServerRecord;
    }
  | {
      readonly kind: 'warmup-window';
      readonly label: string;
      readonly window: ServerRecord['warmup']['windows'][number];
    }
  | {
      readonly kind: 'server-warmed';
      readonly label: string;
      readonly round: number;
      readonly warmup: ServerRecord['warmup'];
      readonly idleRssBytes: number | null;
    }
  | { readonly kind: 'resting'; readonly label: string; readonly ratePerSecond: number }
  | {
      readonly kind: 'step-started';
      readonly label: string;
      readonly round: number;
      readonly ratePerSecond: number;
      readonly windowMs: number;
    }
  | { readonly kind: 'step-finished'; readonly label: string; readonly round: number; readonly step: Step }
  | { readonly kind: 'step-skipped'; readonly label: string; readonly round: number; readonly step: NotTried }
  | {
      readonly kind: 'server-died';
      readonly label: string;
      readonly round: number;
      readonly exit: NonNullable<ServerRecord['exit']>;
      readonly logTail: readonly string[];
    }
  | { readonly kind: 'server-stopped'; readonly label: string; readonly round: number }
  | { readonly kind: 'block-finished'; readonly block: Block }
  | { readonly kind: 'interrupted'; readonly reason: string; readonly atStep: string | null }
  | { readonly kind: 'sweep-finished'; readonly at: string };
