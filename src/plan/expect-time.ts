import type { Plan } from '../model/plan.ts';
import { fixedRatesMs } from './fixed-rates.ts';

/** The generator practises, and the short doctor tries it, before the first server starts. */
export const beforehandMs = 6_000;

/** From start to ready, and to being stopped: seconds for a Node server, less for a compiled one. */
const startAndStopMs = 2_500;

/** By then most servers have answered as many requests as a warm-up is to have. */
const usualWarmupMs = 2_000;

/** A server at rest is idle for a moment, then probed. */
const probedMs = 200;

/** Most servers meet their end above this rate, if at all, and early stop lets three hopeless steps pass. */
const comfortableRate = 1_000;
const hopelessSteps = 3;

/** About how long a sweep takes once its targets are built, in milliseconds. */
export function expectedMs(plan: Plan): number {
  const { time, rounds } = plan;
  const blocksMs = expectedBlocksMs(plan);
  const wantedMs = time === undefined ? blocksMs : Math.max(time.ms, (blocksMs / rounds) * time.leastRounds);
  return beforehandMs + Math.min(blocksMs, wantedMs);
}

/** About how long all its blocks take, in milliseconds. */
export function expectedBlocksMs(plan: Plan): number {
  const again = plan.search?.fixed === undefined ? 0 : plan.targets.length;
  return plan.blocks.length * expectedBlockMs(plan) + again * startMs(plan);
}

/** One of its blocks, in milliseconds; with its fixed rates, which the first round measures later. */
export const expectedBlockMs = (plan: Plan): number => startMs(plan) + stepsMs(plan);

/** A server of the first round that is started once more for its fixed rates, in milliseconds; null: there are none. */
export const expectedFixedRatesMs = (plan: Plan): number | null =>
  plan.search?.fixed === undefined ? null : startMs(plan) + fixedRatesMs(plan.search, plan);

/** How long a server may be warmed up that answers slowly. */
export function warmupMs({ mode, minMs, capMs, firstRateMs }: Plan['warmup']): number {
  return { auto: Math.min(minMs, capMs) + firstRateMs, time: capMs + firstRateMs, none: 0 }[mode];
}

/** From start to warm, and to being stopped. */
export const startMs = ({ warmup }: Pick<Plan, 'warmup'>): number =>
  startAndStopMs + warmupMs({ ...warmup, minMs: Math.min(warmup.minMs, usualWarmupMs) });

/**
 * Of one block. Nobody knows before where a server gives up: one that does waits at a few steps for time-outs and for
 * a long rest, one that copes with all rates at none. A third of what is allowed lies between the two.
 */
function stepsMs(plan: Plan): number {
  const { search, objectives, rates, timeoutMs, rest } = plan;
  if (search !== undefined) return search.budgetMs * objectives.length + fixedRatesMs(search, plan);
  const windowsMs = rates.reduce((sum, step) => sum + step.windowMs + rest.idleMs + probedMs, 0);
  const steep = rates.slice(1).filter(({ ratePerSecond }) => ratePerSecond > comfortableRate);
  return windowsMs + (Math.min(hopelessSteps, steep.length) * (timeoutMs + rest.capMs)) / 3;
}
