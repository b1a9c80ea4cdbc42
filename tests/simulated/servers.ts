/**
 * Servers that exist only as arithmetic, seeded, for strategies that are tried a thousand times. Each is a queue that
 * grows by what the offered rate exceeds the served one, plus what its kind adds; steps are judged as real ones are.
 */
import { Random } from '../../src/model/random.ts';

export const kinds = [
  'sharp knee',
  /** Late requests come in bunches, the more the higher the rate: 1 % of them at the knee. */
  'soft knee',
  /** Leptos in docs/findings.md: of two states, one has its knee at 7,943/s and one at 5,012/s. */
  'bimodal',
  /** Loses 2 % in 90 s. */
  'leaking',
  /** Speed differs by 3 % from step to step, and one step in twelve has a hiccup that fails it. */
  'noisy',
  /** Speed wanders by 2 %, forgotten within 20 s (Ornstein and Uhlenbeck). */
  'drifting machine',
  /** Overloaded by more than 12 % it serves 10 % less until it is started anew. */
  'hysteresis',
  'never passes',
  /** The generator's limit comes first. */
  'never fails',
] as const;
export type Kind = (typeof kinds)[number];

/** What a step showed, as the judging would tell it. */
export interface SimulatedStep {
  readonly passed: boolean;
  readonly generatorLimited: boolean;
  readonly goodputRatio: number;
  /** Shorter than asked for where the step could only fail. */
  readonly windowMs: number;
}

export interface SimulatedServer {
  /** @param atMs since the start of the server */
  step(ratePerSecond: number, windowMs: number, atMs: number): SimulatedStep;
}

/** The objective: at least 99 % within this. */
const BOUND_MS = 250;
const ALLOWED_LATE = 0.01;
/** Late requests come in bunches of this size. */
const BUNCH = 8;
/** Requests a second that the generator can send. */
export const GENERATOR_LIMIT = 8_000;

/** @param capacity requests a second that the server answers at its best */
export function simulatedServer(kind: Kind, capacity: number, seed: number): SimulatedServer {
  const random = new Random(seed);
  const state = kind === 'bimodal' && random.between0And1() < 0.5 ? 5_012 / 7_943 : 1;
  let drift = 0;
  let driftedMs = 0;
  let hurt = false;

  const capacityAt = (atMs: number, windowMs: number) => {
    if (kind === 'leaking') return capacity * (1 - (0.02 * atMs) / 90_000);
    if (kind === 'drifting machine') {
      const kept = driftedMs === 0 ? 0 : Math.exp(-Math.max(0, atMs - driftedMs) / 20_000);
      drift = kept * drift + 0.02 * Math.sqrt(1 - kept ** 2) * gaussian(random);
      driftedMs = atMs + windowMs;
      return capacity * (1 + drift);
    }
    if (kind === 'hysteresis' && hurt) return capacity * 0.9;
    return kind === 'never fails' ? GENERATOR_LIMIT * 10 : capacity * state;
  };

  return {
    step: (ratePerSecond, windowMs, atMs) => {
      const wobble = (kind === 'noisy' ? 0.03 : 0.003) * gaussian(random);
      const load = ratePerSecond / (capacityAt(atMs, windowMs) * (1 + wobble));
      const overload = Math.max(0, load - 1);
      const scheduled = (ratePerSecond * windowMs) / 1_000;
      const queued = overload === 0 ? 0 : Math.max(0, 1 - BOUND_MS / (overload * windowMs));
      const hiccup = kind === 'noisy' && random.between0And1() < 1 / 12 ? 0.03 : 0;
      const often = kind === 'soft knee' ? ALLOWED_LATE * load ** 8 : kind === 'never passes' ? 0.5 : 0.0005;
      const bunches = poisson(random, (scheduled * (often + hiccup)) / BUNCH);
      const late = (bunches * BUNCH) / scheduled + queued;
      // src/analysis/stability.ts, with the backlog that so much overload leaves.
      const stable = (overload * scheduled) / 2 <= 0.01 * scheduled + 3 * Math.sqrt(overload * scheduled);
      if (overload > 0.12) hurt = true;
      const ended = late > ALLOWED_LATE ? Math.min(1, Math.max(0.25, (2 * ALLOWED_LATE) / late)) : 1;
      return {
        passed: stable && late <= ALLOWED_LATE,
        generatorLimited: ratePerSecond > GENERATOR_LIMIT,
        goodputRatio: 1 / (1 + overload),
        windowMs: windowMs * ended,
      };
    },
  };
}

/** Box and Muller. */
export const gaussian = (random: Random): number =>
  Math.sqrt(-2 * Math.log(random.between0And1())) * Math.cos(2 * Math.PI * random.between0And1());

function poisson(random: Random, mean: number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(random)));
  let product = random.between0And1();
  let count = 0;
  for (const least = Math.exp(-mean); product > least; count++) product *= random.between0And1();
  return count;
}
