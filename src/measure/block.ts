/** A block: one target's steps in one round, on a freshly started server that is warmed and rested. */

import { endedServer, outcomeOf } from '../analysis/judging/judge-step.ts';
import type { Event } from '../model/event.ts';
import type { LoadObservation } from '../model/load-observation.ts';
import type { Next, Visit } from '../model/next-step.ts';
import type { Block, Plan } from '../model/plan.ts';
import { type Step, wasTried } from '../model/run.ts';
import { nextStep, strategyOf } from '../plan/next-step.ts';
import { type FirstEstimate, firstEstimate } from '../plan/search/first-estimate.ts';
import { loadStep } from './load-step.ts';
import { rest } from './rest.ts';
import type { LateLimit } from './seams.ts';
import { roundDone, type Sweep } from './sweep-input.ts';
import { type BlockRequest, startWarm, type Warm, whyInBackground } from './warm-server.ts';

/** Measures what is left of a block. Whatever happens, its server is stopped at the end. */
export async function* measureBlock(request: BlockRequest): AsyncGenerator<Event> {
  const { sweep, block } = request;
  const { label, round } = block;
  const strategy = strategyOf(sweep.plan, block, fixedRatesOf(sweep));
  const visits = visitsSoFar(sweep, block);
  const serversBefore = roundDone(sweep.done, block)?.servers.length ?? 0;
  let warm: Warm | null = null;
  let starts = 0;
  let estimate = estimateSoFar(sweep, block);

  yield { kind: 'block-started', block };
  try {
    for (;;) {
      const next = nextStep(strategy, visits, estimate);
      if (next.kind === 'end') break;
      if (next.kind === 'warm-up') {
        warm = yield* startWarm(request, starts++);
        if (warm === null) return;
        estimate = warm.estimate;
        continue;
      }
      if (next.kind === 'skip') {
        const step = { ratePerSecond: next.ratePerSecond, notTried: next.reason };
        yield { kind: 'step-skipped', label, round, step };
        visits.push(step);
        continue;
      }

      const { purpose, objective } = next;
      const { ratePerSecond, windowMs } = next.rate;
      let rested = { restMs: 0, restedBy: 'none' as Step['restedBy'] };
      if (warm !== null) {
        let settled = false;
        if (!next.fresh) {
          yield { kind: 'resting', label, ratePerSecond };
          if (next.pauseMs > 0) await sweep.clock.pause(next.pauseMs, sweep.signal);
          const result = await restOf(request, warm);
          settled = result.settled;
          rested = { ...rested, restMs: next.pauseMs + result.ms };
        }
        rested = { ...rested, restedBy: settled ? 'settled' : 'restart' };
        if (!settled) {
          if (!(yield* giveUp(request, warm))) return;
          warm = null;
        }
      }
      if (warm === null) {
        warm = yield* startWarm(request, starts++);
        if (warm === null) return;
      }

      yield { kind: 'step-started', label, round, ratePerSecond, windowMs };
      const step: Step = {
        ...(await measureStep(request, warm, next)),
        ...rested,
        purpose,
        ...(objective === null ? {} : { objective }),
        serverIndex: serversBefore + starts - 1,
      };
      const died = warm.exit !== null;
      yield { kind: 'step-finished', label, round, step };
      visits.push(outcomeOf(step, sweep.plan, died));
      if (died) {
        if (!(yield* giveUp(request, warm, ratePerSecond))) return;
        warm = null;
      }
    }
  } finally {
    if (warm !== null) await warm.server.stop();
  }
  if (warm !== null) yield { kind: 'server-stopped', label, round };
  yield { kind: 'block-finished', block };
}

/** Whether all of a block is measured, as far as is known yet what that is. */
export function isMeasured(sweep: Sweep, block: Block): boolean {
  const strategy = strategyOf(sweep.plan, block, fixedRatesOf(sweep));
  return nextStep(strategy, visitsSoFar(sweep, block), estimateSoFar(sweep, block)).kind === 'end';
}

const fixedRatesOf = ({ done }: Sweep) => done?.fixedRates ?? [];

function estimateSoFar({ done, plan }: Sweep, block: Block): FirstEstimate | null {
  const warmed = roundDone(done, block)?.servers.find(({ warmup }) => warmup.ms > 0);
  return warmed === undefined ? null : firstEstimate(warmed.warmup, plan.placement.serverCpus.length);
}

function visitsSoFar({ done, plan }: Sweep, block: Block): Visit[] {
  const round = roundDone(done, block);
  if (round === null) return [];
  return round.steps.map((step) => (wasTried(step) ? outcomeOf(step, plan, endedServer(round, step)) : step));
}

/**
 * Ends a server that is dead, or that does not come to rest.
 * @returns false, after having said why, where its target is given up with it
 */
async function* giveUp(
  { block }: BlockRequest,
  warm: Warm,
  atStep: number | null = null,
): AsyncGenerator<Event, boolean> {
  const { label, round } = block;
  if (warm.exit !== null) {
    const inBackground = await whyInBackground(label, warm.server, warm.exit);
    if (inBackground !== null) {
      yield { kind: 'target-failed', label, failure: inBackground };
      return false;
    }
    yield {
      kind: 'server-died',
      label,
      round,
      exit: { ...warm.exit, atStep },
      logTail: await warm.server.logTail(),
    };
  }
  // Its group may hold processes that have outlived it.
  await warm.server.stop();
  yield { kind: 'server-stopped', label, round };
  return true;
}

async function restOf({ sweep, generator }: BlockRequest, warm: Warm) {
  const { plan, clock, signal } = sweep;
  return rest({
    settings: plan.rest,
    restingUs: warm.restingUs,
    restingShare: warm.restingShare,
    cpuMs: async () => (await warm.server.sample()).cpuMs,
    probe: async (withinMs) => (await generator.probe(warm.load, 1, withinMs, signal))[0] ?? null,
    hasEnded: () => warm.exit !== null,
    elapsed: clock.elapsed,
    pause: (ms) => clock.pause(ms, signal),
  });
}

type NextStep = Extract<Next, { kind: 'step' }>;

async function measureStep(
  { sweep, block, generator }: BlockRequest,
  warm: Warm,
  next: NextStep,
): Promise<LoadObservation & Pick<Step, 'startedAt' | 'server' | 'machine'>> {
  const { serverEnd, clock, signal } = sweep;
  const startedAt = clock.now();
  const machineSeen = await serverEnd.watchMachine();
  const serverSeen = await warm.server.watch();
  try {
    const planned = loadStep(sweep.plan, next.rate, block.round, lateLimit(sweep.plan, next));
    const observation = await generator.run(warm.load, planned, signal);
    return { ...observation, startedAt, server: await serverSeen(), machine: await machineSeen() };
  } catch (error) {
    await serverSeen();
    throw error;
  }
}

/** When a step can only fail, by the term that allows the fewest late requests. Null: not known beforehand. */
function lateLimit({ objectives, timeoutMs }: Plan, { objective, endAfterLate }: NextStep): LateLimit | null {
  const terms = objectives[objective ?? -1]?.terms ?? [];
  const [strictest] = terms.toSorted((a, b) => (b.percent ?? 0) - (a.percent ?? 0));
  if (endAfterLate === null || strictest === undefined) return null;
  return { count: endAfterLate, latencyUs: strictest.withinUs ?? timeoutMs * 1_000 };
}
