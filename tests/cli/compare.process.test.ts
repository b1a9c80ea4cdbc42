import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Compared, comparedSchema } from '../../src/model/compared.ts';
import type { Run } from '../../src/model/run.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { searchedRun, sweptRun } from '../fixtures/checked-runs.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { runBench } from './run-bench.ts';

const slow = {
  rates: [40, 100, 400, 800, 1_000, 1_122, 1_259, 1_413, 1_585, 1_778, 2_000],
  durationMs: 1_000,
  durationCapMs: 20_000,
} as const;
const seven = sweptRun({ base: 1, head: 1.5 }, { ...slow, rounds: 7 });
const three = sweptRun({ base: 1, head: 1.5 }, { ...slow, rounds: 3 });
const other = (() => {
  const run = sweptRun({ base: 1.2 }, { ...slow, rounds: 3, seed: 2 });
  const [target] = run.targets;
  assert.ok(target !== undefined);
  return { ...run, targets: [{ ...target, versions: { node: '25.0.0' } }] };
})();

const world = (runs: Readonly<Record<string, Run>>) =>
  Object.fromEntries(Object.entries(runs).map(([name, run]) => [`${name}/run.json`, JSON.stringify(run)]));

async function compared(
  t: TestContext,
  runs: Readonly<Record<string, Run>>,
  ...argv: string[]
): Promise<Compared> {
  const found = await runBench(['compare', ...argv, '--json'], { cwd: temporaryFolder(t, world(runs)) });
  assert.equal(found.exitCode, 0, found.stderr);
  const document: unknown = JSON.parse(found.stdout);
  assert.deepEqual(problemsOf(comparedSchema, document), []);
  return document as Compared;
}

