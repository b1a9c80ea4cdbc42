/** The figures of a target, in the order in which targets are compared. One entry is all that a figure takes. */
import type { Figure } from './figure.ts';
import type { ServerRecord, TargetRecord } from './run.ts';
import { formatBytes } from './size.ts';
import type { StepFigures } from './step-figures.ts';

/** The rate at which a figure is read: up to 100/s, up to half the lowest capacity, or the target's own capacity. */
type At = 'low' | 'shared' | 'capacity';

/** Where a figure is read. */
type Source =
  /** From what is known of the target itself. */
  | {
      readonly from: 'target';
      readonly read: (target: TargetRecord) => number | null;
      /** It was measured once, so it is not divided; without this it is the same in every round. */
      readonly timedOnce?: true;
    }
  /** From each of its servers: the median of all, the first of each round where rounds are told apart. */
  | { readonly from: 'servers'; readonly read: (server: ServerRecord) => number | null }
  | { readonly from: 'column'; readonly at: At; readonly read: (figures: StepFigures) => number | null }
  /** Over everything scheduled. */
  | { readonly from: 'percentile'; readonly at: 'low' | 'shared'; readonly percentile: number }
  /** From its capacity for the first objective, of which it is the inverse times a constant of the host. */
  | {
      readonly from: 'capacity';
      readonly read: (ratePerSecond: number, pricePerHour: number) => number;
    };

export type TargetFigure = Figure &
  Source & {
    /** What the title leaves out. */
    readonly note?: string;
    /** One of the few that a difference is called better or worse by, as the capacity is. */
    readonly primary?: true;
    /** Without it, targets are compared by it. `told`: it stands among a target's facts; `stored`: in JSON only. */
    readonly shown?: 'told' | 'stored';
    /** Said of a target's figure in its own cell, or null. */
    readonly remark?: (target: TargetRecord) => string | null;
  };

