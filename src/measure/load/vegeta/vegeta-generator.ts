/**
 * vegeta in place of our own generator: one process on each place sends its share of a step's rate, and every request's
 * record comes back. What has no rate, the warm-up and the probes at rest, stays with our own.
 */
import type { LoadObservation } from '../../../model/load-observation.ts';
import { foldRecords, gapNs } from '../../../records/fold-records.ts';
import type { LoadGenerator, LoadStep, LoadTarget } from '../../seams.ts';
import { GeneratorBroken } from '../generator.ts';
import type { Attack, Returned, VegetaPlace, WaitingVegeta } from './vegeta-place.ts';

/**
 * @param own ours, started
 * @param places at least one
 */
export function vegetaGenerator(own: LoadGenerator, places: readonly VegetaPlace[]): LoadGenerator {
  return {
    pid: own.pid,
    warm: (target, request, signal) => own.warm(target, request, signal),
    probe: (target, count, timeoutMs, signal) => own.probe(target, count, timeoutMs, signal),
    run: (target, step, signal) => attackFrom(places, target, step, signal),
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  };
}

/** How many of a step's requests each of several hosts sends: equal numbers, or one more. Their sum is the step's. */
export const sharesOf = (scheduled: number, hosts: number): number[] =>
  Array.from({ length: hosts }, (_, i) => Math.floor((scheduled + hosts - 1 - i) / hosts));

async function attackFrom(
  places: readonly VegetaPlace[],
  target: LoadTarget,
  step: LoadStep,
  signal: AbortSignal,
): Promise<LoadObservation> {
  signal.throwIfAborted();
  // vegeta takes a duration of nothing for one without end.
  const used = places.slice(0, step.scheduled);
  const planned = sharesOf(step.scheduled, used.length);
  const common = {
    target,
    timeoutMs: step.timeoutMs,
    maxConnections: Math.ceil(step.maxConnections / used.length),
    gapNs: gapNs(step.ratePerSecond, used.length),
  };
  const attacks = planned.map((requests) => ({ ...common, requests }));
  const returned = await sendTogether(used, attacks, signal);
  signal.throwIfAborted();
  const lost = returned.map((one) => one.lost);
  if (returned.every(({ requests }) => requests.count === 0)) {
    throw new GeneratorBroken(
      `vegeta sent nothing: ${lost.find((why) => why !== null) ?? 'no reason given'}`,
    );
  }
  const observation = foldRecords(
    returned.map(({ requests }) => requests),
    { ratePerSecond: step.ratePerSecond, planned, lost: lost.map((why) => why !== null) },
  );
  return { ...observation, seed: step.seed };
}

/** Prepares all of them, one after another; then all are told at once to send. No clock is asked when that was. */
async function sendTogether(
  places: readonly VegetaPlace[],
  attacks: readonly Attack[],
  signal: AbortSignal,
): Promise<readonly Returned[]> {
  await using prepared = new AsyncDisposableStack();
  const waiting: WaitingVegeta[] = [];
  for (const [i, attack] of attacks.entries()) {
    const vegeta = await places[i]?.(attack);
    if (vegeta !== undefined) waiting.push(prepared.use(vegeta));
  }
  return await Promise.all(waiting.map((vegeta) => vegeta.send(signal)));
}
