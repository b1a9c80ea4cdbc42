import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Random } from '../../../src/model/random.ts';
import { loadDamaged } from '../../simulated/damaged-answers.ts';

it('whatever is answered, every request is a success or a failure of one kind, and the generator lives', async () => {
  const { counts, unexplained } = await loadDamaged(new Random(7), 2_000);
  assert.deepEqual(unexplained, []);
  assert.equal(
    Object.values(counts).reduce((sum, count) => sum + count, 0),
    2_000,
  );
  assert.ok((counts['succeeded'] ?? 0) > 0 && (counts['wrong-page'] ?? 0) > 0, JSON.stringify(counts));
});
