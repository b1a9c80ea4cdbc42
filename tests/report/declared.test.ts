/** A figure and a finding of the tests' own, each declared once, are seen wherever figures and findings are shown. */
import '../fixtures/declare.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPaint } from '../../src/cli/terminal/paint.ts';
import { tellEnd } from '../../src/cli/terminal/tell-end.ts';
import { analysisSchema } from '../../src/model/analysis.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { csvReport } from '../../src/report/csv.ts';
import { htmlReport } from '../../src/report/html.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { briefHeads, columnText } from '../../src/report/page/column-text.ts';
import { compared } from './samples.ts';

const { analysis, run } = compared;
const markdown = markdownReport(analysis);
const page = await htmlReport(analysis, [{ run, text: '{}' }]);
const json = jsonReport(analysis);
const schema = JSON.stringify(analysisSchema);

describe('a figure of a step that is declared once', () => {
  it('is in the tables of the page and of Markdown', () => {
    assert.match(page, /<th scope="col">Threads of the server<\/th>[\s\S]*<td>4,321<\/td>/);
    assert.match(markdown, /\| Threads of the server \|[\s\S]*\| 4,321 \|/);
  });

  it('is among the figures of a column, and of several beside each other', () => {
    const column = analysis.targets[0]?.columns[0];
    assert.ok(column !== undefined);
    const { figures, brief } = columnText(column, []);
    assert.ok(figures.some(([name, value]) => name === 'Threads of the server' && value === '4,321'));
    assert.equal(brief[briefHeads.indexOf('Threads of the server')], '4,321');
  });

  it('is a raw number in CSV and in JSON, which fits the schema that describes it', () => {
    const [head = '', first = ''] = csvReport(analysis).split('\r\n');
    assert.equal(first.split(',')[head.split(',').indexOf('threads')], '4321');
    assert.match(json, /"threads":4321/);
    assert.match(
      schema,
      /"threads":\{"anyOf":\[\{"type":"number","minimum":0,"description":"the most seen; count"/,
    );
    assert.deepEqual(problemsOf(analysisSchema, JSON.parse(json)), []);
  });
});

describe('a figure of a target that is declared once', () => {
  it('is in the comparison of the page and of Markdown, with the best by its own measure', () => {
    assert.match(page, /<th role="columnheader" scope="col">Length of the name<\/th>/);
    assert.match(markdown, /\| Length of the name \|\n[\s\S]*?\| quick \|.*\| 5 B ★ \|\n/);
    assert.match(markdown, /\| slow \|.*\| 4 B, 0\.8× \|\n/);
  });

  it('is among the facts of the target', () => {
    assert.match(page, /<dt>Length of the name<\/dt><dd>5 B<\/dd>/);
  });

  it('is in JSON, of the target and of the comparison, and in the schema', () => {
    assert.equal(json.match(/"nameLength":5/g)?.length, 2, 'quick and usual');
    assert.match(json, /"nameLength":\{"value":5,"beyond":null,/);
    assert.match(schema, /nameLength: in letters; bytes/);
    assert.match(schema, /"nameLength":\{"anyOf"/);
  });
});

describe('a finding that is declared once', () => {
  it('is told in the page, in Markdown, in JSON and in the terminal', () => {
    assert.match(page, /There are 3 targets\. <span class="advice">Look at two of them\.<\/span>/);
    assert.match(markdown, /- \*\*bad\*\* There are 3 targets\. \*Look at two of them\.\*/);
    assert.match(json, /"code":"many-targets","severity":"bad","text":"There are 3 targets\."/);
    assert.match(
      tellEnd(analysis, 'report.html', null, createPaint(0)).join('\n'),
      /! There are 3 targets\./,
    );
  });
});
