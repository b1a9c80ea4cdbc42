import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Random } from '../../src/model/random.ts';
import { damaged, outcomeOf, readables } from '../simulated/damage.ts';
import { temporaryFolder } from './temporary-folder.ts';

const seed = 20_261_128;
const cases = {
  'a run of one step': 1_000,
  'a run': 300,
  'a target.json': 1_000,
  'a bench.config.json': 1_000,
};

describe('a damaged file from elsewhere is refused with a sentence, or all its figures can be told', () => {
  for (const [name, readable] of Object.entries(readables)) {
    const times = cases[name as keyof typeof cases];
    it(`${name}, damaged in ${times} ways`, (t) => {
      const folder = temporaryFolder(t);
      const outcomes = new Set<string>();
      for (let i = 0; i < times; i++) {
        const text = damaged(readable.text, new Random(seed, i));
        try {
          outcomes.add(outcomeOf(readable, text, folder));
        } catch (cause) {
          throw new Error(`case ${i} of ${seed}: ${text.slice(0, 300)}`, { cause });
        }
      }
      assert.deepEqual([...outcomes].toSorted(), ['read', 'refused']);
      assert.ok(readdirSync(folder).length <= 1, 'something was written');
    });
  }

  for (const name of ['a run of one step', 'a target.json', 'a bench.config.json'] as const) {
    it(`${name}, cut off at every character`, (t) => {
      const readable = readables[name];
      const folder = temporaryFolder(t);
      for (let length = 0; length < readable.text.length; length++)
        assert.equal(outcomeOf(readable, readable.text.slice(0, length), folder), 'refused', `at ${length}`);
    });
  }
});
