import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { toolVersion } from '../../src/files/tool-version.ts';
import { describeMachine } from '../../src/measure/host/describe-machine.ts';
import { type Check, checkSchema } from '../../src/model/check.ts';
import type { Run } from '../../src/model/run.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { searchedRun, sweptRun } from '../fixtures/checked-runs.ts';
import { runBench } from './run-bench.ts';

const heavier = { base: 1, head: 1.5 };
const first = sweptRun(heavier);
const fresh = sweptRun(heavier, { seed: 2 });
const equals = sweptRun({ base: 1, head: 1 });
const freshEquals = sweptRun({ base: 1, head: 1 }, { seed: 2 });

const searched = searchedRun(heavier);
const freshSearched = searchedRun(heavier, { seed: 2 });
const searchedEquals = searchedRun({ base: 1, head: 1 });
/** At a rate, at half the lowest capacity, at each round's own. */
const figures = ['p99 at 631/s', 'cpu at half capacity', 'memory at capacity'];

const stored = (runs: Readonly<Record<string, Run>>) =>
  Object.fromEntries(Object.entries(runs).map(([name, run]) => [`${name}/run.json`, JSON.stringify(run)]));

const confirmed = stored({ run: first, 'run/confirm': fresh });

const interrupted = { finishedAt: null, interrupted: { atStep: null, reason: 'SIGINT' } };
const without = (run: Run, what: 'targets' | 'objectives'): Run =>
  what === 'targets' ? { ...run, targets: [] } : { ...run, plan: { ...run.plan, objectives: [] } };
/** With another head. */
const withHead = (run: Run, change: Partial<Run['targets'][number]>): Run => ({
  ...run,
  targets: run.targets.map((target) => (target.label === 'head' ? { ...target, ...change } : target)),
});
const dropGate = ['--baseline', 'base', '--max-drop', '10%'];

interface Outcome {
  readonly world: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  readonly exitCode: number;
  readonly why: readonly string[];
}

