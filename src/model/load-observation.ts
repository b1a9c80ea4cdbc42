/** What a generator says of one step. */
import type { Step } from './run.ts';

/** The part of a step that the generator observes; the sweep loop adds the server's and the machine's. */
export type LoadObservation = Omit<
  Step,
  'startedAt' | 'serverIndex' | 'restMs' | 'restedBy' | 'purpose' | 'objective' | 'server' | 'machine'
>;

/** An observation of which the generator says everything, as ours does. */
export type AttestedObservation = LoadObservation & {
  readonly [K in 'serviceTime' | 'dispatchLag' | 'connectTime' | 'loopLag' | 'pacerLag']: string;
} & {
  readonly bytes: number;
  readonly connections: {
    readonly [K in 'opened' | 'reused' | 'stale' | 'closedByServer']: number;
  };
};

/** Every step is told in this many equal parts. */
export const SLICES = 20;
