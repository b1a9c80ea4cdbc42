import { formatWaitMs } from '../model/duration.ts';
import { samplesNeeded } from '../model/objective.ts';
import type { Plan, PlannedTarget } from '../model/plan.ts';
import { formatRate } from '../model/rate.ts';
import type { Target } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { chooseRates } from './choose-rates.ts';
import { orderBlocks } from './order-blocks.ts';
import { type MachineFacts, place } from './place.ts';
import { MOST_MADE_UP, mostRounds, planSearch } from './plan-search.ts';
import { highestPlace, lowestPlace } from './search/lattice.ts';
import { type SearchSettings, searchesOf } from './search/settings.ts';
import { sizeStep } from './size-steps.ts';
import type { Wishes } from './wishes.ts';

/** Connections beyond this number test the kernel's tables rather than a server. */
const mostConnections = 4_096;

/** Descriptors that the generator needs for itself: pipes, epoll, files of its program. */
const ownDescriptors = 256;

/**
 * Decides everything about a sweep. The same wishes, machine and targets give the same plan.
 * @param targets with distinct labels; where a contract owns the measured request, already with that request
 * @throws UsageError where no rate gives the requests that an objective needs
 */
export function makePlan(wishes: Wishes, machine: MachineFacts, targets: readonly Target[]): Plan {
  const { search } = wishes;
  const chosen = search === null ? chooseRates(wishes.rates) : [];
  const { minSamples, durationCapMs } = enoughFor(wishes, search?.to ?? Math.max(...chosen));
  const rates = chosen.map((rate) => sizeStep(rate, { ...wishes, minSamples, durationCapMs }));
  const { seed, quick, visitor, host, durationMs, order, timeMs } = wishes;
  const rounds = timeMs === null ? wishes.rounds : mostRounds(wishes, timeMs, targets.length);
  const plan: Plan = {
    seed,
    quick,
    visitor,
    targets: targets.map(planTarget),
    host,
    placement: place(wishes.placement, host.size.cpus, machine),
    rates,
    perDecade: search === null && wishes.rates.kind === 'range' ? wishes.rates.perDecade : null,
    durationMs,
    durationCapMs,
    minSamples,
    ...(search === null ? {} : { search: planSearch(search, wishes, targets.length) }),
    rounds,
    ...(timeMs === null
      ? {}
      : { time: { ms: timeMs, leastRounds: wishes.rounds, mostMadeUp: MOST_MADE_UP } }),
    order,
    arrivals: wishes.arrivals,
    ...(wishes.engine === null ? {} : { engine: wishes.engine }),
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
      { ...wishes, rounds },
    ),
  };
  for (const settings of searchesOf(plan)) refuseNoRate(settings);
  return plan;
}

/** @throws UsageError where no rate that a search could try lies between its ends */
function refuseNoRate(settings: SearchSettings): void {
  if (lowestPlace(settings) <= highestPlace(settings)) return;
  const { minSamples, durationCapMs, highestPerSecond } = settings;
  const lowest = (minSamples * 1_000) / durationCapMs;
  const to = `${formatRate(highestPerSecond)}/s`;
  if (highestPerSecond < lowest) {
    throw new UsageError(
      `--find-capacity needs ${minSamples.toLocaleString('en-US')} requests in ${formatWaitMs(durationCapMs)}, so it begins at ${formatRate(lowest)}/s, and --rates ends at ${to}`,
      'Search up to higher rates, or sweep a list of low ones without --find-capacity: --rates 1,2,5,10.',
    );
  }
  throw new UsageError(
    `--find-capacity: no rate that it could try lies so close below ${to}`,
    'Begin --rates lower, or end it higher.',
  );
}

/** No step is made longer than this for an objective's sake. */
const LONGEST_MS = 120_000;

/**
 * As many requests as the objectives need, and a cap that gives them at least at the highest rate. Rates below it may
 * still give too few, and then decide nothing.
 * @throws UsageError where that would take too long
 */
function enoughFor(wishes: Wishes, highest: number): Pick<Plan, 'minSamples' | 'durationCapMs'> {
  const { objectives, minSamples, durationCapMs } = wishes;
  const most = objectives.toSorted((a, b) => samplesNeeded(b) - samplesNeeded(a))[0];
  const needed = most === undefined ? 0 : samplesNeeded(most);
  if (needed <= minSamples) return { minSamples, durationCapMs };
  const lastsMs = (needed * 1_000) / highest;
  if (lastsMs > LONGEST_MS) {
    throw new UsageError(
      `${most?.text} needs ${needed.toLocaleString('en-US')} requests, and ${formatRate(highest)}/s does not give them in ${formatWaitMs(LONGEST_MS)}`,
      'Ask for higher rates, or for an objective that fewer requests decide.',
    );
  }
  return { minSamples: needed, durationCapMs: Math.max(durationCapMs, lastsMs) };
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
export function planTarget({ label, name, variant, contract, request, running }: Target): PlannedTarget {
  return { label, name, variant, contract, request, ...(running === null ? {} : { attached: true }) };
}
