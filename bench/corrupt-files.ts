/**
 * Reads 10⁵ damaged runs, target.json and bench.config.json files, and lets the load's parser take 10⁴ damaged answers:
 * `node bench/corrupt-files.ts [seed]`. Ends with 1 where one of them is neither read nor refused, or takes more than 2 s.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../src/model/random.ts';
import { damaged, outcomeOf, type Readable, readables } from '../tests/simulated/damage.ts';
import { loadDamaged } from '../tests/simulated/damaged-answers.ts';
import { args, print } from './print.ts';

const seed = Number(args[0] ?? 1);
const shares = {
  'a run of one step': 40_000,
  'a run': 10_000,
  'a target.json': 30_000,
  'a bench.config.json': 20_000,
};
const slowMs = 2_000;

const folder = mkdtempSync(join(tmpdir(), 'framebench-corrupt-'));
try {
  for (const [name, times] of Object.entries(shares))
    readMany(name, readables[name as keyof typeof shares], times);
} finally {
  rmSync(folder, { recursive: true });
}
const answers = await loadDamaged(new Random(seed), 10_000);
print(`${'answers over HTTP'.padEnd(20)} ${line(answers.counts)}`);
if (answers.unexplained.length > 0) process.exitCode = 1;

function readMany(name: string, readable: Readable, times: number): void {
  const counts = { read: 0, refused: 0, crashed: 0, slow: 0 };
  for (let i = 0; i < times; i++) {
    const text = damaged(readable.text, new Random(seed, times, i));
    const startedMs = performance.now();
    try {
      counts[outcomeOf(readable, text, folder)] += 1;
    } catch (error) {
      counts.crashed += 1;
      if (counts.crashed <= 3) console.error(name, i, error);
    }
    if (performance.now() - startedMs > slowMs) counts.slow += 1;
  }
  print(`${name.padEnd(20)} ${line(counts)}`);
  if (counts.crashed + counts.slow > 0) process.exitCode = 1;
}

function line(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what} ${count.toLocaleString('en-US')}`)
    .join(', ');
}
