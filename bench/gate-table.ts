/** What gates and words would have said of disjoint groups of rounds. */
import { wordsOf } from '../src/analysis/gate/compare-rounds.ts';
import { judgeDrop, LEAST_ROUNDS } from '../src/analysis/gate/judge-drop.ts';
import type { Pair } from '../src/analysis/statistics/bracketed.ts';
import { isRoundDue, MOST_MADE_UP } from '../src/plan/plan-search.ts';
import { clopperPearson } from './clopper-pearson.ts';

/** In the order of measuring; null where a round was spoilt or has no such figure. */
export type Rounds = readonly (Pair | null)[];

/** How rounds are cut: into groups of so many, or as `--rounds auto` measures them: five, and what makes up for lost ones. */
export type Cut = number | 'auto';

/** The gates of one cut and one allowed drop. */
export interface Gates {
  readonly cut: Cut;
  readonly maxDrop: number;
  /** Of each group by itself, how many lie beyond what is allowed, and how many within it. */
  readonly looks: number;
  readonly beyond: number;
  readonly within: number;
  /** Of each two groups that follow one another, how many fail: the second one confirms the first. */
  readonly twice: number;
  readonly fails: number;
}

export function gatesOf(capacities: Rounds, cut: Cut, maxDrop: number): Gates {
  const groups = cut === 'auto' ? madeUp(capacities) : groupsOf(capacities, cut);
  const ask = (first: Rounds, second: Rounds | null) =>
    judgeDrop({
      better: 'higher',
      maxDrop,
      first: known(first),
      second: second && known(second),
      unfit: null,
    });
  const looks = groups.map((group) => ask(group, null));
  const twice = groupsOf(groups, 2).map(([first = [], second = []]) => ask(first, second));
  return {
    cut,
    maxDrop,
    looks: looks.length,
    beyond: looks.filter(({ why }) => why === 'to-be-confirmed').length,
    within: looks.filter(({ verdict }) => verdict === 'pass').length,
    twice: twice.length,
    fails: twice.filter(({ verdict }) => verdict === 'fail').length,
  };
}

/** How many of the groups would hold a word on any figure in a report of two targets, and how many groups there are. */
export function wordsIn(
  figures: readonly { readonly better: 'higher' | 'lower'; readonly rounds: Rounds }[],
  size: number,
): { said: number; of: number } {
  const groups = figures.map(({ rounds }) => groupsOf(rounds, size));
  const of = Math.min(...groups.map((all) => all.length));
  const reports = Array.from({ length: of }, (_, group) =>
    wordsOf(figures.map(({ better }, i) => ({ better, rounds: known(groups[i]?.[group] ?? []) }))),
  );
  return { said: reports.filter((words) => words.some((word) => word !== 'undecided')).length, of };
}

/** `1 of 8 (0.6 to 47.1 %)`: each end of the exact interval leaves out 5 %. */
export function shareText(count: number, of: number): string {
  if (of === 0) return '–';
  const { low, high } = clopperPearson(count, of, 0.9);
  return `${count} of ${of} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %)`;
}

const known = (rounds: Rounds): readonly Pair[] => rounds.filter((pair) => pair !== null);

/** Five each, and no time for more than what makes up for those that were spoilt; whole groups only. */
function madeUp(all: Rounds): readonly Rounds[] {
  const time = { ms: 0, leastRounds: LEAST_ROUNDS, mostMadeUp: MOST_MADE_UP };
  const groups: Rounds[] = [];
  let group: Rounds = [];
  for (const round of all) {
    group = [...group, round];
    const spoilt = group.length - known(group).length;
    if (isRoundDue(time, group.length, 1, () => [spoilt])) continue;
    groups.push(group);
    group = [];
  }
  return groups;
}

/** Whole groups only. */
function groupsOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.floor(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
