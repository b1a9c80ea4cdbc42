import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analysisSchema } from '../../src/model/analysis.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { csvReport } from '../../src/report/csv.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { hostileSample, type Sample, troubled, usual } from './samples.ts';

const samples: Readonly<Record<string, Sample>> = { usual, troubled, hostile: hostileSample };

/** Rows and fields of CSV, quotes taken off. */
function parseCsv(text: string): string[][] {
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );
}

describe('the analysis as JSON', () => {
  for (const [name, { analysis }] of Object.entries(samples)) {
    it(`fits its published schema: ${name}`, () => {
      assert.deepEqual(problemsOf(analysisSchema, JSON.parse(jsonReport(analysis))), []);
    });
  }

  it('has null for an infinite latency, and says why beside it', () => {
    const columns = usual.analysis.targets[0]?.columns ?? [];
    assert.ok(
      columns.some(({ overScheduled }) => overScheduled.some(({ us }) => us === Number.POSITIVE_INFINITY)),
    );
    const read = JSON.parse(jsonReport(usual.analysis)) as typeof usual.analysis;
    for (const [i, { overScheduled }] of columns.entries()) {
      assert.deepEqual(
        read.targets[0]?.columns[i]?.overScheduled.map(({ us, beyond }) => [us, beyond]),
        overScheduled.map(({ us }) => (us === Number.POSITIVE_INFINITY ? [null, 'failures'] : [us, null])),
      );
    }
  });

  it('leaves observations to the run', () => {
    assert.doesNotMatch(jsonReport(usual.analysis), /"pacerLag"/);
  });
});

describe('the steps as CSV', () => {
  for (const [name, { analysis }] of Object.entries(samples)) {
    it(`have a row for each step and each rate not tried, all of one width: ${name}`, () => {
      const [head, ...rows] = parseCsv(csvReport(analysis));
      const wanted = analysis.targets.flatMap(({ steps, columns }) => [
        ...steps,
        ...columns.filter(({ notTried }) => notTried !== null),
      ]);
      assert.equal(rows.length, wanted.length);
      for (const row of rows) assert.equal(row.length, head?.length);
    });
  }

  it('hold the numbers of the analysis under their heads', () => {
    const [head = [], ...rows] = parseCsv(csvReport(usual.analysis));
    for (const [i, step] of (usual.analysis.targets[0]?.steps ?? []).entries()) {
      const field = (name: string) => rows[i]?.[head.indexOf(name)];
      assert.equal(Number(field('ratePerSecond')), step.ratePerSecond);
      assert.equal(Number(field('successRatio')), step.successRatio);
      assert.equal(Number(field('goodputRatio')), step.goodputRatio);
      const p99 = step.overScheduled.find(({ percentile }) => percentile === 99);
      assert.equal(Number(field('p99Us')), p99?.us);
      assert.equal(field('verdict p99<500ms'), step.verdicts[0]?.verdict);
    }
  });

  it('hold no formula, whatever the labels say', () => {
    const fields = parseCsv(csvReport(hostileSample.analysis)).flat();
    assert.ok(fields.some((field) => field.includes('cmd|')));
    for (const field of fields) {
      assert.ok(!/^\s*[=+@|%]/.test(field) && !(field.startsWith('-') && Number.isNaN(Number(field))), field);
    }
  });
});

describe('the report as Markdown', () => {
  it('says what was tested, what came out and how to repeat it', () => {
    const text = markdownReport(usual.analysis);
    assert.match(text, /^# Remix 2\.17 on Express 4\n/);
    assert.match(text, /\| Remix 2\.17 on Express 4 \| p99<500ms \| 1,585\/s \|/);
    assert.match(text, /Limits in force: CPUs, memory, open files; not in force: bandwidth\./);
    assert.match(text, /```\nbench sweep --target remix --seed 1\n```/);
    assert.match(text, /^2\. \*\*Remix 2\.17 on Express 4\*\*: A second note\.$/m);
  });

  it('names what was not tried and what could not be measured', () => {
    const text = markdownReport(troubled.analysis);
    assert.match(text, /not tried: /);
    assert.match(text, /\| Never starts \| {2}\| not measured \| no answer in 30 s \|/);
  });

  for (const [name, { analysis }] of Object.entries(samples)) {
    it(`has tables whose rows are as wide as their heads: ${name}`, () => {
      let width: number | null = null;
      let rows = 0;
      for (const line of markdownReport(analysis).split('\n')) {
        if (!line.startsWith('|')) {
          width = null;
          continue;
        }
        const cells = line.replaceAll(/\\[\s\S]/g, '').split('|').length;
        width ??= cells;
        assert.equal(cells, width, line);
        rows++;
      }
      assert.ok(rows > 5);
    });
  }

  it('holds no HTML and no link, whatever the titles say', () => {
    const text = markdownReport(hostileSample.analysis).replaceAll(/```+\n[\s\S]*?\n```+/g, '');
    assert.doesNotMatch(text, /<[a-z/!?]/i);
    assert.doesNotMatch(text, /(?<!\\)\]\(/);
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u2028\u2029\u202e]/);
  });
});
