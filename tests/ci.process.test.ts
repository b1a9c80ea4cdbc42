/** What docs/ci holds for CI systems: its parts fit together, and the shell lines do what they say. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { checkSchema } from '../src/model/check.ts';
import { parseGate } from '../src/model/gate.ts';
import { temporaryFolder } from './files/temporary-folder.ts';

const docs = join(import.meta.dirname, '..', 'docs');
const read = (path: string) => readFileSync(join(docs, path), 'utf8');
const [page, action, workflow, script] = ['ci.md', 'ci/action.yml', 'ci/workflow.yml', 'ci/check.sh'].map(
  read,
);

const matches = (text: string | undefined, pattern: RegExp) =>
  [...(text ?? '').matchAll(pattern)].map(([, found = '']) => found);

describe('docs/ci', () => {
  it('gives the action only inputs that it has', () => {
    const inputs = matches(action?.split('runs:')[0], /^ {2}([a-z-]+):$/gm);
    const given = matches(workflow?.split('uses: ./head')[1], /^ {10}([a-z-]+):/gm);
    assert.ok(given.length > 2);
    assert.deepEqual(
      given.filter((name) => !inputs.includes(name)),
      [],
    );
    const used = new Set(matches(action, /\$\{\{ inputs\.([a-z-]+) \}\}/g));
    assert.deepEqual([...used].toSorted(), inputs.toSorted());
  });

  it('explains every variable of the script', () => {
    const variables = new Set([
      ...matches(action, /^ {8}(BENCH\w*):/gm),
      ...matches(script, /\$\{(BENCH\w*)/g),
    ]);
    for (const name of variables) assert.match(script ?? '', new RegExp(`^# ${name}[ ,]|, ${name} `, 'm'));
  });

  it('shows gates that can be read', () => {
    const gates = [
      ...matches(page, /"([^"\n]*(?:>=|<) ?[^"\n]*)"/g),
      ...matches(workflow, /^ {12}(\w+ at .*)$/gm),
      ...matches(action, /e\.g\. (memory[^']*)/g),
    ];
    assert.ok(gates.length >= 5);
    for (const gate of gates) assert.ok(!('problem' in parseGate(gate)), gate);
  });

  it('explains every reason', () => {
    const reasons = checkSchema.properties.gates.items.properties.why.enum as readonly string[];
    for (const reason of reasons.filter((one) => !one.endsWith('-margin')))
      assert.match(page ?? '', new RegExp(`\`${reason}\``));
  });
});

/** A bench that writes down how it was called, and ends as it is told to. */
const stub = `#!/usr/bin/env bash
printf '%s|' "$@" >> calls; echo >> calls
if [ "$1" = sweep ]; then exit "$SWEEP_ENDS"; else exit "$CHECK_ENDS"; fi
`;

function runScript(
  t: TestContext,
  variables: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const cwd = temporaryFolder(t, { stub, 'before/target.json': '', 'after/target.json': '', ...files });
  const { status, stdout, stderr } = spawnSync('sh', [join(docs, 'ci/check.sh')], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      BENCH: 'bash stub',
      BENCH_BASE: 'before',
      BENCH_HEAD: 'after',
      SWEEP_ENDS: '0',
      CHECK_ENDS: '0',
      ...variables,
    },
  });
  const calls = () => readFileSync(join(cwd, 'calls'), 'utf8').replaceAll(cwd, '.').split('\n').slice(0, -1);
  return { status, stdout, stderr, calls };
}

describe('docs/ci/check.sh', () => {
  it('sweeps both versions in one sweep, and checks them', (t) => {
    const { status, calls } = runScript(t, { BENCH_GATES: 'start < 3s\n\ncapacity >= 4/s\n' });
    assert.equal(status, 0);
    assert.deepEqual(calls(), [
      'sweep|--target|base=./before|--target|head=./after|--find-capacity|--rounds|auto|--time|10m|--out|bench-run|',
      'check|bench-run|start < 3s|capacity >= 4/s|--baseline|base|--max-drop|10%|--junit|bench-run/junit.xml|--markdown|bench-run/check.md|--svg|bench-run/heatmap.svg|',
    ]);
  });

  it('takes the head’s configuration, and words on several lines', (t) => {
    const sweep = '--find-capacity\n--rounds  *\n';
    const files = { 'after/bench.config.json': '{}' };
    const called = (given: string) =>
      runScript(t, { BENCH_SWEEP: given }, files).calls()[0]?.split('head=./after|')[1];
    const rest = '--find-capacity|--rounds|*|--out|bench-run|';
    assert.equal(called(sweep), `--config|./after/bench.config.json|${rest}`);
    const check = runScript(t, {}, files).calls()[1];
    assert.match(check ?? '', /^check\|bench-run\|--config\|\.\/after\/bench\.config\.json\|--baseline\|/);
    assert.equal(called(`--config\tx ${sweep}`), `--config|x|${rest}`);
    assert.equal(called(`--config=x ${sweep}`), `--config=x|${rest}`);
  });

  it('has nothing to compare where the base is no target yet', (t) => {
    const cwd = temporaryFolder(t, { 'bare/x': '' });
    const { status, stdout, stderr } = runScript(t, { BENCH_BASE: join(cwd, 'bare') });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^::warning .*no target\.json in .*bare, so there is nothing to compare/);
    assert.equal(runScript(t, { BENCH_BASE: join(cwd, 'bare'), BENCH_CANNOT_TELL: 'fail' }).status, 4);
  });

  for (const [says, variables, ended] of [
    ['a gate that fails', { CHECK_ENDS: '3' }, 3],
    ['what cannot be told is a warning', { CHECK_ENDS: '4' }, 0],
    ['or an error', { CHECK_ENDS: '4', BENCH_CANNOT_TELL: 'fail' }, 4],
    ['a sweep that could not measure', { SWEEP_ENDS: '1' }, 1],
    ['a sweep in which nothing met the objective is left to the gate', { SWEEP_ENDS: '3' }, 0],
    ['an interrupt', { SWEEP_ENDS: '130' }, 130],
    ['a folder that is missing', { BENCH_HEAD: 'nowhere' }, 2],
    ['a folder that is not named', { BENCH_HEAD: '' }, 2],
  ] as const) {
    it(`ends with ${ended}: ${says}`, (t) => {
      const { status, stdout } = runScript(t, variables);
      assert.equal(status, ended);
      assert.equal(stdout.includes('::warning'), says.includes('warning'));
    });
  }
});
