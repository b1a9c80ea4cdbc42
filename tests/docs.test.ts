/** What the documentation shows of `target.json` is true: its examples fit the schema, and no field is left out. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { problemsOf } from '../src/model/schema.ts';
import { targetSchema } from '../src/model/target.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'adding-a-target.md'), 'utf8');

const examples = [...page.matchAll(/^ *```json\n(.*?)^ *```/gms)].map(([, text = '']) => text);

describe('docs/adding-a-target.md', () => {
  it('has examples', () => assert.ok(examples.length >= 5));

  for (const text of examples) {
    const example: unknown = JSON.parse(text);
    it(`has an example that fits the schema: ${text.match(/"name": "(.*?)"/)?.[1]}`, () => {
      assert.deepEqual(problemsOf(targetSchema, example), []);
    });
  }

  it('names every field', () => {
    const missing = Object.keys(targetSchema.properties).filter((field) => !page.includes(`\`${field}\``));
    assert.deepEqual(missing, []);
  });

  it('knows every reason for which a target cannot be started', () => {
    const source = readFileSync(
      join(import.meta.dirname, '..', 'src/measure/server/explain-failure.ts'),
      'utf8',
    );
    const reasons = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, reason = '']) => reason);
    assert.ok(reasons.length > 3);
    assert.deepEqual(
      reasons.filter((reason) => !page.includes(`| \`${reason}\` |`)),
      [],
    );
  });
});

describe('docs/reliability.md', () => {
  it('names tests that there are', () => {
    const text = readFileSync(join(import.meta.dirname, '..', 'docs', 'reliability.md'), 'utf8');
    const named = [...text.matchAll(/`([a-z][a-z/-]+(?:\.[a-z]+)?\.test\.ts)`/g)].map(
      ([, path = '']) => path,
    );
    assert.ok(named.length > 20);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(import.meta.dirname, path))),
      [],
    );
  });
});
