/** A block: one target's steps in one round, on a freshly started server that is warmed and rested. */

import { ratesToRepeat } from '../analysis/repeat.ts';
import type { Event } from '../model/event.ts';
import type { Block, Plan, PlannedStep } from '../model/plan.ts';
import { type NotTried, type Step, wasTried } from '../model/run.ts';
import { EarlyStop } from './early-stop.ts';
import { loadStep } from './load-step.ts';
import { rest } from './rest.ts';
import { stepsDone } from './surroundings.ts';
import { type BlockRequest, startWarm, type Warm } from './warm-server.ts';

/** Measures the steps of a block that are not done yet. Whatever happens, its server is stopped at the end. */
export async function* measureBlock(request: BlockRequest): AsyncGenerator<Event> {
  const { sweep, block } = request;
  const { label, round } = block;
  const done = stepsDone(sweep.done, block);
  const earlyStop = new EarlyStop(sweep.plan);
  let warm: Warm | null = null;
  let restarts = 0;

  const measured: Step[] = done.filter(wasTried);

  yield { kind: 'block-started', block };
  try {
    for (const { ratePerSecond, again } of turns(block, measured, sweep.plan)) {
      const before = done.findLast((step) => step.ratePerSecond === ratePerSecond);
      if (before !== undefined && !again) {
        earlyStop.saw(before, false);
        continue;
      }
      const reason = again ? null : earlyStop.reasonToSkip();
      if (reason !== null) {
        const step: NotTried = { ratePerSecond, notTried: reason };
        yield { kind: 'step-skipped', label, round, step };
        continue;
      }

      let rested = { restMs: 0, restedBy: 'none' as Step['restedBy'] };
      if (warm !== null) {
        yield { kind: 'resting', label, ratePerSecond };
        const result = await restOf(request, warm);
        rested = { restMs: result.ms, restedBy: result.settled ? 'settled' : 'restart' };
        if (!result.settled) {
          yield* giveUp(request, warm);
          warm = null;
        }
      }
      if (warm === null) {
        warm = yield* startWarm(request, restarts++);
        if (warm === null) return;
      }

      const planned = sweep.plan.steps.find((step) => step.ratePerSecond === ratePerSecond);
      if (planned === undefined) throw new Error(`the plan has no step at ${ratePerSecond}/s`);
      yield { kind: 'step-started', label, round, ratePerSecond, windowMs: planned.windowMs };
      const step: Step = {
        ...(await measureStep(request, warm, planned)),
        ...rested,
        serverIndex: restarts - 1,
      };
      const died = warm.exit !== null;
      yield { kind: 'step-finished', label, round, step };
      measured.push(step);
      earlyStop.saw(step, died);
      if (died) {
        yield* giveUp(request, warm, ratePerSecond);
        warm = null;
      }
    }
  } finally {
    if (warm !== null) await warm.server.stop();
  }
  if (warm !== null) yield { kind: 'server-stopped', label, round };
  yield { kind: 'block-finished', block };
}

/** The block's rates in their order, and after them those whose result is worth measuring once more. */
function* turns(
  block: Block,
  measured: readonly Step[],
  plan: Plan,
): Generator<{ readonly ratePerSecond: number; readonly again: boolean }> {
  for (const ratePerSecond of block.rates) yield { ratePerSecond, again: false };
  for (const ratePerSecond of ratesToRepeat(measured, plan)) yield { ratePerSecond, again: true };
}

/** Ends a server that is dead, or that does not come to rest. */
async function* giveUp(
  { block }: BlockRequest,
  warm: Warm,
  atStep: number | null = null,
): AsyncGenerator<Event> {
  const { label, round } = block;
  if (warm.exit !== null) {
    yield { kind: 'server-died', label, round, exit: { ...warm.exit, atStep }, logTail: warm.log.tail() };
  }
  // Its group may hold processes that have outlived it.
  await warm.server.stop();
  yield { kind: 'server-stopped', label, round };
}

async function restOf({ sweep, generator }: BlockRequest, warm: Warm) {
  const { plan, surroundings, signal } = sweep;
  return rest({
    settings: plan.rest,
    restingUs: warm.restingUs,
    cpuMs: () => warm.server.sample().cpuMs,
    probe: () => generator.probe(warm.load, plan.rest.probes, plan.rest.capMs),
    hasEnded: () => warm.exit !== null,
    elapsed: surroundings.elapsed,
    pause: (ms) => surroundings.pause(ms, signal),
  });
}

async function measureStep(
  { sweep, block, generator }: BlockRequest,
  warm: Warm,
  planned: PlannedStep,
): Promise<Omit<Step, 'restMs' | 'restedBy' | 'serverIndex'>> {
  const { surroundings, signal } = sweep;
  const startedAt = surroundings.now();
  const machineSeen = surroundings.watchMachine();
  const serverSeen = surroundings.watchServer(warm.server);
  try {
    const observation = await generator.run(warm.load, loadStep(sweep.plan, planned, block.round), signal);
    return { ...observation, startedAt, server: serverSeen(), machine: machineSeen() };
  } catch (error) {
    serverSeen();
    throw error;
  }
}
