/**
 * The sweep loop: one server alive at a time, blocks in the plan's order, everything that happens said as an event.
 * Nothing prints or writes here; the consumer of the stream does, between one event and the next.
 */
import { spoiltRounds } from '../analysis/gate/spoilt-rounds.ts';
import { foundCapacities } from '../analysis/targets/searched-capacity.ts';
import type { Event } from '../model/event.ts';
import { measuredSteps } from '../model/measured.ts';
import type { Block } from '../model/plan.ts';
import { formatRate } from '../model/rate.ts';
import { beginRun, record, type SweepStarted } from '../model/record.ts';
import type { Run, TargetFailure, Verification } from '../model/run.ts';
import { chooseFixedRates } from '../plan/fixed-rates.ts';
import { isRoundDue } from '../plan/plan-search.ts';
import { isMeasured, measureBlock } from './block.ts';
import type { SeenPage, Sweep, SweepTarget } from './sweep-input.ts';

/**
 * Measures a plan. The stream ends with `sweep-finished`, or, once the signal is aborted, with `interrupted`;
 * in either case no server and no generator is alive any more.
 * @throws what is a bug of ours or a broken generator, after everything was stopped
 */
export async function* measureSweep(sweep: Sweep): AsyncGenerator<Event, void, undefined> {
  const { plan, targets, serverEnd, generatorEnd, clock } = sweep;
  const started: SweepStarted = {
    kind: 'sweep-started',
    at: clock.now(),
    plan,
    machine: serverEnd.machine,
    limits: serverEnd.limits,
    ...(serverEnd.link === undefined ? {} : { link: serverEnd.link }),
    engine: generatorEnd.engine,
    targets: targets.map(({ facts }) => facts),
  };
  yield started;
  yield { kind: 'host-examined', setting: sweep.setting };
  const place = { atStep: null as string | null };
  yield* hashDatabase(sweep, 'before');
  try {
    const done = sweep.done === null ? beginRun(nameless, started) : record(sweep.done, started);
    yield* measureTargets({ ...sweep, done }, place);
    yield* hashDatabase(sweep, 'after');
    yield { kind: 'sweep-finished', at: clock.now() };
  } catch (error) {
    if (!sweep.signal.aborted) throw error;
    yield* hashDatabase(sweep, 'after');
    yield { kind: 'interrupted', reason: reasonOf(sweep.signal), atStep: place.atStep };
  }
}

/** The loop's own record of the run needs no name. */
const nameless = { id: '', toolVersion: '', command: [] };

/** A write to it shows in its bytes. */
async function* hashDatabase({ serverEnd }: Sweep, moment: 'before' | 'after'): AsyncGenerator<Event> {
  const sha256 = await serverEnd.hashDatabase();
  if (sha256 !== null) yield { kind: 'database-hashed', moment, sha256 };
}

type Begun = Sweep & { readonly done: Run };

async function* measureTargets(sweep: Begun, place: { atStep: string | null }): AsyncGenerator<Event> {
  const { plan, generatorEnd, signal } = sweep;
  signal.throwIfAborted();
  if (sweep.targets.every(({ facts }) => facts.failure !== null)) return;
  let { done } = sweep;
  const kept = (event: Event): Event => {
    done = record(done, event);
    return event;
  };
  await using starting = startGenerator(sweep);
  const built = sweep.targets.filter(({ facts }) => facts.failure === null);
  const ready = new Map(built.map((target) => [target.facts.label, target]));
  for await (const event of verifyTargets(sweep, built)) {
    if (event.kind === 'target-failed') ready.delete(event.label);
    yield kept(event);
  }
  if (ready.size === 0) return;
  const generator = await starting.generator;
  yield { kind: 'generator-tried', trial: await generatorEnd.tryOut(generator, signal) };
  const pages = new Map<string, SeenPage>();
  const timeSpent = stopwatch(sweep);
  async function* measureBlocks(blocks: readonly Block[]): AsyncGenerator<Event> {
    for (const block of blocks) {
      const soFar = { ...sweep, done };
      const target = ready.get(block.label);
      if (target === undefined || isMeasured(soFar, block)) continue;
      signal.throwIfAborted();
      for await (const told of measureBlock({ sweep: soFar, block, target, generator, pages })) {
        const event = told.kind === 'target-failed' ? sayingWhen(told, block, done) : told;
        if (event.kind === 'step-started')
          place.atStep = `${event.label} at ${formatRate(event.ratePerSecond)}/s`;
        if (event.kind === 'step-finished' || event.kind === 'block-finished') place.atStep = null;
        if (event.kind === 'target-failed') ready.delete(event.label);
        yield kept(event);
      }
    }
  }

  for (const [round, blocks] of Map.groupBy(plan.blocks, (block) => block.round)) {
    if (!isDue({ ...sweep, done }, round, timeSpent())) break;
    yield* measureBlocks(blocks);
    if (plan.search?.fixed === undefined || done.fixedRates !== undefined) continue;
    const capacities = foundCapacities(done);
    if (capacities === null) continue;
    yield kept({ kind: 'fixed-rates-chosen', rates: chooseFixedRates(plan.search, plan, capacities) });
    // Nobody knew these rates before all had been searched.
    yield* measureBlocks(plan.blocks.filter((block) => block.round <= round));
  }
}

