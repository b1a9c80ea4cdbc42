import assert from 'node:assert/strict';
import { it } from 'node:test';
import { corrupted } from '../fixtures/corrupt-records.ts';
import { isExplained } from '../fixtures/explained.ts';
import { linesOnTime, readText } from '../fixtures/vegeta.ts';

it('3,000 corrupted files are refused in words, or folded into figures that add up', () => {
  const lines = linesOnTime(40, 10);
  let taken = 0;
  for (let seed = 1; seed <= 3_000; seed++) {
    try {
      if (isExplained(readText(corrupted(lines, seed), 1 + (seed % 999)), 100)) taken++;
    } catch (cause) {
      throw new Error(`seed ${seed}`, { cause });
    }
  }
  assert.ok(taken > 100 && taken < 2_900, `${taken} were taken`);
});
