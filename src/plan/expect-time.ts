import type { Plan } from '../model/plan.ts';
import { fixedRatesMs } from './fixed-rates.ts';

/** The generator practises, and the short doctor tries it, before the first server starts. */
const beforehandMs = 7_000;

/** From start to ready, and to being stopped: seconds for a Node server, less for a compiled one. */
export const startAndStopMs = 2_500;

/** A server at rest shows it within this time: idle for a moment, then five probes. */
const restedMs = 700;

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
  const startMs = startAndStopMs + warmupMs(plan.warmup);
  // The first round starts every server once more, for its fixed rates.
  const again = plan.search?.fixed === undefined ? 0 : plan.targets.length;
  return plan.blocks.length * (startMs + stepsMs(plan)) + again * startMs;
}

/** About how long a server is warmed up. */
export function warmupMs({ mode, minMs, capMs, firstRateMs }: Plan['warmup']): number {
  return { auto: Math.min(minMs, capMs) + firstRateMs, time: capMs + firstRateMs, none: 0 }[mode];
}

/**
 * Of one block. Nobody knows before where a server gives up; it is taken that a few of the steps do wait for
 * time-outs and for a long rest, half of what is allowed each.
 */
function stepsMs(plan: Plan): number {
  const { search, objectives, rates, timeoutMs, rest } = plan;
  if (search !== undefined) return search.budgetMs * objectives.length + fixedRatesMs(search, plan);
  const windowsMs = rates.reduce((sum, step) => sum + step.windowMs + restedMs, 0);
  const steep = rates.slice(1).filter(({ ratePerSecond }) => ratePerSecond > comfortableRate);
  return windowsMs + (Math.min(hopelessSteps, steep.length) * (timeoutMs + rest.capMs)) / 2;
}
