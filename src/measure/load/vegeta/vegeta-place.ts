/** Where one vegeta runs, on this machine or on another one: it is prepared first, and sends when it is told to. */
import type { HostRequests } from '../../../records/host-records.ts';
import type { LoadStep, LoadTarget } from '../../seams.ts';

/** What one vegeta is to send. */
export interface Attack extends Pick<LoadStep, 'timeoutMs' | 'maxConnections'> {
  readonly target: Pick<LoadTarget, 'address' | 'port' | 'request'>;
  readonly requests: number;
  /** Between two of them. */
  readonly gapNs: number;
}

/** What came back from one place. */
export interface Returned {
  readonly requests: HostRequests;
  /** Why it is lost, or null. */
  readonly lost: string | null;
}

/** A vegeta that runs and waits for its target. Disposing of it ends it. */
export interface WaitingVegeta extends AsyncDisposable {
  /**
   * Lets it send, once.
   * @returns when it has ended, also where it was ended because the signal was aborted
   * @throws HostProblem where its machine is lost
   */
  send(signal: AbortSignal): Promise<Returned>;
}

export type VegetaPlace = (attack: Attack) => Promise<WaitingVegeta>;
