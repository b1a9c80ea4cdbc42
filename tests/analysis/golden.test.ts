/**
 * The analysis of a fixed run, derived again and compared with the one that was looked at and kept.
 * After a wanted change: UPDATE_GOLDEN=1 node --test tests/analysis/golden.test.ts, then read the diff.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { it } from 'node:test';
import { analyse } from '../../src/analysis/analyse.ts';
import { readRun } from '../../src/files/load-run.ts';
import type { Run } from '../../src/model/run.ts';
import { syntheticRun } from '../fixtures/run.ts';

const runFile = new URL('golden/run.json', import.meta.url);
const analysisFile = new URL('golden/analysis.json', import.meta.url);
const updating = process.env['UPDATE_GOLDEN'] === '1';

/** Two targets of which one dies, two rounds, one rate again: made once, then only read. */
const make = () =>
  syntheticRun({
    seed: 20_260_115,
    rates: [5, 100, 630, 1_995, 5_012],
    rounds: 2,
    durationMs: 600,
    durationCapMs: 3_000,
    minSamples: 300,
    timeoutMs: 1_000,
    measuredAgain: [100],
    placement: 'shared',
    targets: [
      { label: 'quick', title: 'Quick & <small>' },
      { label: 'frail:cluster', variant: 'cluster', server: { serviceMs: 4 }, diesAt: 1_000 },
    ],
  });

it('the analysis of the golden run means what it meant', () => {
  if (updating && !existsSync(runFile)) writeFileSync(runFile, `${JSON.stringify(make(), null, 1)}\n`);
  const run = readRun(readFileSync(runFile, 'utf8'), 'the golden run');
  const text = `${JSON.stringify(derivedOnly(run), shorten, 1)}\n`;
  if (updating) writeFileSync(analysisFile, text);
  const before = facts(JSON.parse(readFileSync(analysisFile, 'utf8')));
  const after = facts(JSON.parse(text));
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path}: ${before.get(path) ?? 'absent'} → ${after.get(path) ?? 'absent'}`);
  assert.deepEqual(changes, []);
});

/** Without what is in the run itself. */
function derivedOnly(run: Run) {
  const { host: _host, plan: _plan, targets, ...analysis } = analyse(run);
  return {
    ...analysis,
    targets: targets.map(({ columns, steps, ...target }) => ({
      ...target,
      columns: columns.map(({ slices: _slices, ...column }) => column),
      steps: steps.map(({ slices: _slices, ...step }) => step),
    })),
  };
}

/** Twelve digits, so that the last bits of a logarithm do not count; and JSON has no infinity. */
function shorten(_key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : String(value);
}

/** Every leaf by its path, so that a difference names what it is about. */
function facts(value: unknown, path = ''): Map<string, string> {
  const isLeaf = value === null || typeof value !== 'object' || Object.keys(value).length === 0;
  if (isLeaf) return new Map([[path, JSON.stringify(value)]]);
  const parts = Object.entries(value).flatMap(([key, part]) => [
    ...facts(part, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(parts);
}