export const targetFigures = [
  {
    key: 'p50AtLowRateUs',
    title: 'p50',
    description: 'at lowRatePerSecond',
    unit: 'microseconds',
    from: 'percentile',
    at: 'low',
    percentile: 50,
  },
  {
    key: 'p99AtLowRateUs',
    title: 'p99',
    description: 'at lowRatePerSecond',
    unit: 'microseconds',
    from: 'percentile',
    at: 'low',
    percentile: 99,
  },
  {
    key: 'cpuPerRequestAtLowRateUs',
    title: 'CPU a request',
    description: 'of the server, per successful request, at lowRatePerSecond',
    unit: 'microseconds',
    from: 'column',
    at: 'low',
    read: ({ serverCpuPerRequestUs }) => serverCpuPerRequestUs,
  },
  {
    key: 'rssAtLowRateBytes',
    title: 'Memory',
    description: 'the largest seen at lowRatePerSecond',
    unit: 'bytes of memory',
    from: 'column',
    at: 'low',
    read: ({ maxRssBytes }) => maxRssBytes,
  },
  {
    key: 'p50AtSharedRateUs',
    title: 'p50',
    description: 'at sharedRatePerSecond',
    unit: 'microseconds',
    from: 'percentile',
    at: 'shared',
    percentile: 50,
  },
  {
    key: 'p99AtSharedRateUs',
    title: 'p99',
    description: 'at sharedRatePerSecond',
    unit: 'microseconds',
    from: 'percentile',
    at: 'shared',
    percentile: 99,
    primary: true,
  },
  {
    key: 'cpuPerRequestUs',
    title: 'CPU a request',
    description: 'of the server, per successful request, at sharedRatePerSecond',
    unit: 'microseconds',
    from: 'column',
    at: 'shared',
    read: ({ serverCpuPerRequestUs }) => serverCpuPerRequestUs,
    primary: true,
  },
  {
    key: 'rssAtSharedRateBytes',
    title: 'Memory',
    description: 'the largest seen at sharedRatePerSecond',
    unit: 'bytes of memory',
    from: 'column',
    at: 'shared',
    read: ({ maxRssBytes }) => maxRssBytes,
  },
  {
    key: 'startMs',
    title: 'Start to ready',
    description: 'start to the first right answer',
    unit: 'milliseconds',
    from: 'servers',
    // A server that ran already has 0.
    read: ({ startMs }) => (startMs === 0 ? null : startMs),
  },
  {
    key: 'idleRssBytes',
    title: 'Memory',
    note: 'idle',
    description: 'after the warm-up',
    unit: 'bytes of memory',
    from: 'servers',
    read: ({ idleRssBytes }) => idleRssBytes,
  },
  {
    key: 'rssAtCapacityBytes',
    title: 'Memory',
    note: 'at capacity',
    description:
      'the largest seen at the capacity for the first objective; of a search, at that of each start',
    unit: 'bytes of memory',
    from: 'column',
    at: 'capacity',
    read: ({ maxRssBytes }) => maxRssBytes,
  },
  {
    key: 'pageBytes',
    title: 'Page',
    note: 'HTML',
    description: 'of the body',
    unit: 'bytes',
    unknown: 'not known',
    from: 'target',
    read: ({ page }) => page?.bytes ?? null,
  },
  {
    key: 'scriptDataBytes',
    title: 'Scripts in the page',
    description: 'text of scripts that stand in the page itself',
    unit: 'bytes',
    unknown: 'not known',
    from: 'target',
    read: ({ page }) => page?.scriptDataBytes ?? null,
    shown: 'stored',
  },
  {
    key: 'browserBytes',
    title: 'Browser fetches',
    note: 'page, style, scripts',
    description: 'the page and every file that it makes a browser fetch',
    unit: 'bytes',
    unknown: 'not known',
    from: 'target',
    read: ({ page }) => page?.browserBytes ?? null,
    remark: ({ page }) => {
      const bytes = page?.browserBrotliBytes ?? null;
      return bytes === null ? null : `${formatBytes(bytes)} as brotli`;
    },
  },
  {
    key: 'browserBrotliBytes',
    title: 'Browser fetches',
    note: 'as brotli',
    description:
      'the page and every file that it makes a browser fetch, each compressed with brotli at its best',
    unit: 'bytes',
    unknown: 'not known',
    from: 'target',
    read: ({ page }) => page?.browserBrotliBytes ?? null,
    shown: 'stored',
  },
  {
    key: 'buildMs',
    title: 'Build',
    note: 'timed once',
    description: 'of the original build; timed once, so there is no factor',
    unit: 'milliseconds',
    unknown: 'nothing to build',
    from: 'target',
    read: ({ build }) => build?.durationMs ?? null,
    timedOnce: true,
    remark: ({ build }) => (build?.incremental === true ? 'parts from an earlier build' : null),
  },
  {
    key: 'costOfMillion',
    title: 'A million requests',
    note: 'cost at capacity',
    description: 'of a million requests, at the capacity for the first objective and the host’s pricePerHour',
    unit: 'money',
    from: 'capacity',
    read: (ratePerSecond, pricePerHour) => (pricePerHour * 1e6) / (ratePerSecond * 3_600),
  },
  {
    key: 'listenBacklog',
    title: 'Listen backlog',
    description: 'connections that may wait to be accepted, as the kernel reports it',
    unit: 'count',
    better: null,
    from: 'servers',
    read: ({ listenBacklog }) => listenBacklog,
    shown: 'told',
  },
] as const satisfies readonly TargetFigure[];

/** Those that are known without a rate: they are told of the target itself. */
export const ownFigures = targetFigures.filter(
  (figure) => figure.from === 'target' || figure.from === 'servers',
);

export type OwnFigure = Extract<TargetFigure, { readonly from: 'target' | 'servers' }>;

const compared = targetFigures.filter((figure) => !('shown' in figure));

export type ComparedKey = (typeof compared)[number]['key'];

/** Those by which targets are compared. */
export const comparedFigures: readonly (TargetFigure & { readonly key: ComparedKey })[] = compared;
