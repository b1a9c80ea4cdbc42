import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { analysisSchema } from '../../src/model/analysis.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { runBench } from './run-bench.ts';

const run = syntheticRun({ rates: [10, 100, 1_000] });
const text = JSON.stringify(run);

const world = {
  'reports/a/run.json': text,
  'half.json': text.slice(0, 500),
  'foreign.json': '{"name": "x"}',
  'future.json': text.replace('"schema":2', '"schema":3'),
  'page.html': '<!doctype html>',
  'empty/notes.txt': '',
};

describe('bench report', () => {
  it('draws a run again, in the forms that are asked for, beside its run.json', async (t) => {
    const cwd = temporaryFolder(t, world);
    const { exitCode, stdout, stderr } = await runBench(['report', 'latest', '--format', 'svg, json,svg'], {
      cwd,
    });
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.equal(stdout, 'reports/a/report.svg\nreports/a/report.json\n');
    assert.match(readFileSync(join(cwd, 'reports/a/report.svg'), 'utf8'), /^<svg /);
    assert.deepEqual(readdirSync(join(cwd, 'reports/a')).toSorted(), [
      'report.json',
      'report.svg',
      'run.json',
    ]);
    assert.equal(readFileSync(join(cwd, 'reports/a/run.json'), 'utf8'), text, 'the run is as it was');
  });

  it('draws the page where no form is named', async (t) => {
    const cwd = temporaryFolder(t, world);
    const { exitCode, stdout } = await runBench(['report', 'reports/a/run.json'], { cwd });
    assert.deepEqual([exitCode, stdout], [0, 'reports/a/report.html\n']);
  });

  it('writes elsewhere when asked, and judges by other objectives', async (t) => {
    const cwd = temporaryFolder(t, world);
    const argv = ['report', 'latest', '--format', 'json', '--out', 'x/y', '--objective', 'p50<1ms'];
    const { exitCode } = await runBench(argv, { cwd });
    assert.equal(exitCode, 0);
    assert.ok(!existsSync(join(cwd, 'reports/a/report.json')));
    const analysis = JSON.parse(readFileSync(join(cwd, 'x/y/report.json'), 'utf8'));
    assert.deepEqual(
      analysis.objectives.map((objective: { text: string }) => objective.text),
      ['p50<1ms'],
    );
  });

  it('draws several runs in one report, in a folder of its own, and leaves the runs alone', async (t) => {
    const other = JSON.stringify(syntheticRun({ rates: [10, 100, 1_000], seed: 2, placement: 'shared' }));
    const cwd = temporaryFolder(t, { ...world, 'reports/b/run.json': other });
    const argv = ['report', 'reports/a', 'reports/b', '--format', 'html,json,md,svg'];
    const { exitCode, stdout } = await runBench(argv, { cwd });
    const folder = 'reports/synthetic-1+synthetic-2';
    assert.deepEqual(
      [exitCode, stdout],
      [0, ['html', 'json', 'md', 'svg'].map((form) => `${folder}/report.${form}\n`).join('')],
    );
    const analysis = JSON.parse(readFileSync(join(cwd, folder, 'report.json'), 'utf8'));
    assert.deepEqual(
      analysis.targets.map(({ label }: { label: string }) => label),
      ['remix (split)', 'remix (shared)'],
    );
    assert.match(analysis.warnings[0].text, /differ in placement \(split \/ shared\)/);
    assert.deepEqual(problemsOf(analysisSchema, analysis), []);
    assert.equal(readFileSync(join(cwd, 'reports/a/run.json'), 'utf8'), text);
    assert.deepEqual(readdirSync(join(cwd, 'reports/a')), ['run.json']);
    const page = readFileSync(join(cwd, folder, 'report.html'), 'utf8');
    const packed = [...page.matchAll(/href="data:application\/gzip;base64,([^"]*)"/g)].map(
      ([, data]) => data,
    );
    assert.equal(packed.length, 2, 'both runs can be taken along');
    const again = await runBench(['report', 'latest'], { cwd });
    assert.match(again.stdout, /^reports\/[ab]\/report\.html\n$/, 'it is no run itself');
  });

  it('takes a run that is named twice once', async (t) => {
    const cwd = temporaryFolder(t, world);
    const { stdout } = await runBench(['report', 'latest', 'reports/a/run.json'], { cwd });
    assert.equal(stdout, 'reports/a/report.html\n');
  });

  const refused: [says: string, argv: string[], sentence: RegExp][] = [
    ['no run named', [], /missing required argument 'run'/i],
    ['a run that is missing', ['nowhere'], /There is no run at nowhere/],
    ['a folder without a run', ['empty'], /folder empty holds no run\.json/],
    ['a run that is cut off', ['half.json'], /half\.json is cut off/],
    ['a run of another schema', ['future.json'], /future\.json is of schema 3/],
    ['a file that is not ours', ['foreign.json'], /foreign\.json is no run of bench/],
    ['a file that is no JSON', ['page.html'], /page\.html is not JSON/],
    ['an unknown form', ['latest', '--format', 'html,gif'], /--format "gif"[\s\S]*Choose html/],
    ['an objective that does not parse', ['latest', '--objective', 'fast'], /--objective "fast"/],
    ['an --out below a file', ['latest', '--out', 'page.html/x'], /--out: cannot write to .*page\.html/],
    ['an unknown flag', ['latest', '--formt', 'svg'], /Unknown option '--formt'[\s\S]*--format/],
  ];
  for (const [says, argv, sentence] of refused) {
    it(`refused: ${says}`, async (t: TestContext) => {
      const cwd = temporaryFolder(t, world);
      const before = readdirSync(cwd, { recursive: true }).toSorted();
      const { exitCode, stdout, stderr } = await runBench(['report', ...argv], { cwd });
      assert.deepEqual([exitCode, stdout], [2, ''], stderr);
      assert.match(stderr, sentence);
      assert.deepEqual(readdirSync(cwd, { recursive: true }).toSorted(), before);
    });
  }
});
