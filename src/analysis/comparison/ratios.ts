/** The ratios of any two targets in each figure, and the words that may stand beside them. */
import { type Ratio, turnedWord } from '../../model/comparison.ts';
import type { TargetFigure } from '../../model/target-figures.ts';
import { roundsForWord, wordsOf } from '../gate/compare-rounds.ts';
import type { Pair } from '../statistics/bracketed.ts';
import type { Contender } from './contender.ts';
import { pairsOf, ratioOf } from './ratio.ts';
import { type Reading, unknownReading } from './reading.ts';

/** One figure of all targets. */
export interface FigureRow {
  readonly better: TargetFigure['better'];
  /** A difference in it may be called better or worse. */
  readonly primary: boolean;
  /** In the order of the targets. */
  readonly readings: readonly Reading[];
  /** Whether the CPUs that two targets shared with the generator favoured one of them. */
  readonly uneven: (one: Contender, other: Contender) => boolean;
}

/** The figure of the i-th target divided by that of the j-th; null where no ratio may be claimed. */
export type Divide = (row: FigureRow, i: number, j: number) => Ratio | null;

type Judged = Pick<Ratio, 'word' | 'roundsForWord'>;

/** @param rows all of them: a word is corrected for how many could be said of any two targets of one run */
export function divider(contenders: readonly Contender[], rows: readonly FigureRow[]): Divide {
  const words = judgeAll(contenders, rows);
  return (row, i, j) => {
    const [one, other] = [contenders[i], contenders[j]];
    if (one === undefined || other === undefined) return null;
    const between = { paired: one.run === other.run, unevenCpus: row.uneven(one, other) };
    const ratio = ratioOf(row.readings[i] ?? unknownReading, row.readings[j] ?? unknownReading, between);
    if (ratio === null) return null;
    const judged = words.get(row)?.get(`${Math.min(i, j)} ${Math.max(i, j)}`);
    return judged === undefined ? ratio : { ...ratio, ...(i < j ? judged : turned(judged)) };
  };
}

/** Of each primary figure, by two places in ascending order. */
function judgeAll(
  contenders: readonly Contender[],
  rows: readonly FigureRow[],
): ReadonlyMap<FigureRow, ReadonlyMap<string, Judged>> {
  const twos = contenders.flatMap(({ run }, i) =>
    contenders.flatMap((other, j) => (i < j && other.run === run ? [[i, j] as const] : [])),
  );
  const all = rows
    .filter(({ primary }) => primary)
    .flatMap((row) =>
      twos.flatMap(([i, j]) => {
        const rounds = pairsOf(
          row.readings[i] ?? unknownReading,
          row.readings[j] ?? unknownReading,
          'for a word',
        );
        const better = row.better === 'more' ? ('higher' as const) : ('lower' as const);
        return rounds.length === 0 ? [] : [{ row, at: `${i} ${j}`, better, rounds }];
      }),
    );
  const words = wordsOf(all);
  const judged = all.map(({ row, at, rounds }, n) => {
    const word = words[n] ?? 'undecided';
    const needed = word === 'undecided' ? moreRounds(rounds, all.length) : null;
    return { row, at, word, roundsForWord: needed };
  });
  const byRow = Map.groupBy(judged, ({ row }) => row);
  return new Map(
    [...byRow].map(([row, of]) => [
      row,
      new Map(of.map(({ at, word, roundsForWord: needed }) => [at, { word, roundsForWord: needed }])),
    ]),
  );
}

/** Null where there are enough: then the brackets are too wide, and no rounds would tell. */
function moreRounds(rounds: readonly Pair[], words: number): Judged['roundsForWord'] {
  const needed = roundsForWord(rounds, words);
  if (needed === null || (needed.most !== null && needed.most <= rounds.length)) return null;
  return { ...needed, least: Math.max(needed.least, rounds.length + 1) };
}

const turned = (judged: Judged): Judged => ({ ...judged, word: judged.word && turnedWord[judged.word] });
