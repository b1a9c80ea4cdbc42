/** How long a sweep will still take: the windows that are left, and what comes with them as far as it is known. */

import type { Block, PlannedRate } from '../../model/plan.ts';
import { beforehandMs, expectedBlockMs, expectedFixedRatesMs } from '../../plan/expect-time.ts';
import { type Progress, ratesLeft } from './progress.ts';

/** Between two steps of a server that copes. */
const betweenStepsMs = 700;

/**
 * Milliseconds until the sweep ends, about. What blocks cost besides their windows (starting, warming, resting,
 * waiting for time-outs) is taken from those that are over; before there is one, from the plan's expectation.
 */
export function timeLeftMs(progress: Progress, nowMs: number): number {
  const { phase, costs } = progress;
  if (phase.kind === 'done') return 0;
  const isBefore = phase.kind === 'preparing' && costs.length === 0;
  return (isBefore ? beforehandMs : 0) + measuringLeftMs(progress, nowMs);
}

function measuringLeftMs(progress: Progress, nowMs: number): number {
  const { plan, current, failed } = progress;
  if (plan.search !== undefined || plan.time !== undefined) return blocksLeftMs(progress, nowMs);
  const besides = besidesMs(progress);
  const later = plan.blocks.filter((block) => !isSame(block, current?.block) && !failed.has(block.label));
  const laterMs = later
    .map((block) => ratesLeft(progress, block))
    .filter((left) => left.length > 0)
    .reduce((sum, left) => sum + windowsMs(left) + besides, 0);
  if (current === null) return laterMs;
  const { block, tried, startedAtMs } = current;
  const left = ratesLeft(progress, block);
  const spentMs = nowMs - startedAtMs - tried.reduce((sum, step) => sum + step.durationMs, 0);
  const least = left.length * betweenStepsMs;
  // No step can wait longer than for its last time-out and a rest that is given up.
  const most = (left.length * (plan.timeoutMs + plan.rest.capMs)) / 2;
  const besidesLeftMs = Math.max(least, Math.min(most, besides - spentMs));
  return windowsMs(left) + besidesLeftMs + laterMs;
}

/** Where it is not known how many steps or blocks there will be: as long as blocks took so far and were expected to. */
function blocksLeftMs({ plan, current, costs }: Progress, nowMs: number): number {
  const overMs = costs.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const targets = plan.targets.length;
  const [blockMs, againMs] = [expectedBlockMs(plan), expectedFixedRatesMs(plan)];
  // The first round starts every target once more, for its fixed rates.
  const again = againMs === null ? 0 : targets;
  const againOver = Math.max(0, Math.min(again, costs.length - targets));
  const expectedMs = (blocks: number, visits: number) => blocks * blockMs + visits * (againMs ?? 0);
  const expectedOverMs = expectedMs(costs.length - againOver, againOver);
  // Searches differ in length; the expectation counts as one of them, so that a short first one is no measure.
  const pace = (blockMs + overMs) / (blockMs + expectedOverMs);
  const currentMs = current === null ? 0 : nowMs - current.startedAtMs;
  const left = (rounds: number) =>
    Math.max(
      0,
      (expectedMs(rounds * targets, again) - expectedOverMs) * pace - Math.min(currentMs, blockMs * pace),
    );
  if (plan.time === undefined) return left(plan.rounds);
  // A round that was begun is finished, and one that makes up for a spoilt one is begun after the time too.
  const least = Math.max(plan.time.leastRounds, current?.block.round ?? 0);
  return Math.max(plan.time.ms - overMs - currentMs, left(least));
}

/** Share of the sweep that is over, 0 … 1, by time. */
export function shareDone(progress: Progress, startedAtMs: number, nowMs: number): number {
  const pastMs = nowMs - startedAtMs;
  const leftMs = timeLeftMs(progress, nowMs);
  return pastMs + leftMs <= 0 ? 1 : pastMs / (pastMs + leftMs);
}

function besidesMs({ plan, costs }: Progress): number {
  if (costs.length === 0) {
    return Math.max(0, expectedBlockMs(plan) - windowsMs(plan.rates));
  }
  return costs.reduce((sum, cost) => sum + cost.durationMs - cost.windowsMs, 0) / costs.length;
}

function windowsMs(rates: readonly PlannedRate[]): number {
  return rates.reduce((sum, { windowMs }) => sum + windowMs, 0);
}

const isSame = (one: Block, other: Block | undefined): boolean =>
  one.label === other?.label && one.round === other.round;
