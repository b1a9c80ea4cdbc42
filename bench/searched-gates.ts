/**
 * What a gate of five rounds says where capacities come from whole simulated searches: of 39 s, as `--time 10m` leaves them to
 * two targets, and of 90 s, which takes 18 minutes. Starts of one target differ by 2 %.
 * Usage: npm run bench:searched-gates [-- <gates>]
 */
import { judgeDrop } from '../src/analysis/gate/judge-drop.ts';
import type { Bracketed, Pair } from '../src/analysis/statistics/bracketed.ts';
import { bracketOf } from '../src/analysis/targets/capacity.ts';
import { Random } from '../src/model/random.ts';
import { search } from '../tests/simulated/search.ts';
import { gaussian, type Kind } from '../tests/simulated/servers.ts';
import { args, print, printHead, printRow } from './print.ts';

const gates = Number(args[0] ?? 300);
const ROUNDS = 5;
const START_SPREAD = 0.02;
const MAX_DROP = 0.1;
/** On average between the steps of the sweep in docs/findings.md. */
const REST_MS = 330;
const lost = [0, 0.1, 0.15, 0.2, 0.25, 0.3] as const;
const kinds: readonly Kind[] = ['sharp knee', 'soft knee', 'drifting machine', 'bimodal', 'noisy'];

const percent = (share: number) => `${Math.round(100 * share)} %`;

print(
  `${gates} gates each, max-drop ${percent(MAX_DROP)}, ${ROUNDS} rounds: fails / passes; the rest cannot be told.\n`,
);
printHead('kind', 's a search', ...lost.map((share) => `${percent(share)} lost`));
for (const kind of kinds) {
  for (const seconds of [39, 90]) {
    const cells = lost.map((share) => {
      const random = new Random(seconds, Math.round(share * 100));
      const verdicts = Array.from(
        { length: gates },
        () =>
          judgeDrop({
            better: 'higher',
            maxDrop: MAX_DROP,
            first: look(kind, 1 - share, seconds, random),
            second: look(kind, 1 - share, seconds, random),
            unfit: null,
          }).verdict,
      );
      const of = (wanted: string) => percent(verdicts.filter((verdict) => verdict === wanted).length / gates);
      return `${of('fail')} / ${of('pass')}`;
    });
    printRow(kind, seconds, ...cells);
  }
}

/** Five rounds of a base that bears about 1,000/s, and of a head that bears so much of it. */
function look(kind: Kind, ratio: number, seconds: number, random: Random): readonly Pair[] {
  const searched = (capacity: number): Bracketed | null => {
    const start = capacity * Math.exp(START_SPREAD * gaussian(random));
    const {
      kind: found,
      ratePerSecond,
      bracket,
      interval,
    } = search(kind, start, random.below(1e9), seconds * 1_000, REST_MS).found;
    return found === 'cannot-tell'
      ? null
      : bracketOf({
          objective: '',
          kind: found,
          ratePerSecond,
          failedAtPerSecond: bracket.failedPerSecond,
          searched: {
            passedPerSecond: bracket.passedPerSecond,
            interval: [interval.lowPerSecond, interval.highPerSecond],
            steps: 0,
            ms: 0,
            ended: null,
          },
        });
  };
  return Array.from({ length: ROUNDS }).flatMap(() => {
    const [base, head] = [searched(1_000), searched(1_000 * ratio)];
    return base === null || head === null ? [] : [{ base, head }];
  });
}
