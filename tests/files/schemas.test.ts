import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { publishedSchemas } from '../../scripts/write-schemas.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'schemas');

describe('the published schemas', () => {
  it('are as many as there are documents', () => {
    assert.deepEqual(readdirSync(folder).toSorted(), Object.keys(publishedSchemas).toSorted());
  });
  for (const [name, text] of Object.entries(publishedSchemas)) {
    it(`${name} says what the program believes`, () => {
      assert.equal(
        readFileSync(join(folder, name), 'utf8'),
        text,
        'run `npm run schemas` and commit what it changes',
      );
    });
  }
});
