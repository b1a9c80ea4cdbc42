/** What the tool and its generator process say to each other. One order at a time; `abort` ends the one under way. */
import type { ServerRecord } from '../../model/run.ts';
import type { LoadStep, LoadTarget, WarmupRequest } from '../seams.ts';
import type { StepResult } from './step.ts';

export type Order =
  | { readonly kind: 'prepare'; readonly arrivals: LoadStep['arrivals'] }
  | { readonly kind: 'warm'; readonly target: LoadTarget; readonly request: WarmupRequest }
  | {
      readonly kind: 'probe';
      readonly target: LoadTarget;
      readonly count: number;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'run'; readonly target: LoadTarget; readonly step: LoadStep };

export type Message = Order | { readonly kind: 'abort' };

/** The answer to each kind of order. */
export interface Answers {
  readonly prepare: null;
  readonly warm: ServerRecord['warmup'];
  readonly probe: readonly (number | null)[];
  readonly run: StepResult;
}

export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly answer: Answers[Order['kind']] }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'broken'; readonly stack: string };