const outcomes: Readonly<Record<string, Outcome>> = {
  'a drop that fresh rounds confirm fails': {
    world: confirmed,
    argv: dropGate,
    exitCode: 3,
    why: ['beyond-margin'],
  },
  'a drop is confirmed by a run that is named': {
    world: stored({ run: first, again: fresh }),
    argv: [...dropGate, '--confirm', 'again'],
    exitCode: 3,
    why: ['beyond-margin'],
  },
  'a drop that nothing confirms cannot be told': {
    world: stored({ run: first }),
    argv: [...dropGate, '--no-confirm'],
    exitCode: 4,
    why: ['to-be-confirmed'],
  },
  'a drop that fresh rounds do not find cannot be told': {
    world: stored({ run: first, 'run/confirm': freshEquals }),
    argv: dropGate,
    exitCode: 4,
    why: ['not-confirmed'],
  },
  'a drop is confirmed by a run whose code is not known': {
    world: stored({ run: first, again: withHead(fresh, { contentHash: null }) }),
    argv: [...dropGate, '--confirm', 'again'],
    exitCode: 3,
    why: ['beyond-margin'],
  },
  'a pass needs nothing of a confirmation that was interrupted': {
    world: stored({ run: equals, 'run/confirm': { ...freshEquals, ...interrupted } }),
    argv: ['--baseline', 'base', '--max-drop', '25%'],
    exitCode: 0,
    why: ['within-margin'],
  },
  'an objective can be named where the sweep had none': {
    world: stored({ run: without(first, 'objectives') }),
    argv: [...dropGate, '--no-confirm', '--objective', 'p99<500ms'],
    exitCode: 4,
    why: ['to-be-confirmed'],
  },
  'fresh rounds that are over but too few are no second chance': {
    world: stored({ run: first, 'run/confirm': sweptRun(heavier, { seed: 2, rounds: 4 }) }),
    argv: dropGate,
    exitCode: 4,
    why: ['to-be-confirmed'],
  },
  'equals pass where a drop is allowed, and cannot be told apart where none is': {
    world: stored({ run: equals }),
    argv: ['--baseline', 'base', '--max-drop', '25%'],
    exitCode: 0,
    why: ['within-margin'],
  },
  'equals cannot be shown to have lost nothing': {
    world: stored({ run: equals }),
    argv: ['--baseline', 'base'],
    exitCode: 4,
    why: ['too-noisy'],
  },
  'gates of their own pass': {
    world: stored({ run: equals }),
    argv: ['capacity >= 400/s', 'p99 at 1000/s < 100 ms', 'memory at capacity < 300 MB', 'start < 1s'],
    exitCode: 0,
    why: Array(8).fill('within-margin'),
  },
  'a gate of its own fails when fresh rounds say so too': {
    world: confirmed,
    argv: ['capacity >= 1700/s', '--baseline', 'base', '--max-drop', '60%'],
    exitCode: 3,
    why: ['within-margin', 'beyond-margin'],
  },
  'latency, CPU time and memory pass beside a baseline that is as good': {
    world: stored({ run: searchedEquals }),
    argv: [...figures, '--baseline', 'base', '--max-drop', '40%'],
    exitCode: 0,
    why: Array(4).fill('within-margin'),
  },
  'half as much CPU time again fails beside the baseline, memory that is the same does not': {
    world: stored({ run: searched, 'run/confirm': freshSearched }),
    argv: ['cpu at half capacity', 'memory at half capacity', ...dropGate],
    exitCode: 3,
    why: ['beyond-margin', 'beyond-margin', 'within-margin'],
  },
  'CPU time that nothing confirms cannot be told': {
    world: stored({ run: searched }),
    argv: ['cpu at 631/s', ...dropGate, '--no-confirm'],
    exitCode: 4,
    why: ['to-be-confirmed', 'to-be-confirmed'],
  },
  'bounds on latency, CPU time and memory pass': {
    world: stored({ run: searched }),
    argv: ['p99 at half capacity < 100ms', 'cpu at 631/s < 5ms', 'memory at capacity < 300MB'],
    exitCode: 0,
    why: Array(6).fill('within-margin'),
  },
  'bounds on latency, CPU time and memory fail when fresh rounds say so too': {
    world: stored({ run: searched, 'run/confirm': freshSearched }),
    argv: ['p99 at half capacity < 1ms', 'cpu at 631/s < 100us', 'memory at capacity < 10MB'],
    exitCode: 3,
    why: Array(6).fill('beyond-margin'),
  },
  'bounds that one set of rounds exceeds cannot be told': {
    world: stored({ run: searched }),
    argv: ['p99 at half capacity < 1ms', 'cpu at 631/s < 100us', 'memory at capacity < 10MB', '--no-confirm'],
    exitCode: 4,
    why: Array(6).fill('to-be-confirmed'),
  },
  'a sweep through rates has no rate at half capacity': {
    world: stored({ run: equals }),
    argv: ['cpu at half capacity', '--baseline', 'base', '--max-drop', '25%'],
    exitCode: 4,
    why: ['within-margin', 'not-measured'],
  },
  'a search has nothing at a rate that it did not go to': {
    world: stored({ run: searched }),
    argv: ['p99 at 100/s < 1s', '--no-confirm'],
    exitCode: 4,
    why: ['not-measured', 'not-measured'],
  },
  'what was not measured cannot be told': {
    world: stored({ run: equals }),
    argv: ['p99 at 123/s < 1s', '--baseline', 'base', '--max-drop', '25%'],
    exitCode: 4,
    why: ['within-margin', 'not-measured'],
  },
  'three rounds are too few': {
    world: stored({ run: sweptRun(heavier, { rounds: 3 }) }),
    argv: dropGate,
    exitCode: 4,
    why: ['too-few-rounds'],
  },
  'a target that could not be measured was not measured': {
    world: stored({
      run: sweptRun(heavier, {
        targets: [
          { label: 'base' },
          { label: 'head', failure: { reason: 'build-failed', detail: 'no such module' } },
        ],
      }),
    }),
    argv: dropGate,
    exitCode: 4,
    why: ['not-measured'],
  },
  'a generator that was late decides nothing': {
    world: stored({ run: sweptRun({ base: 1, head: 1 }, { generatorLimitedFrom: 900, earlyStop: false }) }),
    argv: ['p99 at 1000/s < 100ms'],
    exitCode: 4,
    why: ['generator-limited', 'generator-limited'],
  },
  'a machine that was taken away decides nothing': {
    world: stored({ run: sweptRun({ base: 1, head: 1 }, { hostLimitedAt: [1_000] }) }),
    argv: ['p99 at 1000/s < 100ms'],
    exitCode: 4,
    why: ['host-limited', 'host-limited'],
  },
  'a host with other CPUs than configured decides nothing': {
    world: stored({
      run: {
        ...first,
        host: {
          ...first.host,
          limits: {
            ...first.host.limits,
            cpu: { enforced: false, by: 'this machine gives 1 of 2 CPUs', effective: 1 },
          },
        },
      },
    }),
    argv: dropGate,
    exitCode: 4,
    why: ['host-not-as-configured'],
  },
};