/** Says in which round it failed, of a target of which something was measured before. */
function sayingWhen(
  failed: Extract<Event, { kind: 'target-failed' }>,
  { label, round }: Block,
  { targets }: Run,
): Event {
  const target = targets.find((one) => one.label === label);
  if (target === undefined || measuredSteps(target).length === 0) return failed;
  const { reason, detail } = failed.failure;
  return { ...failed, failure: { reason, detail: `In round ${round}, ${detail}` } };
}

/** A generator that practises while targets are verified. Disposing of it ends it at whatever stage it is. */
function startGenerator({ generatorEnd, signal }: Sweep) {
  const ending = new AbortController();
  const generator = generatorEnd.start(AbortSignal.any([signal, ending.signal]));
  // Where the wait for it is never reached, its failure is no news.
  const settled = generator.catch(() => null);
  return {
    generator,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await (await settled)?.[Symbol.asyncDispose]();
    },
  };
}

/** Whether a round is begun, all before it being over. One that was begun is finished. */
function isDue({ plan, done }: Begun, round: number, spentMs: number): boolean {
  if (plan.time === undefined) return true;
  const begun = done.targets.some(({ rounds }) => rounds.some((one) => one.round === round));
  return begun || isRoundDue(plan.time, round - 1, spentMs, () => spoiltRounds(done));
}

/** Milliseconds since the first block began, of earlier parts as far as their steps and warm-ups tell. */
function stopwatch({ done, clock }: Sweep): () => number {
  const targets = done?.targets ?? [];
  const steps = targets.flatMap(measuredSteps);
  const servers = targets.flatMap(({ rounds }) => rounds.flatMap((round) => round.servers));
  const earlierMs =
    steps.reduce((sum, { restMs, elapsedMs }) => sum + restMs + elapsedMs, 0) +
    servers.reduce((sum, { startMs, warmup }) => sum + startMs + warmup.ms, 0);
  const startedMs = clock.elapsed();
  return () => earlierMs + clock.elapsed() - startedMs;
}

/** Says of each whether it is what its contract asks for, and of those that are not why they failed. */
async function* verifyTargets(sweep: Sweep, targets: readonly SweepTarget[]): AsyncGenerator<Event> {
  const { plan, signal } = sweep;
  signal.throwIfAborted();
  if (!plan.verify) return;
  for (const target of targets) {
    const { label } = target.facts;
    const result = await verifyTarget(sweep, target);
    if (result === null) continue;
    if (!('reason' in result)) yield { kind: 'target-verified', label, verification: result };
    const failure = 'reason' in result ? result : failureIn(result);
    if (failure !== null) yield { kind: 'target-failed', label, failure };
  }
}

function failureIn({ passed, checks }: Verification): TargetFailure | null {
  const failed = checks.find((check) => !check.passed);
  const detail = `${failed?.check ?? 'a check'}: ${failed?.detail ?? 'failed'}`;
  return passed ? null : { reason: 'not-the-blog', detail };
}

/** On a server of its own; null where there is no contract. */
async function verifyTarget(
  { serverEnd, generatorEnd, signal }: Sweep,
  target: SweepTarget,
): Promise<Verification | TargetFailure | null> {
  if (target.target.contract === null) return null;
  const started = await serverEnd.start({
    target: target.target,
    log: `${target.facts.label}.verify`,
    // Whatever it answers, the checks say more about it than one sentence could.
    readyWith: 'any-answer',
    signal,
  });
  if (started.failure !== null) return started.failure;
  try {
    return await generatorEnd.verify(started.server, target, signal);
  } finally {
    await started.server.stop();
  }
}

function reasonOf(signal: AbortSignal): string {
  const { reason } = signal;
  return reason instanceof Error ? reason.message : String(reason);
}
