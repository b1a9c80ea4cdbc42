import { samplesNeeded } from '../model/objective.ts';
import type { Plan, PlannedTarget } from '../model/plan.ts';
import type { Target } from '../model/target.ts';
import { chooseRates } from './choose-rates.ts';
import { orderBlocks } from './order-blocks.ts';
import { type MachineFacts, place } from './place.ts';
import { sizeStep } from './size-steps.ts';
import type { Wishes } from './wishes.ts';

/** Connections beyond this number test the kernel's tables rather than a server. */
const mostConnections = 4_096;

/** Descriptors that the generator needs for itself: pipes, epoll, files of its program. */
const ownDescriptors = 256;

/**
 * Decides everything about a sweep. The same wishes, machine and targets give the same plan.
 * @param targets with distinct labels; where a contract owns the measured request, already with that request
 */
export function makePlan(wishes: Wishes, machine: MachineFacts, targets: readonly Target[]): Plan {
  const minSamples = Math.max(wishes.minSamples, ...wishes.objectives.map(samplesNeeded));
  const rates = chooseRates(wishes.rates).map((rate) => sizeStep(rate, { ...wishes, minSamples }));
  const { seed, quick, visitor, host, durationMs, durationCapMs, rounds, order } = wishes;
  return {
    seed,
    quick,
    visitor,
    targets: targets.map(planTarget),
    host,
    placement: place(wishes.placement, host.size.cpus, machine),
    rates,
    perDecade: wishes.rates.kind === 'range' ? wishes.rates.perDecade : null,
    durationMs,
    durationCapMs,
    minSamples,
    rounds,
    order,
    arrivals: wishes.arrivals,
    warmup: wishes.warmup,
    rest: wishes.rest,
    timeoutMs: wishes.timeoutMs,
    maxConnections: wishes.maxConnections ?? allowedConnections(machine),
    objectives: wishes.objectives,
    earlyStop: wishes.earlyStop,
    verify: wishes.verify,
    blocks: orderBlocks(
      targets.map(({ label }) => label),
      rates.length,
      wishes,
    ),
  };
}

/** As many connections as the generator's machine can have open at a time: half the local ports, the rest being in TIME_WAIT. */
export function allowedConnections({
  openFiles,
  localPorts,
}: Pick<MachineFacts, 'openFiles' | 'localPorts'>): number {
  const descriptors = openFiles ?? Number.POSITIVE_INFINITY;
  return Math.max(
    1,
    Math.min(
      mostConnections,
      Math.max(descriptors - ownDescriptors, Math.floor(descriptors / 2)),
      Math.floor((localPorts ?? Number.POSITIVE_INFINITY) / 2),
    ),
  );
}

/** A target as the plan knows it: what is asked of it, headers included. */
export function planTarget({ label, name, variant, contract, request }: Target): PlannedTarget {
  return { label, name, variant, contract, request };
}