describe('bench compare', () => {
  it('compares two targets of one run by the same rounds, with words for the primary figures', async (t) => {
    const { pairs } = await compared(t, { run: seven }, 'run#base', 'run#head');
    const [pair] = pairs;
    assert.ok(pair?.paired);
    assert.deepEqual([pair.a.label, pair.b.label], ['base', 'head']);
    const words = pair.figures.flatMap(({ key, primary, ratio }) => {
      assert.ok(primary || ratio === null || ratio.word === null, `${key} has no word`);
      return primary ? [[key, ratio?.word]] : [];
    });
    assert.deepEqual(words, [
      ['capacity', 'worse'],
      ['p99AtSharedRateUs', 'worse'],
      ['cpuPerRequestUs', 'worse'],
    ]);
    const cpu = pair.figures.find(({ key }) => key === 'cpuPerRequestUs')?.ratio;
    assert.ok((cpu?.value ?? 0) > 1.3 && (cpu?.value ?? 9) < 1.6, 'B ÷ A: half as much work again');
    assert.deepEqual([cpu?.rounds, cpu?.confidence], [7, 1 - 6 / 128]);
    assert.equal(pair.sharedRatePerSecond, 400);
    const { figures } = pair;
    for (const key of ['p50', 'p99', 'CPU a request', 'Memory']) {
      const found = figures.filter(({ title, ratePerSecond }) => title === key && ratePerSecond !== null);
      const rates = found.map(({ ratePerSecond }) => ratePerSecond);
      assert.deepEqual(rates, [100, 400], `${key} at both fixed rates`);
    }
  });

  it('is undecided after three rounds, and says how many would tell', async (t) => {
    const { pairs } = await compared(t, { run: three }, 'run#base', 'run#head');
    const p99 = pairs[0]?.figures.find(({ key }) => key === 'cpuPerRequestUs')?.ratio;
    assert.equal(p99?.word, 'undecided');
    assert.ok((p99?.roundsForWord?.least ?? 0) >= 7);
  });

  it('says of two runs what differs first, and no word', async (t) => {
    const folder = temporaryFolder(t, world({ a: three, b: other }));
    const { stdout } = await runBench(['compare', 'a#base', 'b'], { cwd: folder });
    assert.match(stdout, /differs: version of node: 24\.21\.0 → 25\.0\.0[\s\S]*Capacity for p99<500ms/);
    assert.match(stdout, /not paired: nothing is called better or worse/);
    const { pairs } = await compared(t, { a: three, b: other }, 'a', 'b');
    assert.equal(pairs.length, 1, 'the target that both hold');
    assert.equal(pairs[0]?.paired, false);
    assert.ok(pairs[0]?.figures.every(({ ratio }) => ratio === null || ratio.word === null));
    assert.ok(
      pairs[0]?.figures.some(({ ratio }) => ratio !== null && !ratio.paired && ratio.interval !== null),
    );
  });

  it('takes a # for a part of a name where that names a run or a target', async (t) => {
    const hashed = sweptRun({ 'a#1': 1, '1': 1.5 }, { ...slow, rounds: 2 });
    const runs = { 'runs#1/x': three, 'runs#1/x#base': other, hashed };
    const labels = async (a: string, b: string) => {
      const { pairs } = await compared(t, runs, a, b);
      return pairs.map((pair) => [pair.a.runId, pair.a.label, pair.b.runId, pair.b.label]);
    };
    const [one, two] = [three.id, other.id];
    assert.deepEqual(await labels('hashed#a#1', 'hashed#1'), [[hashed.id, 'a#1', hashed.id, '1']]);
    assert.deepEqual(await labels('runs#1/x#head', 'hashed#a#1'), [[one, 'head', hashed.id, 'a#1']]);
    assert.deepEqual(await labels('runs#1/x', 'runs#1/x#base'), [[one, 'base', two, 'base']]);
  });

  it('writes a page, Markdown and JSON beside the run, or where it is told', async (t) => {
    const folder = temporaryFolder(t, world({ run: seven, b: other }));
    const one = await runBench(['compare', 'run#base', 'run#head', '--format', 'html,md,json'], {
      cwd: folder,
    });
    for (const ending of ['html', 'md', 'json']) {
      const path = join('run', `compare-base-head.${ending}`);
      assert.ok(one.stdout.includes(path), one.stderr);
      assert.ok(existsSync(join(folder, path)));
    }
    const markdown = readFileSync(join(folder, 'run/compare-base-head.md'), 'utf8');
    assert.match(
      markdown,
      /# head ÷ base[\s\S]*## What differs[\s\S]*## At one fixed rate[\s\S]*\| p99 at 400\/s \|.*worse \|/,
    );
    await runBench(['compare', 'run', 'b', '--out', 'elsewhere'], { cwd: folder });
    assert.ok(existsSync(join(folder, 'elsewhere/compare.html')));
  });

  const unmeasured = syntheticRun({
    targets: [{ label: 'base' }, { label: 'never', failure: { reason: 'not-ready', detail: 'no answer' } }],
    rates: [100],
    rounds: 2,
    durationMs: 100,
  });
  /** Interrupted in the first warm-up of its second target. */
  const cutShort = (run: Run): Run => ({
    ...run,
    targets: run.targets.map((target) =>
      target.label === 'base'
        ? target
        : { ...target, rounds: [{ round: 1, orderIndex: 1, servers: [], steps: [] }] },
    ),
  });
  const begun = cutShort(searchedRun({ base: 1, head: 1 }, { rounds: 2 }));
  const begunGrid = cutShort(three);
  const apart = syntheticRun({ targets: [{ label: 'base' }], rates: [50], rounds: 2, durationMs: 100 });
  const refused: readonly (readonly [says: string, argv: readonly string[], message: RegExp])[] = [
    [
      'a label that is not in the run',
      ['run#base', 'run#nobody'],
      /There is no target "nobody" in run[\s\S]*base, head/,
    ],
    ['one run without two labels', ['run', 'run#head'], /two of its targets[\s\S]*run#base run#head/],
    ['a target with itself', ['run#base', 'run#base'], /two of its targets/],
    [
      'runs whose targets nobody can pair',
      ['run', 'lone'],
      /not clear which target[\s\S]*run#base lone#else/,
    ],
    ['runs that share no rate', ['unmeasured#base', 'apart'], /share no rate[\s\S]*same --rates/],
    [
      'a target that was not measured',
      ['unmeasured#base', 'unmeasured#never'],
      /Nothing was measured of never/,
    ],
    [
      'a target whose search did not come to a step',
      ['begun#base', 'begun#head'],
      /Nothing was measured of head/,
    ],
    [
      'a target that did not come to its first rate',
      ['begunGrid#base', 'begunGrid#head'],
      /Nothing was measured of head/,
    ],
    ['a run that is not there', ['run#base', 'nowhere'], /There is no run at nowhere/],
    ['a run that is not there, before a #', ['run#base', 'nowhere#a#b'], /There is no run at nowhere#a/],
    ['a form that is not known', ['run#base', 'run#head', '--format', 'pdf'], /--format "pdf": not known/],
  ];
  for (const [says, argv, message] of refused) {
    it(`refuses ${says} in a sentence, and writes nothing`, async (t) => {
      const lone = sweptRun({ else: 1 }, { ...slow, rounds: 2 });
      const folder = temporaryFolder(t, world({ run: three, lone, unmeasured, apart, begun, begunGrid }));
      const { exitCode, stdout, stderr } = await runBench(['compare', ...argv], { cwd: folder });
      assert.equal(exitCode, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.ok(!existsSync(join(folder, 'reports')) && !existsSync(join(folder, 'run/compare.html')));
    });
  }
});
