/**
 * The capacity search on simulated servers: how often the truth lies in the interval that it reports, how wide that is,
 * and what it costs, beside a grid of ten rates a decade with the same time.
 * Usage: npm run bench:search [-- <runs of each kind> [<seconds of a search>]]
 */

import { median } from '../src/analysis/statistics/median-interval.ts';
import { meanAndSpread } from '../src/analysis/statistics/student-interval.ts';
import { Random } from '../src/model/random.ts';
import { defaultSearch } from '../src/plan/search/settings.ts';
import { defaultPace } from '../src/plan/wishes.ts';
import { searchGrid } from '../tests/simulated/grid.ts';
import { isRight, type Searched, search } from '../tests/simulated/search.ts';
import { kinds } from '../tests/simulated/servers.ts';
import { args, print, printHead, printRow } from './print.ts';

const runs = Number(args[0] ?? 1_000);
const budgetMs = Number(args[1] ?? defaultSearch.budgetMs / 1_000) * 1_000;
/** Between what the generator's samples allow within a step and its limit; at all phases of lattice and grid. */
const capacities = Array.from({ length: 24 }, (_, i) =>
  Math.round(400 * 10 ** (new Random(i).between0And1() * 1.1)),
);

const percent = (share: number) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : 'open');
const width = (low: number | null, high: number | null) =>
  low === null || high === null ? Number.POSITIVE_INFINITY : high / low - 1;

/** As a standard deviation of the logarithm, of the answers, where most runs have one. */
function spreadOf(all: readonly Searched[]): string {
  const logs = all.flatMap(({ found: { kind, ratePerSecond }, right }) =>
    kind === 'value' && ratePerSecond !== null ? [Math.log(ratePerSecond / right)] : [],
  );
  return logs.length < runs / 2 ? '–' : percent(meanAndSpread(logs).spread);
}

print(
  `${runs} runs of each kind, ${budgetMs / 1_000} s a search; the grid's steps last ${defaultPace.durationMs / 1_000} s.\n`,
);
printHead(
  'kind',
  'truth in the interval, of 1,000',
  'interval, median width',
  'bracket at most 5 % wide',
  'answer ÷ truth, spread',
  'steps',
  's',
  'longest s',
  'restarts, mean',
  'no value',
  'grid: truth in the bracket',
  'width',
  's',
);
for (const kind of kinds) {
  const all: Searched[] = [];
  const grids: ReturnType<typeof searchGrid>[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    const capacity = capacities[seed % capacities.length] ?? 400;
    all.push(search(kind, capacity, seed, budgetMs));
    grids.push(searchGrid(kind, capacity, seed, budgetMs));
  }
  const thousand = (count: number) => Math.round((1_000 * count) / runs);
  printRow(
    kind,
    thousand(all.filter(isRight).length),
    percent(
      median(all.map(({ found: { interval } }) => width(interval.lowPerSecond, interval.highPerSecond))),
    ),
    percent(
      all.filter(({ found: { bracket } }) => width(bracket.passedPerSecond, bracket.failedPerSecond) <= 0.05)
        .length / runs,
    ),
    spreadOf(all),
    median(all.map(({ outcomes }) => outcomes.length)),
    Math.round(median(all.map(({ ms }) => ms / 1_000))),
    Math.round(Math.max(...all.map(({ ms }) => ms / 1_000))),
    (all.reduce((sum, { outcomes }) => sum + (outcomes.at(-1)?.serverIndex ?? 0), 0) / runs).toFixed(1),
    thousand(all.filter(({ found }) => found.kind !== 'value').length),
    thousand(grids.filter(isRight).length),
    percent(
      median(grids.map(({ found: { interval } }) => width(interval.lowPerSecond, interval.highPerSecond))),
    ),
    Math.round(median(grids.map(({ ms }) => ms / 1_000))),
  );
}
