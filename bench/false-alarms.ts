/**
 * How often words and gates are wrong, and what they find, on simulated rounds: false alarms between equals (bimodal starts, a
 * machine that drifts), and how often a real drop fails the gate. Words are those of a report: of every two of its targets,
 * corrected for all of them together.
 * Usage: npm run bench:false-alarms [-- <reports>]
 */
import { judgeDrop } from '../src/analysis/gate/judge-drop.ts';
import { FOUND } from '../src/analysis/statistics/power.ts';
import { Random } from '../src/model/random.ts';
import {
  contendersOf,
  failsEqual,
  hasWrongWord,
  primary,
  rangesApart,
  type UsualOptions,
} from '../tests/simulated/reports.ts';
import { type RoundsOptions, simulatedBlocks, simulatedRounds } from '../tests/simulated/rounds.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { args, print, printHead, printRow } from './print.ts';

const reports = Number(args[0] ?? 10_000);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Of a figure between starts; Leptos in docs/findings.md has two such states. */
const usual = { spread: 0.03, states: 5_012 / 7_943 } as const;

print(
  `${reports} reports of three figures of each target, starts in two states, 7,943 and 5,012/s. Wrong: a word on equals, better for worse, or an equal that fails a gate of max-drop 0 against the first target.\n`,
);
printHead(
  'work of each target',
  'words a report',
  'rounds',
  'drift',
  'reports with a wrong word',
  'at most (95 %)',
  'gates that fail',
  'ranges that do not overlap',
);
let most = 0;
for (const [work, lengths] of [
  [
    [1, 1],
    [5, 6, 7, 8, 10],
  ],
  [
    [1, 1, 1],
    [9, 10],
  ],
  [[1, 1, 1, 1], [10]],
  [[1, 1, 1.11, 1.25], [10]],
] as const) {
  for (const rounds of lengths)
    for (const drift of [0, 0.03]) printReports(work, { ...usual, rounds, drift });
}
print(`\nAt most ${percent(most)} of the reports of any row hold a wrong word, with 95 % confidence.`);

function printReports(work: readonly number[], options: UsualOptions): void {
  const random = new Random(options.rounds, Math.round(options.drift * 100), work.length);
  const contenders = contendersOf(work.length);
  const counts = { wrong: 0, failed: 0, apart: 0 };
  for (let i = 0; i < reports; i++) {
    const figures = primary.map(({ better, bracket }) =>
      simulatedBlocks(
        work.map((times) => (better === 'more' ? 1 / times : times)),
        { ...options, bracket },
        random,
      ),
    );
    const failed = failsEqual(work, figures[0] ?? [], options, random);
    if (failed) counts.failed++;
    if (failed || hasWrongWord(contenders, work, figures)) counts.wrong++;
    if (figures.some((figure) => rangesApart(work, figure))) counts.apart++;
  }
  const bound = clopperPearson(counts.wrong, reports, 0.9).high;
  most = Math.max(most, bound);
  const words = (primary.length * work.length * (work.length - 1)) / 2;
  const shares = [options.drift, counts.wrong / reports, bound].map(percent);
  printRow(work.join(', '), words, options.rounds, ...shares, counts.failed, percent(counts.apart / reports));
}

const tries = Math.ceil(reports / 10);
const drops = [0, 0.05, 0.1, 0.2] as const;
print(`\nThe gate, ${tries} times each: fails / passes, with brackets of 2.5 %; the rest cannot be told.\n`);
printHead('spread of the ratio', 'max-drop', 'rounds', ...drops.map((drop) => `${percent(drop)} lost`));
for (const spread of [0.02, 0.04, 0.08]) {
  for (const maxDrop of [0, 0.05, 0.1]) {
    for (const rounds of [5, 8, 12]) {
      const cells = drops.map((drop) => {
        const random = new Random(rounds, Math.round(1_000 * (spread + drop)), Math.round(maxDrop * 100));
        const options: RoundsOptions = {
          rounds,
          // Of single figures; that of their ratio is √2 times as large.
          spread: spread / Math.SQRT2,
          ratio: 1 - drop,
          states: 1,
          drift: 0,
          bracket: 1.025,
        };
        const verdicts = Array.from(
          { length: tries },
          () =>
            judgeDrop({
              better: 'higher',
              maxDrop,
              first: simulatedRounds(options, random),
              second: simulatedRounds(options, random),
              unfit: null,
            }).verdict,
        );
        const share = (wanted: string) =>
          percent(verdicts.filter((verdict) => verdict === wanted).length / tries);
        return `${share('fail')} / ${share('pass')}`;
      });
      printRow(percent(spread), percent(maxDrop), rounds, ...cells);
    }
  }
}

const allowed = 0.1;
const spreads = [0.01, 0.02, 0.04, 0.08] as const;
print(
  `\nThe smallest loss that fails a gate of max-drop ${percent(allowed)} four times in five, both looks, by the spread of the ratio between rounds; brackets of 2.5 %:\n`,
);
printHead('rounds', ...spreads.map(percent));
for (const rounds of [5, 6, 8, 10, 12]) {
  printRow(rounds, ...spreads.map((spread) => percent(smallestLoss(rounds, spread))));
}

/** By halving, to a quarter of a per cent. */
function smallestLoss(rounds: number, spread: number): number {
  let [missed, found] = [allowed, 0.6];
  while (found - missed > 0.0025) {
    const loss = (missed + found) / 2;
    const random = new Random(rounds, Math.round(spread * 1_000));
    const options = {
      rounds,
      spread: spread / Math.SQRT2,
      ratio: 1 - loss,
      states: 1,
      drift: 0,
      bracket: 1.025,
    };
    const look = () => simulatedRounds(options, random);
    const fails = Array.from({ length: tries }, () =>
      judgeDrop({ better: 'higher', maxDrop: allowed, first: look(), second: look(), unfit: null }),
    ).filter(({ verdict }) => verdict === 'fail').length;
    if (fails >= FOUND * tries) found = loss;
    else missed = loss;
  }
  return found;
}
