import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { runBench } from './run-bench.ts';

const run = syntheticRun({ rates: [10, 100, 1_000] });
const text = JSON.stringify(run);

const world = {
  'reports/a/run.json': text,
  'half.json': text.slice(0, 500),
  'foreign.json': '{"name": "x"}',
  'future.json': text.replace('"schema":1', '"schema":2'),
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

  const refused: [says: string, argv: string[], sentence: RegExp][] = [
    ['no run named', [], /missing required argument 'run'/i],
    ['a run that is missing', ['nowhere'], /There is no run at nowhere/],
    ['a folder without a run', ['empty'], /folder empty holds no run\.json/],
    ['a run that is cut off', ['half.json'], /half\.json is cut off/],
    ['a run of another schema', ['future.json'], /future\.json is of schema 2/],
    ['a file that is not ours', ['foreign.json'], /foreign\.json is no run of bench/],
    ['a file that is no JSON', ['page.html'], /page\.html is not JSON/],
    ['an unknown form', ['latest', '--format', 'html,gif'], /--format "gif"[\s\S]*Choose html/],
    ['an objective that does not parse', ['latest', '--objective', 'fast'], /--objective "fast"/],
    [
      'several runs into one folder',
      ['latest', 'reports/a', '--out', 'x'],
      /--out takes the files of one run/,
    ],
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
