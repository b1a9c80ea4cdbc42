/**
 * How often words and gates are wrong, and what they find, on simulated rounds: false alarms between equals (bimodal starts, a
 * machine that drifts), and how often a real drop fails the gate.
 * Usage: npm run bench:false-alarms [-- <reports>]
 */
import { wordsOf } from '../src/analysis/gate/compare-rounds.ts';
import { judgeDrop } from '../src/analysis/gate/judge-drop.ts';
import { FOUND } from '../src/analysis/statistics/power.ts';
import { Random } from '../src/model/random.ts';
import { type RoundsOptions, simulatedRounds } from '../tests/simulated/rounds.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { args, print, printHead, printRow } from './print.ts';

const reports = Number(args[0] ?? 10_000);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Capacity as a search leaves it, then p99 and CPU per request at a fixed rate. */
const equals = [
  { name: 'capacity', better: 'higher', bracket: 1.025 },
  { name: 'p99', better: 'lower', bracket: 1 },
  { name: 'cpu', better: 'lower', bracket: 1 },
] as const;

print(
  `Between equals, ${reports} reports of three words and a gate (max-drop 0), two states 7,943 and 5,012/s:\n`,
);
printHead(
  'rounds',
  'spread',
  'drift',
  'reports with a wrong word',
  'at most (95 %)',
  'gates that fail',
  'ranges that do not overlap',
);
for (const rounds of [5, 6, 7, 8, 10]) {
  for (const [spread, drift] of [
    [0.03, 0],
    [0.03, 0.03],
  ] as const) {
    const random = new Random(rounds, Math.round(drift * 100));
    let wrong = 0;
    let failed = 0;
    let apart = 0;
    for (let i = 0; i < reports; i++) {
      const made = (bracket: number) =>
        simulatedRounds({ rounds, spread, ratio: 1, states: 5_012 / 7_943, drift, bracket }, random);
      const figures = equals.map((figure) => ({ ...figure, rounds: made(figure.bracket) }));
      const words = wordsOf(figures);
      const capacity = figures[0]?.rounds ?? [];
      const second = made(equals[0].bracket);
      const gate = judgeDrop({ better: 'higher', maxDrop: 0, first: capacity, second, unfit: null });
      if (words.some((word) => word === 'better' || word === 'worse') || gate.verdict === 'fail') wrong++;
      if (gate.verdict === 'fail') failed++;
      if (figures.some((figure) => rangesApart(figure.rounds))) apart++;
    }
    const bound = percent(clopperPearson(wrong, reports, 0.9).high);
    const shares = [spread, drift, wrong / reports].map(percent);
    printRow(rounds, ...shares, bound, failed, percent(apart / reports));
  }
}

/** What used to be called clearly different. */
function rangesApart(rounds: ReturnType<typeof simulatedRounds>): boolean {
  const [base, head] = [rounds.map((pair) => pair.base.estimate), rounds.map((pair) => pair.head.estimate)];
  return Math.max(...base) < Math.min(...head) || Math.max(...head) < Math.min(...base);
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
