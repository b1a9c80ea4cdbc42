/**
 * How often words and gates are wrong on real servers, and what they find: four targets, two of them the same, two with
 * 11 % and 25 % more work for each request (10 % and 20 % less capacity), cut into disjoint groups of rounds. They are swept
 * as a gate in CI sweeps two in ten minutes, in sweeps of 20 minutes with five or six rounds each, and up to eight where the
 * machine is disturbed.
 *
 *   npm run bench:gate-alarms -- sweep <folder> [<rounds>]   measures until there are so many (40), or goes on where it was interrupted
 *   npm run bench:gate-alarms -- <folder>                    prints the table of the rounds that are there
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type RoundAlone,
  type RoundReading,
  readRounds,
  roundsAlone,
} from '../src/analysis/gate/read-rounds.ts';
import { meanAndSpread } from '../src/analysis/statistics/student-interval.ts';
import { main } from '../src/cli/main.ts';
import { processSurroundings } from '../src/cli/surroundings.ts';
import { loadRun } from '../src/files/load-run.ts';
import { capacityFigure, type GateFigure } from '../src/model/gate.ts';
import { measuredRounds } from '../src/model/measured.ts';
import type { Run } from '../src/model/run.ts';
import { gatesOf, type Rounds, shareText, wordsIn } from './gate-table.ts';
import { args, print, printHead, printRow } from './print.ts';

const app = join(import.meta.dirname, 'gate-app');
const targets = [`base=${app}`, `same=${app}`, `more-11=${app}:11`, `more-25=${app}:25`];
/** Twice as long as for two targets, which gives each search the same time. */
const howLong = ['--find-capacity', '--rounds', 'auto', '--time', '20m'];
const drops = [0, 0.05, 0.1] as const;
const cuts = [5, 'auto', 8] as const;
/** With fewer no word of three can stand. */
const WORD_SIZE = 8;

if (args[0] === 'sweep') await sweep(args[1] ?? 'gate-alarms', Number(args[2] ?? 40));
else table(piecesOf(args[0] ?? 'gate-alarms'));

async function sweep(folder: string, rounds: number): Promise<void> {
  for (;;) {
    const pieces = piecesOf(folder);
    const last = pieces.at(-1);
    const left = last !== undefined && (last.finishedAt === null || last.interrupted !== null);
    if (!left && pieces.reduce((sum, run) => sum + roundsOf(run), 0) >= rounds) return;
    const argv = left
      ? ['sweep', '--resume', pieceOf(folder, pieces.length)]
      : [
          ...['sweep', ...howLong, '--out', pieceOf(folder, pieces.length + 1)],
          ...targets.flatMap((target) => ['-t', target]),
        ];
    process.exitCode = await main({ ...processSurroundings(), argv });
    if (process.exitCode !== 0) return;
  }
}

function pieceOf(folder: string, nth: number): string {
  return join(folder, String(nth));
}

function piecesOf(folder: string): readonly Run[] {
  const pieces: Run[] = [];
  while (existsSync(join(pieceOf(folder, pieces.length + 1), 'run.json')))
    pieces.push(loadRun(pieceOf(folder, pieces.length + 1), process.cwd()).run);
  return pieces;
}

/** That all targets have. */
function roundsOf(run: Run): number {
  return Math.min(...run.targets.map((target) => measuredRounds(target).length));
}

function table(pieces: readonly Run[]): void {
  const alone = pieces.map((run) => {
    const rounds = new Map(
      run.targets.map((record) => [record.label, roundsAlone(run, record, run.plan.objectives)] as const),
    );
    return (label: string) => rounds.get(label) ?? [];
  });
  const pairsOf = (label: string, figure: GateFigure): Rounds =>
    alone.flatMap((of) => pairsIn(of('base'), of(label), figure));
  const labels = ['same', 'more-11', 'more-25'] as const;
  print(`${pieces.reduce((sum, run) => sum + roundsOf(run), 0)} rounds in ${pieces.length} sweeps.\n`);
  printHead('target', 'rounds of both', 'capacity ÷ base, mean', 'spread between rounds');
  for (const label of labels) {
    const capacities = pairsOf(label, capacityFigure).filter((pair) => pair !== null);
    const { mean, spread } = meanAndSpread(
      capacities.map(({ base, head }) => Math.log(head.estimate / base.estimate)),
    );
    printRow(label, capacities.length, Math.exp(mean).toFixed(3), percent(spread));
  }
  print(
    '\nHow often, of so many groups or pairs of groups; in brackets the exact interval, 5 % to each side.\n',
  );
  printHead('target', 'rounds in a look', 'max-drop', 'one look: beyond', 'within', 'two looks: fail');
  for (const label of labels) {
    const capacities = pairsOf(label, capacityFigure);
    for (const cut of cuts) {
      for (const maxDrop of drops) {
        const { beyond, within, looks, fails, twice } = gatesOf(capacities, cut, maxDrop);
        const shares = [shareText(beyond, looks), shareText(within, looks), shareText(fails, twice)];
        printRow(label, cut === 'auto' ? '5, made up' : cut, percent(maxDrop), ...shares);
      }
    }
  }
  print('\nCapacities, requests per second: highest rate that passed, lowest that failed.\n');
  printHead('sweep', 'round', 'base', ...labels);
  alone.forEach((of, nth) => {
    const [base = [], ...others] = ['base', ...labels].map((label) =>
      readRounds(of(label), capacityFigure, 0),
    );
    for (const reading of base) {
      const same = others.map((readings) => readings.find(({ round }) => round === reading.round));
      printRow(nth + 1, reading.round, ...[reading, ...same].map(bracketText));
    }
  });
  print(`\nWords on capacity, p99 and CPU per request, in reports of two targets and ${WORD_SIZE} rounds.\n`);
  printHead('target', 'reports with a word');
  for (const label of labels) {
    const lower = { at: 'half capacity', unit: 'microseconds', better: 'lower' } as const;
    const { said, of } = wordsIn(
      [
        { better: 'higher', rounds: pairsOf(label, capacityFigure) },
        { better: 'lower', rounds: pairsOf(label, { ...lower, name: 'latency', percentile: 99 }) },
        { better: 'lower', rounds: pairsOf(label, { ...lower, name: 'cpu', percentile: null }) },
      ],
      WORD_SIZE,
    );
    printRow(label, shareText(said, of));
  }
}

function pairsIn(base: readonly RoundAlone[], head: readonly RoundAlone[], figure: GateFigure): Rounds {
  const bases = new Map(readRounds(base, figure, 0).map((reading) => [reading.round, reading]));
  return readRounds(head, figure, 0).map((reading) => {
    const other = bases.get(reading.round);
    return 'value' in reading && other !== undefined && 'value' in other
      ? { base: other.value, head: reading.value }
      : null;
  });
}

function bracketText(reading: RoundReading | undefined): string {
  if (reading === undefined || !('value' in reading)) return 'not known';
  const { low, high } = reading.value;
  return [low, high].map((rate) => (Number.isFinite(rate) ? rate.toFixed(0) : '?')).join(' to ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
