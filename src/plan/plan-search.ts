/** How long a capacity search may take, and how many rounds fit in a time. */
import type { Plan, Search } from '../model/plan.ts';
import { startMs } from './expect-time.ts';
import { fixedRatesMs } from './fixed-rates.ts';
import { latticePerDecade } from './search/lattice.ts';
import { defaultSearch, searchPace } from './search/settings.ts';
import type { Wishes } from './wishes.ts';

/** With less a search finds a bracket only by luck. */
const SHORTEST_SEARCH_MS = 30_000;
const MOST_ROUNDS = 100;
/** Where more than this many of eight rounds are lost, what disturbs them will disturb others too. */
export const MOST_MADE_UP = 3;

type Paced = Pick<Wishes, 'warmup' | 'timeMs' | 'rounds' | 'minSamples' | 'durationCapMs' | 'objectives'>;

/** Of each search, so much that the least number of rounds fits in the time; a server is searched once for each objective. */
export function planSearch(
  { precision, from, to }: NonNullable<Wishes['search']>,
  wishes: Paced,
  targets: number,
): Search {
  const shareMs = (wishes.timeMs ?? Number.POSITIVE_INFINITY) / (wishes.rounds * targets);
  // The first round starts every server once more, for its fixed rates.
  const besides = startMs(wishes) * (1 + 1 / wishes.rounds) + fixedRatesMs(defaultSearch, wishes);
  const fittingMs = Math.max(SHORTEST_SEARCH_MS, (shareMs - besides) / wishes.objectives.length);
  return {
    ...searchPace(Math.min(defaultSearch.budgetMs, fittingMs)),
    precision,
    perDecade: latticePerDecade(precision),
    lowestPerSecond: from,
    highestPerSecond: to,
  };
}

/**
 * No more rounds than this can fit in a time, for no block is shorter than a start and a short search; or make up for
 * others.
 */
export function mostRounds(wishes: Paced, timeMs: number, targets: number): number {
  const shortestMs = targets * (startMs(wishes) + SHORTEST_SEARCH_MS / 2);
  return Math.max(wishes.rounds + MOST_MADE_UP, Math.min(MOST_ROUNDS, Math.floor(timeMs / shortestMs)));
}

/**
 * Whether another round is begun: until there are enough, always; then where it will be over in time, should it take
 * as long as those before it; and past that, where enough that tell may still come together. What disturbs the machine
 * asks for no figure, so this prefers no outcome.
 * @param rounds that are over
 * @param spoilt how many of them cannot tell, for each pair of targets; asked for only where that decides
 */
export function isRoundDue(
  { ms, leastRounds, mostMadeUp = 0 }: NonNullable<Plan['time']>,
  rounds: number,
  spentMs: number,
  spoilt: () => readonly number[],
): boolean {
  if (rounds < leastRounds || spentMs + spentMs / rounds <= ms) return true;
  const left = leastRounds + mostMadeUp - rounds;
  if (left <= 0) return false;
  const missing = spoilt().map((lost) => leastRounds - (rounds - lost));
  return missing.some((few) => few > 0 && few <= left);
}
