/**
 * How often words and gates are wrong on real servers, and what they find: one long sweep of four targets, two of them the
 * same, two with 11 % and 25 % more work for each request (10 % and 20 % less capacity), cut into disjoint groups of rounds.
 *
 *   npm run bench:gate-alarms -- sweep <folder> [<rounds>]   measures, or goes on where it was interrupted (40 rounds)
 *   npm run bench:gate-alarms -- <folder>                    prints the table of the rounds that are there
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '../src/analysis/gate/compare-rounds.ts';
import { judgeDrop } from '../src/analysis/gate/judge-drop.ts';
import { type RoundAlone, readRounds, roundsAlone } from '../src/analysis/gate/read-rounds.ts';
import type { Pair } from '../src/analysis/statistics/bracketed.ts';
import { meanAndSpread } from '../src/analysis/statistics/student-interval.ts';
import { main } from '../src/cli/main.ts';
import { processSurroundings } from '../src/cli/surroundings.ts';
import { loadRun } from '../src/files/load-run.ts';
import { capacityFigure, type GateFigure } from '../src/model/gate.ts';
import { clopperPearson } from './clopper-pearson.ts';
import { args, print, printHead, printRow } from './print.ts';

const app = join(import.meta.dirname, 'gate-app');
const targets = [`base=${app}`, `same=${app}`, `more-11=${app}:11`, `more-25=${app}:25`];
const drops = [0, 0.05, 0.1] as const;
const sizes = [5, 8] as const;

if (args[0] === 'sweep') await sweep(args[1] ?? 'gate-alarms', args[2] ?? '40');
else table(args[0] ?? 'gate-alarms');

async function sweep(folder: string, rounds: string): Promise<void> {
  const argv = existsSync(join(folder, 'run.json'))
    ? ['sweep', '--resume', folder]
    : [
        ...['sweep', '--find-capacity', '--rounds', rounds, '--out', folder],
        ...targets.flatMap((target) => ['-t', target]),
      ];
  process.exitCode = await main({ ...processSurroundings(), argv });
}

function table(folder: string): void {
  const { run } = loadRun(folder, process.cwd());
  const { objectives } = run.plan;
  const alone = new Map(
    run.targets.map((record) => [record.label, roundsAlone(run, record, objectives)] as const),
  );
  const base = alone.get('base') ?? [];
  const rate = run.fixedRates?.at(-1)?.ratePerSecond ?? null;
  print(
    `${base.length} rounds. A gate of a group is its first look; a fail takes two groups that follow one another.`,
  );
  for (const label of ['same', 'more-11', 'more-25']) {
    const head = alone.get(label) ?? [];
    const capacities = pairsOf(base, head, capacityFigure);
    const ratios = meanAndSpread(capacities.map((pair) => Math.log(pair.head.estimate / pair.base.estimate)));
    print(
      `\n${label} ÷ base: ${Math.exp(ratios.mean).toFixed(3)} on average, spread ${percent(ratios.spread)}\n`,
    );
    printHead(
      'rounds',
      'max-drop',
      'first looks: beyond / within / cannot tell',
      'fails of two looks',
      'at most (95 %)',
    );
    for (const size of sizes) for (const maxDrop of drops) printGate(capacities, size, maxDrop);
    const figures = [
      { name: 'capacity', better: 'higher', rounds: capacities },
      ...(rate === null ? [] : fixedFigures(base, head, rate)),
    ] as const;
    const words = groupsOf(capacities, 8).map((_, group) =>
      wordsOf(figures.map(({ better, rounds }) => ({ better, rounds: groupsOf(rounds, 8)[group] ?? [] }))),
    );
    const said = words.filter((all) => all.some((word) => word !== 'undecided')).length;
    print(
      `\nWords on ${figures.map(({ name }) => name).join(', ')}, of groups of 8: ${said} of ${words.length} reports hold one${bound(said, words.length)}.`,
    );
  }
}

function printGate(pairs: readonly Pair[], size: number, maxDrop: number): void {
  const groups = groupsOf(pairs, size);
  const ask = (first: readonly Pair[], second: readonly Pair[] | null) =>
    judgeDrop({ better: 'higher', maxDrop, first, second, unfit: null });
  const looks = groups.map((group) => ask(group, null));
  const twice = groupsOf(groups, 2).map(([first = [], second = []]) => ask(first, second));
  const beyond = looks.filter(({ why }) => why === 'to-be-confirmed').length;
  const within = looks.filter(({ verdict }) => verdict === 'pass').length;
  const fails = twice.filter(({ verdict }) => verdict === 'fail').length;
  printRow(
    size,
    percent(maxDrop),
    `${beyond} / ${within} / ${looks.length - beyond - within}`,
    `${fails} of ${twice.length}`,
    twice.length === 0 ? '–' : percent(clopperPearson(fails, twice.length, 0.9).high),
  );
}

function fixedFigures(base: readonly RoundAlone[], head: readonly RoundAlone[], at: number) {
  const figure = { at, unit: 'microseconds', better: 'lower' } as const;
  const p99: GateFigure = { ...figure, name: 'latency', percentile: 99 };
  const cpu: GateFigure = { ...figure, name: 'cpu', percentile: null };
  return [
    { name: 'p99', better: 'lower', rounds: pairsOf(base, head, p99) },
    { name: 'CPU per request', better: 'lower', rounds: pairsOf(base, head, cpu) },
  ] as const;
}

function pairsOf(base: readonly RoundAlone[], head: readonly RoundAlone[], figure: GateFigure): Pair[] {
  const bases = new Map(readRounds(base, figure, 0).map((reading) => [reading.round, reading]));
  return readRounds(head, figure, 0).flatMap((reading) => {
    const other = bases.get(reading.round);
    return 'value' in reading && other !== undefined && 'value' in other
      ? [{ base: other.value, head: reading.value }]
      : [];
  });
}

/** Whole groups only. */
function groupsOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.floor(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

function bound(count: number, of: number): string {
  return of === 0 ? '' : ` (at most ${percent(clopperPearson(count, of, 0.9).high)} with 95 %)`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
