/** The stages of the test suite: a file's name says what it needs, and this file holds it to that. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, matchesGlob } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..');
const files = globSync('tests/**/*.test.ts', { cwd: root }).toSorted();

/** `x.test.ts` computes and reads files; `x.measure.test.ts` belongs to the stage `measure`. */
const stageOf = (file: string): string => basename(file).split('.').slice(1, -2).join('.') || 'unit';

/** With one of these a test starts processes, threads or a browser, or opens sockets. */
const reaching =
  /^(node:(child_process|worker_threads|cluster|net|http|https|dgram)|execa|playwright-core|autocannon)(\/|$)/;

const modules = new Map<string, readonly string[]>();

/** What a module imports when it runs: types are erased. */
function importsOf(path: string): readonly string[] {
  const known = modules.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8');
  const found = [
    ...text.matchAll(/^(?:import|export) (?!type )(?:[^'"`;]*?from )?'([^']+)'/gm),
    ...text.matchAll(/\bimport\('([^']+)'\)/g),
  ].map(([, specifier = '']) => specifier);
  modules.set(path, found);
  return found;
}

/** How a test comes to reach out, as a chain of files that ends with the library; null where it does not. */
function reach(file: string): string | null {
  const ways = new Map([[join(root, file), file]]);
  for (const [path, way] of ways) {
    for (const specifier of importsOf(path)) {
      if (reaching.test(specifier)) return `${way} → ${specifier}`;
      const next = join(dirname(path), specifier);
      if (specifier.startsWith('.') && specifier.endsWith('.ts') && !ways.has(next)) {
        ways.set(next, `${way} → ${basename(next)}`);
      }
    }
  }
  return null;
}

describe('the stages of the tests', () => {
  it('are these four', () => {
    const stages = new Set(files.map(stageOf));
    assert.deepEqual([...stages].toSorted(), ['measure', 'process', 'targets', 'unit']);
  });

  it('have in `unit` only what starts nothing and opens no socket, so that it may run in parallel', () => {
    const wrong = files.filter((file) => stageOf(file) === 'unit').map(reach);
    assert.deepEqual(
      wrong.filter((way) => way !== null),
      [],
      'name them *.process.test.ts, or *.measure.test.ts if they send load or depend on timing',
    );
  });

  it('have in the others only what reaches out', () => {
    const wrong = files.filter((file) => stageOf(file) !== 'unit' && reach(file) === null);
    assert.deepEqual(wrong, [], 'name them *.test.ts');
  });

  it('run every file once', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const run = (script: string): string[] => {
      const text = scripts[script] ?? assert.fail(`no script ${script}`);
      const patterns = [...text.matchAll(/"(tests[^"]+)"/g)].map(([, pattern = '']) => pattern);
      return [...patterns, ...[...text.matchAll(/npm run ([\w:]+)/g)].flatMap(([, name = '']) => run(name))];
    };
    const patterns = run('test');
    for (const file of files) {
      assert.equal(patterns.filter((pattern) => matchesGlob(file, pattern)).length, 1, file);
    }
  });
});
