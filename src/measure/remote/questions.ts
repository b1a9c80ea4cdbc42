/**
 * What is asked of the program on another machine: a `ServerEnd` in plain data where servers run there, a
 * `GeneratorEnd` where the load is sent from there.
 */
import type { BuiltTarget } from '../../model/built-target.ts';
import type { BuildEvent } from '../../model/event.ts';
import type { Examination, Setting, Trial } from '../../model/examination.ts';
import type { LoadObservation } from '../../model/load-observation.ts';
import type { Plan } from '../../model/plan.ts';
import type { Machine, ServerRecord, Step, TargetFailure, Verification } from '../../model/run.ts';
import type { Target } from '../../model/target.ts';
import type { HostRequests } from '../../records/host-records.ts';
import type { SocketAddress } from '../load/request-bytes.ts';
import type { Attack, Returned } from '../load/vegeta/vegeta-place.ts';
import type {
  LoadStep,
  LoadTarget,
  RunningServer,
  ServerExit,
  ServerSample,
  StartRequest,
  WarmupRequest,
} from '../seams.ts';
import type { GeneratorEnd, SeenPage } from '../sweep-input.ts';
import type { BlogChange } from '../verify/verified-blog.ts';

/** A server as it can be told of; `handle` names it from then on. */
export type ToldServer = Pick<
  RunningServer,
  'pid' | 'address' | 'port' | 'givenPort' | 'startMs' | 'listenBacklog'
> & { readonly handle: number };

export type ToldStart =
  | { readonly server: ToldServer; readonly failure: null }
  | { readonly server: null; readonly failure: TargetFailure };

export interface Opening extends Pick<Plan, 'host' | 'placement' | 'visitor'> {
  /** Where servers listen: an IP address of the host. */
  readonly address: string;
  /** Names the folder of the logs. */
  readonly run: string;
  readonly targets: readonly Target[];
}

type Ask<About, Answer> = { readonly about: About; readonly answer: Answer };

/** A page that is expected, its bytes in base64. */
export interface ToldPage {
  readonly body: string | null;
  readonly text: string | null;
}

export type ToldTarget = Omit<LoadTarget, 'expected'> & { readonly expected: ToldPage };

interface ToldProbe {
  readonly target: ToldTarget;
  readonly count: number;
  readonly timeoutMs: number;
}

type InBase64<T, K extends keyof T> = { readonly [P in keyof T]: P extends K ? string : T[P] };

/** What a vegeta recorded, its numbers in base64. */
export interface ToldReturned extends Pick<Returned, 'lost'> {
  readonly requests: InBase64<HostRequests, 'takenUpNs' | 'latencyNs' | 'kind'>;
}

/** A server of another machine, and which target it is. */
interface ToldAddress extends SocketAddress {
  readonly label: string;
}

export interface GeneratorOpening extends Pick<Opening, 'run' | 'targets'> {
  readonly plan: Plan;
}

/** There is one generator at a time, and one vegeta. */
export interface GeneratorQuestions {
  readonly openGenerator: Ask<
    GeneratorOpening,
    { readonly setting: Setting; readonly engine: GeneratorEnd['engine'] }
  > & { readonly told: string };
  /** Answered with its process id. */
  readonly startGenerator: Ask<null, number>;
  readonly tryOut: Ask<null, Trial>;
  readonly warm: Ask<
    { readonly target: ToldTarget; readonly request: WarmupRequest },
    ServerRecord['warmup']
  >;
  readonly probe: Ask<ToldProbe, readonly (number | null)[]>;
  readonly run: Ask<{ readonly target: ToldTarget; readonly step: LoadStep }, LoadObservation>;
  readonly endGenerator: Ask<null, null>;
  /** The version of the vegeta on the PATH there; null: there is none. */
  readonly findVegeta: Ask<null, string | null>;
  readonly prepareVegeta: Ask<Attack, null>;
  readonly sendVegeta: Ask<null, ToldReturned>;
  readonly endVegeta: Ask<null, null>;
  readonly proveReachable: Ask<SocketAddress, null>;
  readonly verify: Ask<ToldAddress, Verification>;
  readonly seePage: Ask<ToldAddress, Omit<SeenPage, 'expected'> & { readonly expected: ToldPage }>;
  /** All that a doctor looks at on the generator's machine, its trial included. */
  readonly examineGenerator: Ask<Pick<Plan, 'host' | 'placement'>, Omit<Examination, 'tools'>> & {
    readonly told: string;
  };
}

export interface Questions extends GeneratorQuestions {
  readonly machine: Ask<null, Machine>;
  /** How many files a process there may have open. */
  readonly openFiles: Ask<null, number | null>;
  /** Milliseconds since 1970 by the clock there. */
  readonly clock: Ask<null, number>;
  /** Which of a copy's files have to be sent, by their digests; those that it no longer has are removed there. */
  readonly outdated: Ask<
    { readonly root: string; readonly digests: Readonly<Record<string, string>> },
    readonly string[]
  >;
  /** Takes the machine for one sweep; about: whether another one is waited for. */
  readonly lock: Ask<boolean, null> & { readonly told: string };
  readonly open: Ask<Opening, Pick<Setting, 'limits' | 'governors'>> & { readonly told: string };
  readonly build: Ask<Target, BuiltTarget> & { readonly told: BuildEvent };
  readonly start: Ask<Omit<StartRequest, 'target' | 'signal'> & { readonly label: string }, ToldStart>;
  /** Makes a copy of the blog's database that may be changed; there is one at a time. */
  readonly copyBlog: Ask<null, null>;
  /** As `start`, on that copy. */
  readonly startOnCopy: Ask<{ readonly label: string; readonly log: string }, ToldStart>;
  readonly lookAtCopy: Ask<null, { readonly hash: string; readonly beside: readonly string[] }>;
  readonly changeCopy: Ask<BlogChange, string | null>;
  readonly removeCopy: Ask<null, null>;
  readonly exited: Ask<number, ServerExit>;
  readonly sample: Ask<number, ServerSample>;
  readonly watch: Ask<number, null>;
  readonly watched: Ask<number, Step['server']>;
  readonly left: Ask<number, number>;
  readonly logTail: Ask<number, readonly string[]>;
  readonly stop: Ask<number, ServerExit>;
  readonly watchMachine: Ask<null, null>;
  readonly machineWatched: Ask<null, Step['machine']>;
  /** What can be looked at on these CPUs, without load. */
  readonly examine: Ask<readonly number[], Pick<Examination, 'load' | 'tools'>>;
  readonly hashDatabase: Ask<null, string | null>;
  /** The logs that have changed since they were asked for last, each with its end. */
  readonly logs: Ask<null, readonly { readonly name: string; readonly text: string }[]>;
  /** Takes the host's limits back, and removes the logs. */
  readonly close: Ask<null, null>;
}