describe('bench check', () => {
  for (const [says, { world, argv, exitCode, why }] of Object.entries(outcomes)) {
    it(`exits with ${exitCode}: ${says}`, async (t) => {
      const cwd = temporaryFolder(t, world);
      const files = ['--junit', 'out/junit.xml', '--markdown', 'out/check.md'];
      const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
      const ended = await runBench(['check', 'run', ...argv, ...files, '--json'], { cwd, env });
      assert.deepEqual([ended.exitCode, ended.stderr], [exitCode, '']);
      const found = JSON.parse(ended.stdout) as Check;
      assert.deepEqual(problemsOf(checkSchema, found), []);
      assert.deepEqual(
        found.gates.map((gate) => gate.why),
        why,
      );
      for (const { verdict, text, advice } of found.gates) {
        assert.match(text, /four times in five|How small a loss/);
        assert.equal(advice === null, verdict !== 'cannot-tell');
        assert.doesNotMatch(text + advice, /NaN|undefined|Infinity/);
      }
      const junit = readFileSync(join(cwd, 'out/junit.xml'), 'utf8');
      assert.equal(junit.split('<testcase ').length - 1, why.length);
      assert.equal(junit.includes('<failure '), exitCode === 3);
      const markdown = readFileSync(join(cwd, 'out/check.md'), 'utf8');
      assert.match(
        markdown,
        new RegExp(`^# bench check: ${{ 0: 'passes', 3: 'fails', 4: 'cannot tell' }[exitCode]}\n`),
      );
      assert.equal(readFileSync(join(cwd, 'summary.md'), 'utf8'), markdown);
    });
  }

  it('says in words what it found, how small a drop it would have found, and what would help', async (t) => {
    const cwd = temporaryFolder(t, stored({ run: first }));
    const { stdout } = await runBench(['check', 'run', ...dropGate, '--no-confirm'], { cwd });
    assert.match(stdout, /^head: capacity \(p99<500ms\) against base CANNOT TELL$/m);
    assert.match(
      stdout,
      /^ {2}head [\d,]+\/s, base [\d,]+\/s: 0\.\d+ times as much \(0\.\d+ to 0\.\d+, 93\.75 % confidence, 5 rounds\); a drop of 10 % is allowed\./m,
    );
    assert.match(stdout, /A drop of \d[\d.]* % or more would have been found four times in five\./);
    assert.match(stdout, /^ {2}Run bench check without --no-confirm/m);
    assert.match(stdout, /^The check cannot tell\.$/m);
  });

  it('says of what is better lower that it rose, and which rates there are where one is missing', async (t) => {
    const cwd = temporaryFolder(t, stored({ run: searched }));
    const gates = ['cpu at half capacity', 'p99 at 100/s'];
    const { stdout } = await runBench(['check', 'run', ...gates, ...dropGate, '--no-confirm'], { cwd });
    assert.match(stdout, /^head: cpu at half capacity against base CANNOT TELL$/m);
    assert.match(stdout, /a rise of 11\.1 % is allowed\..* A rise of [\d.]+ % or more would have been found/);
    assert.match(stdout, /nothing was measured at 100\/s; every round has 631\/s\./);
  });

  it('adds to the summary of a job, and draws the heatmaps', async (t) => {
    const cwd = temporaryFolder(t, { ...stored({ run: equals }), 'summary.md': 'before\n' });
    const argv = ['check', 'run', 'capacity >= 400/s', '--svg', 'heat.svg', '--png', 'heat.png'];
    const ended = await runBench(argv, { cwd, env: { GITHUB_STEP_SUMMARY: 'summary.md' } });
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.match(readFileSync(join(cwd, 'summary.md'), 'utf8'), /^before\n# bench check: passes\n/);
    assert.match(readFileSync(join(cwd, 'heat.svg'), 'utf8'), /^<svg /);
    assert.deepEqual([...readFileSync(join(cwd, 'heat.png')).subarray(1, 4)], [...Buffer.from('PNG')]);
  });

  it('stays under the length that GitHub takes', async (t) => {
    const cwd = temporaryFolder(t, stored({ run: equals }));
    const gates = Array.from({ length: 300 }, (_, i) => `capacity >= ${i + 1}/s`);
    const { exitCode } = await runBench(['check', 'run', ...gates, '--markdown', 'check.md'], { cwd });
    assert.equal(exitCode, 0);
    const text = readFileSync(join(cwd, 'check.md'), 'utf8');
    assert.ok(text.length < 65_536 && text.length > 60_000);
    assert.match(text, /The rest did not fit/);
  });

  it('judges by six stored runs of the same machine and plan, and only shows fewer, or others', async (t) => {
    const older = Object.fromEntries(
      Array.from({ length: 7 }, (_, i) => [`old/${i}`, sweptRun({ base: 1, head: 1 }, { seed: i + 11 })]),
    );
    const shared = sweptRun({ base: 1, head: 1 }, { seed: 30, placement: 'shared' });
    const cwd = temporaryFolder(t, {
      ...stored({ run: sweptRun(heavier, { seed: 40 }), ...older, 'old/shared': shared }),
    });
    const check = async (...names: readonly string[]) => {
      const argv = ['check', 'run', '--max-drop', '10%', '--no-confirm', '--json', '--against'];
      const { stdout, stderr } = await runBench([...argv, ...names, 'run'], { cwd });
      assert.equal(stderr, '');
      return JSON.parse(stdout) as Check;
    };
    const all = await check(...Object.keys(older), 'old/shared');
    assert.deepEqual(
      all.gates.map(({ label, why, rounds }) => [label, why, rounds]),
      [
        ['base', 'within-margin', 7],
        ['head', 'to-be-confirmed', 7],
      ],
    );
    assert.equal(all.stored.length, 16, 'the run itself is none of them');
    assert.deepEqual(all.stored.at(-1)?.differs, ['placement']);
    assert.match(
      all.gates[1]?.text ?? '',
      /stored runs [\d,]+\/s: 0\.\d+ times as much \(.* 7 stored runs\)/,
    );
    const five = await check(...Object.keys(older).slice(0, 5), 'old/shared');
    assert.deepEqual(
      five.gates.map(({ verdict, why }) => [verdict, why]),
      [
        ['cannot-tell', 'too-few-rounds'],
        ['cannot-tell', 'too-few-rounds'],
      ],
    );
  });

  it('leaves out of stored runs folders without one, copies, the run itself and its confirmation', async (t) => {
    const older = Object.fromEntries(
      Array.from({ length: 7 }, (_, i) => [`old/${i}`, sweptRun({ base: 1, head: 1 }, { seed: i + 11 })]),
    );
    const { 'old/0': copy = first } = older;
    const runs = { run: first, 'old/again': fresh, 'old/copy': copy, 'old/itself': first, ...older };
    const cwd = temporaryFolder(t, { ...stored(runs), 'old/a+b/report.html': '' });
    symlinkSync(join(cwd, 'old/1'), join(cwd, 'old/link'));
    const names = readdirSync(join(cwd, 'old')).map((name) => `old/${name}`);
    const argv = ['check', 'run', '--max-drop', '10%', '--confirm', 'old/again', '--json', '--against'];
    const { stdout, stderr } = await runBench([...argv, ...names], { cwd });
    assert.equal(stderr, 'Folders of --against without a run.json are left out: old/a+b.\n');
    const { gates, stored: shown } = JSON.parse(stdout) as Check;
    assert.deepEqual(
      gates.map(({ rounds }) => rounds),
      [7, 7],
    );
    assert.equal(new Set(shown.map(({ runId }) => runId)).size, 7);
    assert.equal(shown.length, 14);
  });

  it('says where no other run is left to stand against, and judges what else is asked', async (t) => {
    const cwd = temporaryFolder(t, stored({ run: equals }));
    const ended = await runBench(['check', 'run', 'capacity >= 400/s', '--against', 'run'], { cwd });
    assert.equal(ended.exitCode, 0);
    assert.equal(ended.stderr, '--against names no other run than the one that is checked.\n');
  });

  const begun: Readonly<Record<string, Run>> = {
    'that has no pair yet': sweptRun(heavier, { seed: 2, interruptedAfter: 3 }),
    'whose rounds are spoilt': { ...sweptRun(heavier, { seed: 2, generatorLimitedFrom: 1 }), ...interrupted },
    'that would already confirm it': { ...fresh, ...interrupted },
    'that would already not': { ...freshEquals, ...interrupted },
  };
  for (const [says, confirm] of Object.entries(begun)) {
    it(`resumes a confirmation ${says}`, async (t) => {
      const cwd = temporaryFolder(t, stored({ run: first, 'run/confirm': confirm }));
      const tried = await runBench(['check', 'run', ...dropGate], { cwd });
      // This is another machine than the run's, so that it is only tried.
      assert.match(tried.stderr, /^No fresh rounds can be measured\. bench check: .* has changed since/);
      assert.match(tried.stdout, /not yet confirmed[\s\S]*^The check cannot tell\.$/m);
      const asIs = await runBench(['check', 'run', ...dropGate, '--no-confirm'], { cwd });
      assert.deepEqual([asIs.exitCode, asIs.stdout], [4, tried.stdout]);
      assert.match(asIs.stderr, /^The fresh rounds in \S+ are not complete, so they are not judged\.\n$/);
    });
  }

  it('says what it found whatever becomes of its files, and the job needs no summary', async (t) => {
    const cwd = temporaryFolder(t, { ...confirmed, 'summary/x': '' });
    // The folder of the second file takes the name of the first one after that was proven.
    const files = ['--junit', 'out', '--markdown', 'out/check.md'];
    const env = { GITHUB_STEP_SUMMARY: 'summary' };
    const ended = await runBench(['check', 'run', ...dropGate, ...files], { cwd, env });
    assert.equal(ended.exitCode, 3);
    assert.match(ended.stdout, /^The check fails\.$/m);
    assert.deepEqual(ended.stderr.split('\n'), [
      `Cannot write ${join(cwd, 'out')}: it is a folder.`,
      `Cannot write ${join(cwd, 'summary')}: it is a folder.`,
      '',
    ]);
    assert.match(readFileSync(join(cwd, 'out/check.md'), 'utf8'), /^# bench check: fails\n/);
    assert.deepEqual(readdirSync(cwd).toSorted(), ['out', 'run', 'summary']);
  });

  const otherMachine: Run['host'] = {
    ...fresh.host,
    machine: { ...fresh.host.machine, kernel: 'Linux 9' },
  };
  const others: readonly (readonly [says: string, run: Run, sentence: RegExp])[] = [
    [
      'another bench',
      { ...fresh, tool: { ...fresh.tool, version: '99.0.0' } },
      /bench differs: 0\.1\.0 in the run that is checked, 99\.0\.0 in this one/,
    ],
    ['another machine', { ...fresh, host: otherMachine }, /the kernel differs: .*, Linux 9 in this one/],
    [
      'other code',
      withHead(fresh, { contentHash: 'beefbeef' }),
      /of head, what it is built from differs: f00dfeed .*, beefbeef in this one/,
    ],
    [
      'another version of a tool',
      withHead(fresh, { versions: { node: '25.0.0' } }),
      /of head, node differs: 24\.21\.0 .*, 25\.0\.0 in this one/,
    ],
    [
      'a dependency more',
      withHead(fresh, { versions: { node: '24.21.0', express: '5.0.0' } }),
      /of head, express differs: absent .*, 5\.0\.0 in this one/,
    ],
  ];
  for (const [says, other, sentence] of others) {
    it(`takes no run of ${says} for a confirmation, named or in its folder`, async (t) => {
      const cwd = temporaryFolder(t, stored({ run: first, again: other, 'run/confirm': other }));
      const named = await runBench(['check', 'run', ...dropGate, '--confirm', 'again'], { cwd });
      assert.deepEqual([named.exitCode, named.stdout], [2, '']);
      assert.match(named.stderr, sentence);
      assert.match(named.stderr, /^bench: --confirm: .*\n {7}Repeat the same sweep/);
      const found = await runBench(['check', 'run', ...dropGate], { cwd });
      assert.deepEqual([found.exitCode, found.stdout], [2, '']);
      assert.match(found.stderr, sentence);
      assert.match(found.stderr, /run\/confirm: .*\n {7}Remove that folder/);
    });
  }

  for (const [says, run, reason] of [
    ['on another machine', first, /No fresh rounds can be measured\. bench check: the .* has changed since/],
    [
      'what stood on a command line',
      { ...first, command: ['sweep', '--', 'node', 'x.js'] },
      /--confirm <run>/,
    ],
  ] as const) {
    it(`does not measure fresh rounds of ${says}, and says why`, async (t) => {
      const here = describeMachine();
      const host = says.startsWith('what') ? { ...run.host, machine: here } : run.host;
      const tool = { ...run.tool, version: toolVersion() };
      const cwd = temporaryFolder(t, stored({ run: { ...run, host, tool } }));
      const { exitCode, stdout, stderr } = await runBench(['check', 'run', ...dropGate], { cwd });
      assert.equal(exitCode, 4);
      assert.match(stderr, reason);
      assert.match(stdout, /not yet confirmed/);
      assert.ok(!existsSync(join(cwd, 'run/confirm')));
    });
  }

  const one = sweptRun(heavier, { rounds: 1 });
  const refused: readonly (readonly [says: string, argv: readonly string[], sentence: RegExp])[] = [
    ['nothing to check', ['run'], /nothing to check[\s\S]*Name a gate/],
    [
      'a baseline that is not in the run',
      ['run', '--baseline', 'main'],
      /no target main in .*run\s+It has base, head/,
    ],
    ['a run with one round', ['one', ...dropGate], /one round[\s\S]*--rounds 5/],
    ['a figure without a bound or a baseline', ['run', 'p99 at 200/s'], /has no bound[\s\S]*--baseline/],
    ['an unknown unit', ['run', 'p99 at 200/s < 5 parsecs'], /"5 parsecs" is no length of time/],
    ['an unknown figure', ['run', 'joy >= 4/s'], /"joy" is no figure/],
    ['a drop of what', ['run', 'capacity >= 4/s', '--max-drop', '10%'], /--max-drop says nothing/],
    ['a drop without a per cent sign', ['run', '--baseline', 'base', '--max-drop', '10'], /no share/],
    ['a drop of everything', ['run', '--baseline', 'base', '--max-drop', '100%'], /out of bounds/],
    [
      'a run that confirms itself',
      ['run', ...dropGate, '--confirm', 'run'],
      /--confirm: this is the run itself/,
    ],
    ['another plan that confirms', ['run', ...dropGate, '--confirm', 'other'], /another plan/],
    [
      'a file that cannot be written',
      ['run', ...dropGate, '--junit', 'run/run.json/x'],
      /--junit: cannot write/,
    ],
    [
      'a file that is a folder',
      ['run', ...dropGate, '--junit', 'one'],
      /--junit: .*it is a folder\s+Name another file/,
    ],
    ['no run', ['nowhere', ...dropGate], /There is no run at nowhere/],
    ['a run without targets', ['empty', 'start < 1s'], /nothing to judge: .* has no target\s+Sweep once/],
    [
      'a run without an objective: beside a baseline',
      ['aimless', ...dropGate],
      /nothing to judge a capacity by: .* has no objective\s+Name one: --objective/,
    ],
    ['a run without an objective: a gate', ['aimless', 'memory at capacity < 1GB'], /has no objective/],
    ['a run without an objective: older runs', ['aimless', '--against', 'other'], /has no objective/],
    ['nothing but the baseline', ['lone', ...dropGate], /base is the only target .* nothing to judge/],
    ['nothing but the run itself', ['run', '--against', 'run', 'run'], /--against names no other run/],
    [
      'folders without runs',
      ['run', '--against', 'bare', 'void'],
      /None of the folders bare, void holds a run\.json/,
    ],
  ];
  for (const [says, argv, sentence] of refused) {
    it(`refused: ${says}`, async (t) => {
      const other = sweptRun(heavier, { seed: 3, timeoutMs: 5_000 });
      const cwd = temporaryFolder(t, {
        ...stored({
          run: first,
          one,
          other,
          empty: without(first, 'targets'),
          aimless: without(first, 'objectives'),
          lone: { ...first, targets: first.targets.slice(0, 1) },
        }),
        'bare/report.html': '',
        'void/report.html': '',
      });
      const before = readdirSync(cwd, { recursive: true }).toSorted();
      const { exitCode, stdout, stderr } = await runBench(['check', ...argv], { cwd });
      assert.deepEqual([exitCode, stdout], [2, ''], stderr);
      assert.match(stderr, sentence);
      assert.deepEqual(readdirSync(cwd, { recursive: true }).toSorted(), before);
    });
  }
});
