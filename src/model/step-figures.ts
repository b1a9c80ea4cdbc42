/** The figures of a step, and of a column, which is several steps at one rate. One entry is all that a figure takes. */
import type { Figure } from './figure.ts';
import type { Histogram } from './histogram.ts';
import type { Step } from './run.ts';

/** What these figures are read from. */
export interface StepObservation {
  /** One, or one of each round. */
  readonly steps: readonly Step[];
  readonly scheduled: number;
  readonly succeeded: number;
  readonly latency: Histogram;
}

export interface StepFigure<Value extends number | null = number | null> extends Figure {
  readonly read: (of: StepObservation) => Value;
  /**
   * Where else than in the tables of steps. `brief`: also where several targets stand beside each other; `details`: in
   * no table, only in the figures of one column.
   */
  readonly shown?: 'brief' | 'details';
}

/** What is always known: it was counted by the generator. */
export const countedFigures = [
  {
    key: 'scheduled',
    title: 'Requests',
    description: 'arrivals of the schedule',
    unit: 'requests',
    better: null,
    read: ({ scheduled }) => scheduled,
  },
  {
    key: 'offeredPerSecond',
    title: 'Offered',
    description: 'arrivals per second of the window',
    unit: 'requests per second',
    better: null,
    read: (of) => share(of.scheduled, windowSeconds(of)),
    shown: 'details',
  },
  {
    key: 'achievedPerSecond',
    title: 'Achieved',
    description: 'successes completed within the window, per second of it',
    unit: 'requests per second',
    better: 'more',
    read: (of) => share(completed(of), windowSeconds(of)),
  },
  {
    key: 'successRatio',
    title: 'Success',
    description: 'succeeded / scheduled, 0 … 1',
    unit: 'success',
    better: 'more',
    read: ({ succeeded, scheduled }) => share(succeeded, scheduled),
    shown: 'brief',
  },
  {
    key: 'goodputRatio',
    title: 'In window',
    description: 'successes completed within the window / scheduled, 0 … 1',
    unit: 'success',
    better: 'more',
    read: (of) => share(completed(of), of.scheduled),
    shown: 'brief',
  },
] as const satisfies readonly StepFigure<number>[];

/** What is null where the machine does not say. */
export const sampledFigures = [
  {
    key: 'serverCpus',
    title: 'Server CPUs',
    description: 'in use on average over window and drain',
    unit: 'CPUs',
    read: (of) => cpusInUse(of, ({ server }) => server.cpuMs),
    shown: 'brief',
  },
  {
    key: 'serverCpuPerRequestUs',
    title: 'CPU a request',
    description: 'CPU time of the server for each successful request',
    unit: 'microseconds',
    read: ({ steps, succeeded }) => {
      const ms = total(steps, ({ server }) => server.cpuMs);
      return ms === null || succeeded === 0 ? null : (ms * 1_000) / succeeded;
    },
    shown: 'details',
  },
  {
    key: 'maxRssBytes',
    title: 'Memory',
    description: 'the largest resident set seen, over the server’s process tree',
    unit: 'bytes of memory',
    read: ({ steps }) => largest(steps.map(({ server }) => server.maxRssBytes)),
    shown: 'brief',
  },
  {
    key: 'generatorCpus',
    title: 'Generator CPUs',
    description: 'in use on average over window and drain',
    unit: 'CPUs',
    better: null,
    read: (of) => cpusInUse(of, ({ generator }) => generator.cpuMs),
    shown: 'details',
  },
] as const satisfies readonly StepFigure<number | null>[];

type Counted = (typeof countedFigures)[number]['key'];
type Sampled = (typeof sampledFigures)[number]['key'];

/** The figures' values by their keys. */
export type StepFigures = Readonly<Record<Counted, number> & Record<Sampled, number | null>>;

/** The parts of the mean latency of the successes, which add up to it. */
export const timeSpentFigures = [
  {
    key: 'loopUs',
    title: 'Waiting for our loop',
    description: 'until our loop took the arrival up',
    unit: 'microseconds',
    better: null,
  },
  {
    key: 'connectingUs',
    title: 'Waiting for a connection',
    description: 'until there was a connection to write it to',
    unit: 'microseconds',
    better: null,
  },
  {
    key: 'serverUs',
    title: 'The server',
    description: 'from written to the last byte',
    unit: 'microseconds',
  },
  {
    key: 'meanUs',
    title: 'Mean of successes',
    description: 'mean latency of the successes',
    unit: 'microseconds',
  },
] as const satisfies readonly Figure[];

const sum = (steps: readonly Step[], figure: (step: Step) => number) =>
  steps.reduce((before, step) => before + figure(step), 0);

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

const windowSeconds = ({ steps }: StepObservation) => sum(steps, ({ durationMs }) => durationMs) / 1_000;

const completed = ({ steps }: StepObservation) => sum(steps, ({ completedInWindow }) => completedInWindow);

function cpusInUse({ steps }: StepObservation, cpuMs: (step: Step) => number | null): number | null {
  const used = total(steps, cpuMs);
  return used === null
    ? null
    : share(
        used,
        sum(steps, ({ elapsedMs }) => elapsedMs),
      );
}

/** The sum of a figure; null where one of them is not available, or there is none. */
export function total<T>(parts: readonly T[], figure: (part: T) => number | null): number | null {
  const known = parts.map(figure).filter((value) => value !== null);
  return known.length === 0 || known.length < parts.length ? null : known.reduce((a, b) => a + b, 0);
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
