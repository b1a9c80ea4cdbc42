/** A whole search of a simulated server, and what the right answer would have been. */
import type { Next, PlannedRate, StepOutcome } from '../../src/model/next-step.ts';
import { Random } from '../../src/model/random.ts';
import { latticePerDecade } from '../../src/plan/search/lattice.ts';
import { nextTrial } from '../../src/plan/search/next-trial.ts';
import { defaultSearch, type SearchSettings, searchPace } from '../../src/plan/search/settings.ts';
import { type StartCapacity, startCapacity } from '../../src/plan/search/start-capacity.ts';
import { sizeStep } from '../../src/plan/size-steps.ts';
import { gaussian, type Kind, type SimulatedServer, simulatedServer } from './servers.ts';

export const settings: SearchSettings = {
  ...defaultSearch,
  objective: 0,
  precision: 0.05,
  perDecade: latticePerDecade(0.05),
  lowestPerSecond: 1,
  highestPerSecond: 20_000,
  minSamples: 600,
  allowedLate: 0.01,
  durationCapMs: 20_000,
};

export interface Searched {
  readonly found: StartCapacity;
  readonly outcomes: readonly StepOutcome[];
  readonly next: Next;
  readonly ms: number;
  /** What the last server really holds. */
  readonly right: number;
}

function outcomeOf(
  server: SimulatedServer,
  { ratePerSecond, scheduled, windowMs }: PlannedRate,
  atMs: number,
  { serverIndex, restMs }: { readonly serverIndex: number; readonly restMs: number },
): StepOutcome {
  const seen = server.step(ratePerSecond, windowMs, atMs);
  return {
    ratePerSecond,
    serverIndex,
    scheduled,
    tookMs: seen.windowMs + restMs,
    objective: 0,
    validity: seen.generatorLimited ? 'generator-limited' : 'valid',
    stable: seen.passed,
    goodputRatio: seen.goodputRatio,
    serverDied: false,
    verdicts: [seen.passed ? 'pass' : 'fail'],
  };
}

/** What a closed loop of two connections comes to: near the capacity, and off by a quarter either way. */
export const firstEstimateOf = (capacity: number, seed: number): number =>
  capacity * 0.9 * Math.exp(0.25 * gaussian(new Random(seed, 2)));

/**
 * @param budgetMs of the search, rests included
 * @param restMs what a rest really takes; the search reckons with a second
 * @throws Error where the search does not end within 200 steps
 */
export function search(
  kind: Kind,
  capacity: number,
  seed: number,
  budgetMs: number = settings.budgetMs,
  restMs: number = settings.restMs,
): Searched {
  const asked = { ...settings, ...searchPace(budgetMs) };
  let server = simulatedServer(kind, capacity, seed * 4);
  const estimate = { closedLoopPerSecond: firstEstimateOf(capacity, seed), cpuBoundPerSecond: null };
  const outcomes: StepOutcome[] = [];
  let ms = 0;
  let serverIndex = 0;
  for (let i = 0; i < 200; i++) {
    const next = nextTrial(asked, estimate, outcomes);
    if (next.kind !== 'step')
      return {
        found: startCapacity(asked, outcomes),
        outcomes,
        next,
        ms,
        get right() {
          return truth(kind, capacity, seed * 4 + serverIndex);
        },
      };
    if (next.fresh) {
      serverIndex += 1;
      server = simulatedServer(kind, capacity, seed * 4 + serverIndex);
    }
    const outcome = outcomeOf(server, next.rate, ms, { serverIndex, restMs });
    outcomes.push(outcome);
    ms += outcome.tookMs;
  }
  throw new Error('the search does not end');
}

/**
 * The highest rate that at least half of fresh servers pass, in a step as long as the confirming one; of the bimodal
 * one, half of those in the same state.
 * @param seed of the server
 */
export function truth(kind: Kind, capacity: number, seed: number): number {
  const state = kind === 'bimodal' && new Random(seed).between0And1() < 0.5;
  const key = `${kind} ${capacity} ${state}`;
  const known = truths.get(key);
  if (known !== undefined) return known;
  const tries = Array.from({ length: 1_000 }, (_, i) => i + 1).filter(
    (one) => kind !== 'bimodal' || new Random(one).between0And1() < 0.5 === state,
  );
  let low = capacity / 4;
  let high = kind === 'never fails' ? 1e6 : capacity * 2;
  for (let i = 0; i < 14; i++) {
    const middle = Math.sqrt(low * high);
    const { windowMs } = sizeStep(middle, { ...settings, durationMs: settings.confirmMs });
    const passes = tries.filter(
      (one) => simulatedServer(kind, capacity, one).step(middle, windowMs, 0).passed,
    ).length;
    if (passes * 2 >= tries.length) low = middle;
    else high = middle;
  }
  const right = kind === 'never passes' ? 0 : low;
  truths.set(key, right);
  return right;
}

const truths = new Map<string, number>();

/** Whether the answer is right: the truth lies in the interval, or there is no answer where there can be none. */
export function isRight({ found, right }: Pick<Searched, 'found' | 'right'>): boolean {
  const { lowPerSecond, highPerSecond } = found.interval;
  return (lowPerSecond ?? 0) <= right && right <= (highPerSecond ?? Number.POSITIVE_INFINITY);
}
