/** What a dispatcher is given. */
import type { FailureKind } from '../../model/failure.ts';
import type { Endpoint } from './engine.ts';
import type { Attempt } from './line.ts';
import type { PageCheck } from './page.ts';
import type { Recorder } from './recorder.ts';
import type { Stamp } from './stamp.ts';

export interface DispatcherOptions {
  readonly endpoint: Endpoint;
  readonly page: PageCheck;
  readonly recorder: Recorder;
  readonly maxConnections: number;
  /** What an arrival lacks that finds so many in use; null or absent: nothing of ours, and it is shed. */
  readonly shortOf?: FailureKind | null;
  /** From the intended start. */
  readonly timeoutUs: number;
  /** Called before a request is written; for servers with a record of their own. */
  readonly stamp: Stamp | null;
  /** Called after an attempt was decided and its connection, if it lives, is free again. */
  readonly onDecided: (kind: FailureKind | null, attempt: Attempt) => void;
}
