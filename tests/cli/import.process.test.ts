import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { analysisSchema } from '../../src/model/analysis.ts';
import { runSchema } from '../../src/model/run.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { jsonLine, linesOnTime, truthOf, vegetaFolder } from '../fixtures/vegeta.ts';
import { runBench } from './run-bench.ts';

const names = ['500rps-a.json.gz', '500rps-b.json.gz', '2000rps-a.json.gz', '2000rps-b.json.gz'];

function recorded(t: TestContext): string {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, 'records'));
  for (const name of names) copyFileSync(join(vegetaFolder, name), join(cwd, 'records', name));
  return cwd;
}

describe('bench import vegeta', () => {
  it('folds the files of each rate into a step, of a run that can be drawn again', async (t) => {
    const cwd = recorded(t);
    const argv = [
      'import',
      'vegeta',
      '--label',
      'shop',
      '--out',
      'r',
      ...names.map((name) => `records/${name}`),
    ];
    const { exitCode, stderr } = await runBench([...argv, '--json'], { cwd });
    assert.equal(exitCode, 0, stderr);
    const run = JSON.parse(readFileSync(join(cwd, 'r/run.json'), 'utf8'));
    assert.deepEqual(problemsOf(runSchema, run), []);
    const { steps } = run.targets[0].rounds[0];
    assert.deepEqual(
      steps.map((step: { ratePerSecond: number; requests: object }) => [step.ratePerSecond, step.requests]),
      [500, 2_000].map((rate) => {
        const { requests } = truthOf(`${rate}rps`);
        return [rate, { scheduled: requests, sent: requests, succeeded: requests, failed: 0, shed: 0 }];
      }),
    );
    assert.deepEqual(
      run.imported.files.map(({ name, missing }: { name: string; missing: number }) => [name, missing]),
      names.map((name) => [`records/${name}`, 0]),
    );
    const again = await runBench(['report', 'r', '--format', 'html,md,json,csv,svg'], { cwd });
    assert.equal(again.exitCode, 0, again.stderr);
  });

  it('says in every form that nobody attests the steps', async (t) => {
    const cwd = recorded(t);
    const files = names.map((name) => `records/${name}`);
    const { stdout, stderr } = await runBench(['import', 'vegeta', '--out', 'r', '--json', ...files], {
      cwd,
    });
    const analysis = JSON.parse(stdout);
    assert.deepEqual(problemsOf(analysisSchema, analysis), []);
    for (const { validity, overScheduled, timeSpent } of analysis.targets[0].columns) {
      assert.deepEqual([validity, timeSpent], ['unattested', null]);
      assert.ok(overScheduled.every(({ trusted }: { trusted: boolean }) => !trusted));
    }
    assert.match(stderr, /nobody attests that the generator was on time/);
    assert.match(stderr, /requests left .* late, .* at p99/);
    await runBench(['report', 'r', '--format', 'md,csv'], { cwd });
    const html = readFileSync(join(cwd, 'r/report.html'), 'utf8');
    assert.match(html, /Nobody attests 2 of 2 steps/);
    assert.match(html, /by vegeta, elsewhere: the records of 4 files/);
    assert.doesNotMatch(html, /Neither the generator nor the machine|0 CPUs|0 B/);
    assert.match(readFileSync(join(cwd, 'r/report.md'), 'utf8'), /\| 500\/s .*unattested \|/);
    assert.match(readFileSync(join(cwd, 'r/report.csv'), 'utf8'), /,unattested/);
  });

  it('says that a step is void where records are missing, and ends with 1', async (t) => {
    const lines = linesOnTime(1_000, 1).filter((_, seq) => seq !== 17);
    const cwd = temporaryFolder(t, { 'a.json': lines.join('\n') });
    const { exitCode, stderr } = await runBench(['import', 'vegeta', '--rate', '1000', 'a.json'], { cwd });
    assert.equal(exitCode, 1);
    assert.match(stderr, /a\.json lacks the records of 1 of 1000 requests, the first of them number 17/);
    assert.match(stderr, /gave no record of 1 request/);
  });

  for (const [what, files, argv, sentence] of [
    ['a file that is not there', {}, ['--rate', '1', 'a.json'], /a\.json cannot be read: it does not exist/],
    ['a folder', { 'a/b': '' }, ['--rate', '1', 'a'], /a cannot be read: it is a folder/],
    [
      'a bad line',
      { 'a.json': `${jsonLine()}\n{}` },
      ['--rate', '1', 'a.json'],
      /a\.json, line 2: "timestamp" is no time/,
    ],
    ['a name without a rate', { 'a.json': jsonLine() }, ['a.json'], /a\.json: its name does not say/],
    [
      'another rate',
      { 'a.json': linesOnTime(99, 10).join('\n') },
      ['--rate', '50', 'a.json'],
      /holds 100 requests a second, and its rate is 50\/s/,
    ],
    [
      'one file twice',
      { 'a.json': jsonLine() },
      ['--rate', '2', 'a.json', './a.json'],
      /\.\/a\.json is the same file as a\.json/,
    ],
    ['another engine', {}, ['k6'], /not known/],
    ['no rate', { 'a.json': jsonLine() }, ['--rate', '0', 'a.json'], /above 0/],
    ['no label', { 'a.json': jsonLine() }, ['--rate', '1', '--label', '\n', 'a.json'], /no label/],
  ] as const) {
    it(`refuses ${what} with a sentence, and writes nothing`, async (t) => {
      const cwd = temporaryFolder(t, files);
      const before = readdirSync(cwd);
      const words = what === 'another engine' ? ['import', ...argv, 'x'] : ['import', 'vegeta', ...argv];
      const { exitCode, stderr } = await runBench(words, { cwd });
      assert.equal(exitCode, 2);
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /\n {4}at /);
      assert.deepEqual(readdirSync(cwd), before);
    });
  }

  it('knows vegeta’s binary form', async (t) => {
    const cwd = temporaryFolder(t);
    writeFileSync(join(cwd, 'a.bin'), Buffer.from('ff967f03010106526573756c7401ff8000010c01064174', 'hex'));
    const { exitCode, stderr } = await runBench(['import', 'vegeta', '--rate', '1', 'a.bin'], { cwd });
    assert.equal(exitCode, 2);
    assert.match(stderr, /a\.bin is in vegeta’s own binary form; convert it with `vegeta encode`/);
  });

  it('names a packed file that is damaged or cut off', async (t) => {
    const cwd = temporaryFolder(t);
    const packed = gzipSync(linesOnTime(1_000, 1).join('\n'));
    packed[200] = (packed[200] ?? 0) ^ 0xff;
    writeFileSync(join(cwd, 'bent.gz'), packed);
    writeFileSync(join(cwd, 'cut.gz'), gzipSync(linesOnTime(9, 1).join('\n')).subarray(0, 60));
    for (const name of ['bent.gz', 'cut.gz']) {
      const { exitCode, stderr } = await runBench(['import', 'vegeta', '--rate', '1000', name], { cwd });
      assert.equal(exitCode, 2);
      assert.match(stderr, new RegExp(`${name} is damaged|${name}, line \\d+:`));
      assert.ok(!existsSync(join(cwd, 'reports')));
    }
  });
});
