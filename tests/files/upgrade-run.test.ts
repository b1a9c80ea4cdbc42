/**
 * Runs that were measured and stored with schema 1, beside the numbers that were drawn from them then: several rounds of
 * two targets, a target that does not start, an interrupted run, and the same one resumed.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { analyse } from '../../src/analysis/analyse.ts';
import { judgeRun } from '../../src/analysis/doctor/examine.ts';
import { readRun } from '../../src/files/load-run.ts';
import type { Objective } from '../../src/model/objective.ts';
import { UsageError } from '../../src/model/usage-error.ts';

const folder = new URL('../fixtures/runs/schema-1/', import.meta.url);
const names = ['several-rounds', 'failed-target', 'interrupted', 'resumed'] as const;
const stored = (name: string, kind: string) =>
  gunzipSync(readFileSync(new URL(`${name}.${kind}.json.gz`, folder))).toString();

/** What may differ, and why. */
const exceptions = {
  /** Words may be better than they were; which findings there are may not differ. */
  warnings: ({
    warnings,
  }: {
    readonly warnings: readonly { readonly code: string; readonly label: string | null }[];
  }) => warnings.map(({ code, label }) => `${label} ${code}`).toSorted(),
  /** An objective was one percentile, and is a list of terms. */
  objectiveThen: ({ text, terms }: Objective) => ({
    text,
    percentile: terms[0]?.percent,
    latencyUs: terms[0]?.withinUs,
  }),
};

/** The numbers as JSON holds them: no infinity, and twelve digits, so that the last bits of a logarithm do not count. */
function numbersOf(name: string) {
  const { rates, latencyEdgesUs, objectives, targets, comparison, warnings } = analyse(
    readRun(stored(name, 'run'), name),
  );
  return {
    rates,
    latencyEdgesUs,
    objectives: objectives.map(exceptions.objectiveThen),
    targets: targets.map((target) => ({
      ...target,
      columns: target.columns.map(({ slices: _, ...column }) => column),
      steps: target.steps.map(({ slices: _, ...step }) => step),
    })),
    comparison,
    warnings,
  };
}

/** Every leaf by its path. */
function leaves(value: unknown, path: string): (readonly [string, string])[] {
  if (typeof value === 'number') {
    return [[path, Number.isFinite(value) ? String(Number(value.toPrecision(12))) : 'null']];
  }
  if (value === null || typeof value !== 'object') return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}.${key}`));
}

/** What is read from several rounds beside their median: intervals are wider, and ratios are those of the same rounds. */
const ofRounds = /\.(differences|interval|toBest|clear|confidence)(\.|$)/;

/** Of several rounds they were of all requests together, and are the median over the rounds now. */
const pooledThen = /^\.comparison\.targets\.\d\.figures\.(p50|p99|cpu|rss)\w+\.(value|isBest)$/;

const sentence = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}. ${error.hint ?? ''}`;
    throw error;
  }
  return 'no error';
};

describe('a run of schema 1', () => {
  for (const name of names) {
    it(`draws the numbers that it drew then: ${name}`, () => {
      const then = JSON.parse(stored(name, 'numbers'));
      const now = numbersOf(name);
      assert.deepEqual(exceptions.warnings(now), exceptions.warnings(then));
      const after = new Map(leaves({ ...now, warnings: [] }, ''));
      const before = leaves({ ...then, warnings: [] }, '');
      assert.ok(before.length > 500, 'there is something to compare');
      assert.deepEqual(
        before.flatMap(([path, leaf]) =>
          after.get(path) === leaf ||
          ofRounds.test(path) ||
          (name === 'several-rounds' && pooledThen.test(path))
            ? []
            : [`${path}: ${leaf} → ${after.get(path)}`],
        ),
        [],
      );
    });
  }

  it('keeps the lines of its doctor, whose figures it did not store', () => {
    const { doctor } = JSON.parse(stored('resumed', 'run'));
    assert.ok(doctor.length > 5);
    assert.deepEqual(judgeRun(readRun(stored('resumed', 'run'), 'it')), doctor);
  });

  it('that does not fit its schema is refused with the field that does not', () => {
    const run = JSON.parse(stored('interrupted', 'run'));
    const spoilt: readonly (readonly [object, RegExp])[] = [
      [{ ...run, plan: null }, /^it: "plan" must be object/],
      [{ ...run, plan: { ...run.plan, steps: undefined } }, /^it: "plan" lacks the field "steps"/],
      [{ ...run, targets: [null] }, /^it: "targets\[0\]" must be object/],
      [
        { ...run, plan: { ...run.plan, blocks: [{ ...run.plan.blocks[0], rates: [7] }] } },
        /^it: "plan\.blocks\[0\]\.order\[0\]" must be/,
      ],
    ];
    for (const [value, says] of spoilt)
      assert.match(
        sentence(() => readRun(JSON.stringify(value), 'it')),
        says,
      );
  });
});

it('a run of a newer schema is refused with a sentence', () => {
  const run = JSON.parse(stored('interrupted', 'run'));
  assert.match(
    sentence(() => readRun(JSON.stringify({ ...run, schema: 3 }), 'it')),
    /^it is of schema 3, and this bench reads schemas 1 to 2\. Read it with the newer bench/,
  );
});
