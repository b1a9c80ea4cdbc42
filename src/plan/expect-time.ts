import type { Plan } from '../model/plan.ts';

/** The generator practises, and the short doctor tries it, before the first server starts. */
const beforehandMs = 14_000;

/** From start to ready, and to being stopped: seconds for a Node server, less for a compiled one. */
const startAndStopMs = 2_500;

/** A server at rest shows it within this time: idle for a moment, then five probes. */
const restedMs = 700;

/** Most servers meet their end above this rate, if at all, and early stop lets three hopeless steps pass. */
const comfortableRate = 1_000;
const hopelessSteps = 3;

/** About how long a sweep takes once its targets are built, in milliseconds. */
export function expectedMs(plan: Plan): number {
  return beforehandMs + expectedBlocksMs(plan);
}

/**
 * About how long all its blocks take, in milliseconds. Nobody knows before where a server gives up; it is taken that
 * a few of the steps do wait for time-outs and for a long rest, half of what is allowed each.
 */
export function expectedBlocksMs(plan: Plan): number {
  const { warmup, rest } = plan;
  const warmupMs = {
    auto: Math.min(warmup.minMs, warmup.capMs) + warmup.firstRateMs,
    time: warmup.capMs + warmup.firstRateMs,
    none: 0,
  }[warmup.mode];
  const stepsMs = plan.rates.reduce((sum, step) => sum + step.windowMs + restedMs, 0);
  const steep = plan.rates.slice(1).filter(({ ratePerSecond }) => ratePerSecond > comfortableRate);
  const hopelessMs = (Math.min(hopelessSteps, steep.length) * (plan.timeoutMs + rest.capMs)) / 2;
  return plan.blocks.length * (startAndStopMs + warmupMs + stepsMs + hopelessMs);
}
