/**
 * How much the searches of one server differ from start to start, how wide their brackets are and what they take, from a
 * stored sweep: `bench sweep -t vanilla -t remix --find-capacity --rounds 10 --out spread` takes about 37 minutes.
 * Usage: npm run bench:spread -- <run>
 */
import { roundsAlone } from '../src/analysis/gate/read-rounds.ts';
import { median } from '../src/analysis/statistics/median-interval.ts';
import { meanAndSpread } from '../src/analysis/statistics/student-interval.ts';
import { loadRun } from '../src/files/load-run.ts';
import { formatRate } from '../src/model/rate.ts';
import { args, print, printHead, printRow } from './print.ts';

const { run } = loadRun(args[0] ?? 'latest', process.cwd());
const objective = run.plan.objectives[0];
if (run.plan.search === undefined || objective === undefined)
  throw new Error('not a search: sweep with --find-capacity');

const percent = (share: number) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : 'open');

print(
  `${objective.text}, searched to ${percent(run.plan.search.precision)}; a start is a search of its own.\n`,
);
printHead(
  'target',
  'searches with an answer',
  'median',
  'lowest to highest',
  'spread',
  'bracket, median',
  'widest',
  '95 % interval, median',
  's, median',
  'longest',
  'servers started',
);
for (const record of run.targets) {
  const searches = roundsAlone(run, record, run.plan.objectives).flatMap(({ target }) => {
    const { searched, ...found } = target.capacities[0] ?? {};
    return searched === undefined ? [] : [{ ...found, ...searched }];
  });
  const rates = searches.flatMap(({ kind, ratePerSecond }) =>
    kind === 'value' && ratePerSecond != null ? [ratePerSecond] : [],
  );
  const brackets = searches.map(({ passedPerSecond, failedAtPerSecond }) =>
    widthOf(passedPerSecond, failedAtPerSecond ?? null),
  );
  const seconds = searches.map(({ ms }) => ms / 1_000);
  const rate = (value: number) => (Number.isFinite(value) ? `${formatRate(value)}/s` : '–');
  printRow(
    record.label,
    `${rates.length} of ${searches.length}`,
    rate(median(rates)),
    `${rate(Math.min(...rates))} to ${rate(Math.max(...rates))}`,
    rates.length < 2 ? '–' : percent(meanAndSpread(rates.map(Math.log)).spread),
    percent(median(brackets)),
    percent(Math.max(...brackets)),
    percent(median(searches.map(({ interval: [low, high] }) => widthOf(low, high)))),
    Math.round(median(seconds)),
    Math.round(Math.max(...seconds)),
    record.rounds.reduce((sum, { servers }) => sum + servers.length, 0),
  );
}

function widthOf(low: number | null, high: number | null): number {
  return low === null || high === null ? Number.POSITIVE_INFINITY : high / low - 1;
}
