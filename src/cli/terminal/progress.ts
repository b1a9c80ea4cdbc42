/** How far a sweep has come: a pure fold of its events, with the moments at which they came. */
import type { Event, InRound } from '../../model/event.ts';
import type { Setting } from '../../model/examination.ts';
import { type Block, type Plan, type PlannedRate, ratesOf } from '../../model/plan.ts';
import { rateKey } from '../../model/rate.ts';
import { type NotTried, type Run, type Step, wasTried } from '../../model/run.ts';
import { type LiveHeatmap, withDeath, withStep } from './picture.ts';

/** What is going on at this moment. */
export type Phase =
  | { readonly kind: 'preparing' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'warming' }
  | { readonly kind: 'resting'; readonly ratePerSecond: number }
  | { readonly kind: 'measuring'; readonly ratePerSecond: number; readonly windowMs: number }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'done' };

/** The block under way. */
export interface BlockProgress {
  readonly block: Block;
  readonly startedAtMs: number;
  /** Steps measured since it started. */
  readonly tried: readonly Step[];
  /** Rates left out since it started. */
  readonly skipped: readonly number[];
}

/** A block that is over. */
export interface BlockCost {
  readonly durationMs: number;
  /** The part of it in which load was sent. */
  readonly windowsMs: number;
}

export interface Progress {
  readonly plan: Plan;
  /** What was seen of the machine, once it was looked at. */
  readonly setting: Setting | null;
  /** By label. */
  readonly titles: ReadonlyMap<string, string>;
  readonly phase: Phase;
  readonly current: BlockProgress | null;
  readonly costs: readonly BlockCost[];
  /** Heatmaps by label. */
  readonly pictures: ReadonlyMap<string, LiveHeatmap>;
  readonly lastStep: Step | null;
  readonly failed: ReadonlySet<string>;
  /** Keys of the rates measured or left out, in earlier parts too, by `blockKey`. */
  readonly over: ReadonlyMap<string, ReadonlySet<number>>;
}

const blockKey = ({ label, round }: InRound): string => `${round} ${label}`;

/** Rates of a block that are still to come. */
export function ratesLeft({ over, plan }: Progress, block: Block): readonly PlannedRate[] {
  const done = over.get(blockKey(block));
  const rates = ratesOf(plan, block);
  return done === undefined ? rates : rates.filter((rate) => !done.has(rateKey(rate.ratePerSecond)));
}

/** `12 of 41`, or `step 12` of a search, which does not know how many there will be. */
export function stepCount(progress: Progress, underWay: 0 | 1): string {
  const { plan, current } = progress;
  if (plan.search !== undefined) return `step ${(current?.tried.length ?? 0) + underWay}`;
  const all = plan.rates.length;
  const over = current === null ? all : all - ratesLeft(progress, current.block).length;
  return `${Math.min(over + underWay, all)} of ${all}`;
}

export const roundText = ({ rounds, time }: Plan, round: number): string =>
  time === undefined ? `round ${round} of ${rounds}` : `round ${round}`;

type SweepStarted = Extract<Event, { readonly kind: 'sweep-started' }>;

/** @param done the run that is resumed, or null */
export function beginProgress(started: SweepStarted, done: Run | null): Progress {
  const begun: Progress = {
    plan: started.plan,
    setting: null,
    titles: new Map(started.targets.map(({ label, title }) => [label, title])),
    phase: { kind: 'preparing' },
    current: null,
    costs: [],
    pictures: new Map(),
    lastStep: null,
    failed: new Set(),
    over: new Map(),
  };
  const earlier = (done?.targets ?? []).flatMap(({ label, rounds }) =>
    rounds.flatMap(({ round, steps }) => steps.map((step) => ({ label, round, step }))),
  );
  return earlier.reduce((progress, { step, ...place }) => withOver(progress, place, step), begun);
}

/** @param nowMs of a clock that does not jump */
export function follow(progress: Progress, event: Event, nowMs: number): Progress {
  switch (event.kind) {
    case 'host-examined':
      return { ...progress, setting: event.setting };
    case 'block-started':
      return {
        ...progress,
        phase: { kind: 'starting' },
        lastStep: null,
        current: {
          block: event.block,
          startedAtMs: nowMs,
          tried: [],
          skipped: [],
        },
      };
    case 'server-starting':
      return { ...progress, phase: { kind: 'starting' } };
    case 'server-started':
      return { ...progress, phase: { kind: 'warming' } };
    case 'resting':
      return { ...progress, phase: { kind: 'resting', ratePerSecond: event.ratePerSecond } };
    case 'step-started': {
      const { ratePerSecond, windowMs } = event;
      return { ...progress, phase: { kind: 'measuring', ratePerSecond, windowMs } };
    }
    case 'step-finished':
      return {
        ...withOver(progress, event, event.step),
        phase: { kind: 'resting', ratePerSecond: event.step.ratePerSecond },
        current: inBlock(progress, (block) => ({ ...block, tried: [...block.tried, event.step] })),
        lastStep: event.step,
      };
    case 'step-skipped': {
      const { ratePerSecond } = event.step;
      return {
        ...withOver(progress, event, event.step),
        current: inBlock(progress, (block) => ({ ...block, skipped: [...block.skipped, ratePerSecond] })),
      };
    }
    case 'server-died': {
      const { atStep } = event.exit;
      return atStep === null
        ? progress
        : inPicture(progress, event.label, (picture) => withDeath(picture, atStep));
    }
    case 'target-failed':
      return { ...progress, failed: new Set([...progress.failed, event.label]) };
    case 'server-stopped':
      return { ...progress, phase: { kind: 'stopping' } };
    case 'block-finished':
      return { ...progress, phase: { kind: 'preparing' }, current: null, costs: withCost(progress, nowMs) };
    case 'sweep-finished':
    case 'interrupted':
      return { ...progress, phase: { kind: 'done' } };
    case 'sweep-started':
    case 'generator-tried':
    case 'database-hashed':
    case 'fixed-rates-chosen':
    case 'build-started':
    case 'build-waiting':
    case 'build-line':
    case 'build-finished':
    case 'target-verified':
    case 'page-seen':
    case 'server-warmed':
      return progress;
  }
}

function inPicture(
  progress: Progress,
  label: string,
  change: (picture: LiveHeatmap) => LiveHeatmap,
): Progress {
  const picture = progress.pictures.get(label) ?? new Map();
  return { ...progress, pictures: new Map(progress.pictures).set(label, change(picture)) };
}

function inBlock(
  { current }: Progress,
  change: (block: BlockProgress) => BlockProgress,
): BlockProgress | null {
  return current === null ? null : change(current);
}

function withOver(progress: Progress, place: InRound, step: Step | NotTried): Progress {
  const key = blockKey(place);
  const rates = new Set([...(progress.over.get(key) ?? []), rateKey(step.ratePerSecond)]);
  const marked = { ...progress, over: new Map(progress.over).set(key, rates) };
  return wasTried(step) ? inPicture(marked, place.label, (picture) => withStep(picture, step)) : marked;
}

function withCost({ current, costs }: Progress, nowMs: number): readonly BlockCost[] {
  if (current === null) return costs;
  const windowsMs = current.tried.reduce((sum, step) => sum + step.durationMs, 0);
  return [...costs, { durationMs: nowMs - current.startedAtMs, windowsMs }];
}
