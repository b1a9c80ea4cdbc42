/**
 * The two seams of the sweep loop, the server's end and the generator's end: both are slow and unrepeatable, so the
 * loop's tests replace them and compare whole sequences of events.
 */
import type { Answer } from '../contract/answer.ts';
import type { BuiltTarget } from '../model/built-target.ts';
import type { BuildEvent } from '../model/event.ts';
import type { LoadObservation } from '../model/load-observation.ts';
import type { Link } from '../model/part.ts';
import type { PlannedRate } from '../model/plan.ts';
import type { Limits, Machine, ServerRecord, Step, TargetFailure } from '../model/run.ts';
import type { MeasuredRequest, Target } from '../model/target.ts';

export type ServerExit = Omit<NonNullable<ServerRecord['exit']>, 'atStep'>;

/** Cumulative figures of a server's whole process tree; null: not available here. */
export interface ServerSample {
  readonly cpuMs: number | null;
  readonly waitForCpuMs: number | null;
  readonly rssBytes: number | null;
  readonly openFiles: number | null;
  readonly threads: number | null;
  readonly oomKills: number | null;
}

export interface RunningServer {
  readonly pid: number;
  /** An IP literal, for use in an URL. */
  readonly address: string;
  readonly port: number;
  /** Where it was told to listen; another than `port` where it listens elsewhere. */
  readonly givenPort?: number;
  /** From start to the first right answer, in milliseconds. */
  readonly startMs: number;
  /** As the kernel reports it, or null. */
  readonly listenBacklog: number | null;
  /** Resolves when the process has ended, for whatever reason; never rejects. */
  readonly exited: Promise<ServerExit>;
  sample(): Promise<ServerSample>;
  /**
   * Begins to watch the server over a step, from where it runs; the function that is returned ends that and gives
   * what was used since, and the largest sizes seen.
   */
  watch(): Promise<() => Promise<Step['server']>>;
  /**
   * How many of its processes live on as the server though its start command has ended; 0 where none of them listens on
   * its port, or that is not known here.
   */
  left(): Promise<number>;
  /** The last lines of its log. */
  logTail(): Promise<readonly string[]>;
  /** Gently, then by force; when it resolves, no process of the server's group or cgroup is alive. Never rejects. */
  stop(): Promise<ServerExit>;
}

export type StartResult =
  | { readonly server: RunningServer; readonly failure: null }
  | { readonly server: null; readonly failure: TargetFailure };

/** Says what is wrong with an answer to the measured request, or null when it is the right page. */
export type JudgePage = (answer: Answer) => string | null;

export interface StartRequest {
  /** As it was built. */
  readonly target: Target;
  /** Names the log that takes the server's output, at the server's end. */
  readonly log: string;
  /** What makes it ready: the right page, or any answer at all. */
  readonly readyWith: 'right-page' | 'any-answer';
  readonly signal: AbortSignal;
}

/** Starts a target and waits until it is ready. A target that cannot start is data, not an exception. */
type StartServer = (request: StartRequest) => Promise<StartResult>;

/** The answer that a right server gives. */
export interface ExpectedPage {
  /** The exact page: every answer's length and ending are compared with it, a few answers in full. Null: whichever page comes. */
  readonly body: Buffer | null;
  /** Text that every answer must hold, or null. */
  readonly text: string | null;
}

export interface LoadTarget {
  readonly address: string;
  readonly port: number;
  readonly request: MeasuredRequest;
  readonly expected: ExpectedPage;
  /** A header of the request whose 16 digits become each arrival's intended time; absent for real targets. */
  readonly stampHeader?: string;
}

export interface LoadStep extends PlannedRate {
  readonly seed: number;
  readonly arrivals: 'constant' | 'poisson';
  readonly timeoutMs: number;
  readonly maxConnections: number;
  /** Whether the generator has CPUs that no server may use. */
  readonly ownCpus: boolean;
  /** Absent: the step lasts to its end. */
  readonly endAfterLate?: LateLimit;
}

/**
 * A step is ended, though not before half of its window is over, once so many requests take longer than this, or
 * failed: it could only fail. By then it shows whether the server recovers.
 */
export interface LateLimit {
  readonly count: number;
  readonly latencyUs: number;
}

/** Closed loop, two connections, until the latency settles. */
export interface WarmupRequest {
  readonly mode: 'auto' | 'time';
  readonly minRequests: number;
  readonly minMs: number;
  readonly capMs: number;
  readonly timeoutMs: number;
}

/** The generator: a process of its own that outlives servers. Rejects only when it is itself broken, lost or aborted. */
export interface LoadGenerator extends AsyncDisposable {
  readonly pid: number;
  warm(target: LoadTarget, request: WarmupRequest, signal: AbortSignal): Promise<ServerRecord['warmup']>;
  /**
   * `count` requests on new connections, one after another, none behind one that failed; latencies in microseconds,
   * null for a failure.
   * @param timeoutMs of each
   */
  probe(
    target: LoadTarget,
    count: number,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<readonly (number | null)[]>;
  /** One step: window and drain. */
  run(target: LoadTarget, step: LoadStep, signal: AbortSignal): Promise<LoadObservation>;
}

/** The end at which targets are built and servers run. It may be another machine: it shares no file, no descriptor and no clock with the loop. */
export interface ServerEnd {
  readonly machine: Machine;
  readonly limits: Limits;
  /** What lies between it and the generator's, where they are two machines. */
  readonly link?: Link;
  /**
   * Builds targets, one after another; one that cannot be built is data, not an exception.
   * @param show is told of everything that happens
   * @throws the signal's reason when it is aborted, leaving no process
   */
  build(
    targets: readonly Target[],
    show: (event: BuildEvent) => void,
    signal: AbortSignal,
  ): Promise<readonly BuiltTarget[]>;
  readonly start: StartServer;
  /** Begins to watch the machine over a step; the function that is returned ends that. */
  watchMachine(): Promise<() => Promise<Step['machine']>>;
  /** SHA-256 of the database that the servers are given, in hexadecimal; null where none is. */
  hashDatabase(): Promise<string | null>;
}
