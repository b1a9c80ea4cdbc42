import type { PlannedRate } from '../model/plan.ts';
import { Random } from '../model/random.ts';
import type { Pace } from './wishes.ts';

/**
 * How many arrivals a step has, and how long its window is. It lasts as long as was asked, longer where that gives
 * fewer than `minSamples`, but not past the cap (which a longer asked duration lifts).
 */
export function sizeStep(
  ratePerSecond: number,
  { durationMs, durationCapMs, minSamples }: Pick<Pace, 'durationMs' | 'durationCapMs' | 'minSamples'>,
): PlannedRate {
  const needed = Math.max(durationMs, (minSamples * 1_000) / ratePerSecond);
  const wanted = Math.min(needed, Math.max(durationMs, durationCapMs));
  const scheduled = Math.max(1, Math.round((ratePerSecond * wanted) / 1_000));
  return { ratePerSecond, scheduled, windowMs: (scheduled * 1_000) / ratePerSecond };
}

/**
 * The seed of a step's arrivals, 32 bits. It depends on the sweep's seed, the round and the rate, and not on the
 * target: all targets get the same arrivals.
 */
export function stepSeed(seed: number, round: number, ratePerSecond: number): number {
  const [low = 0, high = 0] = new Uint32Array(new Float64Array([ratePerSecond]).buffer);
  return new Random(seed, round, low, high).uint32();
}
