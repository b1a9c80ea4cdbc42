/**
 * Corrupted records of vegeta's, by the hundred thousand: each is refused in words, or folded into figures that add up.
 *
 *     node bench/fuzz-records.ts [how many] [first seed]
 */
import { corrupted } from '../tests/fixtures/corrupt-records.ts';
import { isExplained } from '../tests/fixtures/explained.ts';
import { linesOnTime, readText, recordedLines } from '../tests/fixtures/vegeta.ts';

const [count = 100_000, first = 1] = process.argv.slice(2).map(Number);
const kinds = [linesOnTime(40, 10), recordedLines('500rps-a').slice(0, 40)] as const;
let taken = 0;
let slowestMs = 0;
const startMs = performance.now();
for (let seed = first; seed < first + count; seed++) {
  const beganMs = performance.now();
  const lines = kinds[seed % 2] ?? kinds[0];
  try {
    if (isExplained(readText(corrupted(lines, seed), 1 + (seed % 999)), seed % 2 === 0 ? 100 : 250)) taken++;
  } catch (cause) {
    throw new Error(`seed ${seed}`, { cause });
  }
  slowestMs = Math.max(slowestMs, performance.now() - beganMs);
}
const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
console.log(
  `${count} corrupted files in ${seconds} s: ${taken} folded, ${count - taken} refused in words, none crashed; the slowest took ${slowestMs.toFixed(1)} ms`,
);
